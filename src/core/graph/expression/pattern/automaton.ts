/** Patterns as automata: states that test one code point, split, or look around. */
import { PatternError } from "./parse.ts";
import type { Pattern } from "./parse.ts";

/** One state; `next` and `other` are indices of states. */
export type State =
  | { readonly kind: "point"; readonly test: (point: number) => boolean; next: number }
  | { readonly kind: "place"; readonly place: Place; next: number }
  | { readonly kind: "split"; next: number; other: number }
  | { readonly kind: "found" };

/** What a place between two code points must be. */
export type Place =
  | { readonly kind: "start" | "end" | "boundary" | "no-boundary" }
  | {
      readonly kind: "look";
      readonly ahead: boolean;
      readonly not: boolean;
      readonly automaton: Automaton;
    };

/** States, the first to enter, and the assertions in it, inner ones in their own automata. */
export interface Automaton {
  readonly states: readonly State[];
  readonly start: number;
  /** States in all, those of assertions included. */
  readonly size: number;
}

const maxStates = 5000;

interface Builder {
  readonly states: State[];
  readonly backwards: boolean;
  /** States of assertions. */
  inner: number;
}

/** The automaton of a pattern; one that reads backwards begins at the end of what it finds. */
export function buildAutomaton(pattern: Pattern, backwards = false): Automaton {
  const builder: Builder = { states: [{ kind: "found" }], backwards, inner: 0 };
  const start = build(builder, pattern, 0);
  return { states: builder.states, start, size: builder.states.length + builder.inner };
}

/** Adds the states of a pattern in front of the state `next` and says where to enter. */
function build(builder: Builder, pattern: Pattern, next: number): number {
  switch (pattern.kind) {
    case "sequence": {
      const parts = builder.backwards ? pattern.parts : pattern.parts.toReversed();
      return parts.reduce((after, part) => build(builder, part, after), next);
    }
    case "choice":
      return pattern.options
        .map((option) => build(builder, option, next))
        .reduce((other, option) => add(builder, { kind: "split", next: option, other }));
    case "repeat":
      return buildRepeat(builder, pattern, next);
    case "literal": {
      const { point } = pattern;
      return add(builder, { kind: "point", test: (given) => given === point, next });
    }
    case "set":
      return add(builder, { kind: "point", test: testOf(pattern.source), next });
    case "look": {
      // Whether something follows a place is known for all places by reading backwards once.
      const automaton = buildAutomaton(pattern.part, pattern.ahead);
      builder.inner += automaton.size;
      const { ahead, not } = pattern;
      return add(builder, { kind: "place", place: { kind: "look", ahead, not, automaton }, next });
    }
    case "start":
    case "end":
    case "boundary":
    case "no-boundary":
      return add(builder, { kind: "place", place: { kind: pattern.kind }, next });
  }
}

function buildRepeat(
  builder: Builder,
  { part, min, max }: Extract<Pattern, { kind: "repeat" }>,
  next: number,
): number {
  let entry = next;
  if (max === Infinity) {
    const loop: State = { kind: "split", next: 0, other: next };
    entry = add(builder, loop);
    loop.next = build(builder, part, entry);
  } else {
    for (let count = min; count < max; count += 1) {
      entry = add(builder, { kind: "split", next: build(builder, part, entry), other: next });
    }
  }
  for (let count = 0; count < min; count += 1) {
    const before = builder.states.length;
    entry = build(builder, part, entry);
    // A part without states is as well found once as a million times.
    if (builder.states.length === before) break;
  }
  return entry;
}

function add(builder: Builder, state: State): number {
  if (builder.states.length + builder.inner >= maxStates) throw new PatternError("is too large");
  builder.states.push(state);
  return builder.states.length - 1;
}

/** Asks the engine about single code points, each once. */
function testOf(source: string): (point: number) => boolean {
  const pattern = new RegExp(`^${source}$`, "u");
  const known = new Map<number, boolean>();
  return (point) => {
    const answer = known.get(point);
    if (answer !== undefined) return answer;
    const fits = pattern.test(String.fromCodePoint(point));
    known.set(point, fits);
    return fits;
  };
}
