/** Searches a text with an automaton, in time that grows with both and never with their ambiguity. */
import type { Automaton, Place, State } from "./automaton.ts";

/** For every assertion, whether it holds at each place of the text. */
type Answers = ReadonlyMap<Place, Uint8Array>;

/** True if the automaton finds something in the text, anywhere. */
export function searchText(automaton: Automaton, text: string): boolean {
  const points = Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const answers = new Map<Place, Uint8Array>();
  answerPlaces(automaton, points, answers);
  return sweep(automaton, points, answers, false, () => true);
}

/** Works out all assertions of an automaton, inner ones first. */
function answerPlaces(
  { states }: Automaton,
  points: Uint32Array,
  answers: Map<Place, Uint8Array>,
): void {
  for (const state of states) {
    if (state.kind !== "place") continue;
    const { place } = state;
    if (place.kind === "look") answerPlaces(place.automaton, points, answers);
    answers.set(place, answerPlace(place, points, answers));
  }
}

function answerPlace(place: Place, points: Uint32Array, answers: Answers): Uint8Array {
  const holds = new Uint8Array(points.length + 1);
  if (place.kind === "look") {
    sweep(place.automaton, points, answers, place.ahead, (at) => {
      holds[at] = 1;
      return false;
    });
    return place.not ? holds.map((held) => 1 - held) : holds;
  }
  for (let at = 0; at < holds.length; at += 1) holds[at] = isPlace(place.kind, points, at) ? 1 : 0;
  return holds;
}

function isPlace(kind: Exclude<Place["kind"], "look">, points: Uint32Array, at: number): boolean {
  if (kind === "start") return at === 0;
  if (kind === "end") return at === points.length;
  const between = isWord(points[at - 1]) !== isWord(points[at]);
  return kind === "boundary" ? between : !between;
}

/**
 * Follows all ways at once, one code point at a time, beginning anew at every place. Calls back with
 * each place at which something was found, until the answer is true.
 */
function sweep(
  { states, start }: Automaton,
  points: Uint32Array,
  answers: Answers,
  backwards: boolean,
  found: (at: number) => boolean,
): boolean {
  const entered = new Int32Array(states.length).fill(-1);
  let active: number[] = [];
  for (let step = 0; step <= points.length; step += 1) {
    const at = backwards ? points.length - step : step;
    const stack = [...active, start];
    const waiting: number[] = [];
    let ended = false;
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      if (entered[index] === step) continue;
      entered[index] = step;
      const state = states[index];
      if (state?.kind === "found") ended = true;
      else if (state?.kind === "point") waiting.push(index);
      else if (state !== undefined) stack.push(...waysOn(state, answers, at));
    }
    if (ended && found(at)) return true;
    const point = points[backwards ? at - 1 : at];
    active = point === undefined ? [] : advance(states, waiting, point);
  }
  return false;
}

function waysOn(
  state: Extract<State, { kind: "place" | "split" }>,
  answers: Answers,
  at: number,
): readonly number[] {
  if (state.kind === "split") return [state.other, state.next];
  return answers.get(state.place)?.[at] === 1 ? [state.next] : [];
}

function advance(states: readonly State[], waiting: readonly number[], point: number): number[] {
  const next: number[] = [];
  for (const index of waiting) {
    const state = states[index];
    if (state?.kind === "point" && state.test(point)) next.push(state.next);
  }
  return next;
}

function isWord(point: number | undefined): boolean {
  return point !== undefined && point < 128 && /\w/.test(String.fromCharCode(point));
}
