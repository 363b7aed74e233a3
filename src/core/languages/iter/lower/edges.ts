/** Edges and the loops that they form. */
import type { Edge, Loop, MappingEntry, When } from "#core/graph/graph.ts";
import type { EdgeOrigin } from "#core/languages/language.ts";
import type {
  Clause,
  EdgeSyntax,
  LoopClause,
  MappingClause,
  WhenClause,
} from "#core/languages/iter/syntax.ts";
import { checkExact } from "./numbers.ts";
import { lineAt, placeOf } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { lowerMapped, traceText } from "./texts.ts";

/** The edges of a workflow, and where each was written. */
export interface EdgesReading {
  readonly edges: readonly Edge[];
  readonly origins: readonly EdgeOrigin[];
  /** In order of first use, with the bound that stands there. */
  readonly loops: readonly Loop[];
}

/** Lowers edges in source order. */
export function lowerEdges(scope: Scope, syntax: readonly EdgeSyntax[]): EdgesReading {
  const lowered = syntax.map((edge, index) => lowerEdge(scope, edge, index));
  const loops = new Map<string, number>();
  for (const { loop } of lowered)
    if (loop !== undefined && !loops.has(loop.name.text)) loops.set(loop.name.text, loop.max.value);
  return {
    edges: lowered.map(({ edge }) => edge),
    origins: lowered.map(({ origin }) => origin),
    loops: [...loops].map(([name, max]) => ({ name, max })),
  };
}

function lowerEdge(
  scope: Scope,
  syntax: EdgeSyntax,
  index: number,
): { readonly edge: Edge; readonly origin: EdgeOrigin; readonly loop: LoopClause | undefined } {
  const clauses = firstClauses(scope, syntax.clauses);
  const when = clauses.find((clause) => clause.form === "when");
  const loop = clauses.find((clause) => clause.form === "loop");
  const mapping = clauses.find((clause) => clause.form === "mapping");
  const entries = mapping === undefined ? [] : firstEntries(scope, mapping);
  if (loop !== undefined) checkBound(scope, loop);
  const edge: Edge = {
    id: `e${index}`,
    from: syntax.source.text,
    to: syntax.target.text,
    port: "next",
    when: when === undefined ? null : lowerWhen(when),
    loop: loop?.name.text ?? null,
    with: mapping === undefined ? null : lowerEntries(scope, entries),
    at: placeOf(scope, syntax.span),
  };
  const origin: EdgeOrigin = {
    span: syntax.span,
    source: syntax.source.span,
    target: syntax.target.span,
    when: when === undefined ? null : whenOrigin(when),
    loop:
      loop === undefined
        ? null
        : { name: loop.name.span, max: loop.max.span, value: loop.max.value },
    with: mapping === undefined ? null : { span: mapping.span, entries: entries.map(entryOrigin) },
  };
  return { edge, origin, loop };
}

const clauseWords: Readonly<Record<Clause["form"], string>> = {
  when: "when",
  loop: "as",
  mapping: "with",
};

function firstClauses(scope: Scope, clauses: readonly Clause[]): Clause[] {
  const first = new Map<string, Clause>();
  for (const clause of clauses) {
    const earlier = first.get(clause.form);
    if (earlier === undefined) first.set(clause.form, clause);
    else {
      const line = lineAt(scope, earlier.span);
      scope.say("C104", clause.span, { name: clauseWords[clause.form], line });
    }
  }
  return [...first.values()];
}

type Entry = MappingClause["entries"][number];

function firstEntries(scope: Scope, mapping: MappingClause): Entry[] {
  const first = new Map<string, Entry>();
  for (const entry of mapping.entries) {
    const earlier = first.get(entry.key.text);
    if (earlier === undefined) first.set(entry.key.text, entry);
    else {
      const line = lineAt(scope, earlier.key.span);
      scope.say("C104", entry.key.span, { name: entry.key.text, line });
    }
  }
  return [...first.values()];
}

function checkBound(scope: Scope, { name, max }: LoopClause): void {
  if (checkExact(scope, max) && max.value < 1)
    scope.say("C026", max.span, { loop: name.text, max: max.value });
}

function lowerWhen({ not, condition }: WhenClause): When {
  return "form" in condition ? { not, expression: condition.text } : { not, field: condition.text };
}

function lowerEntries(scope: Scope, entries: readonly Entry[]): MappingEntry[] {
  return entries.map(({ key, value }) => ({ key: key.text, value: lowerMapped(scope, value) }));
}

function whenOrigin({ span, condition }: WhenClause): EdgeOrigin["when"] {
  const text = "form" in condition ? traceText(condition) : null;
  return { clause: span, condition: condition.span, text };
}

function entryOrigin({ key, value }: Entry): {
  readonly key: Entry["key"]["span"];
  readonly keyText: string;
  readonly value: ReturnType<typeof traceText>;
} {
  return { key: key.span, keyText: key.text, value: traceText(value) };
}
