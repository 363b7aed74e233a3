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
import { lineAt, placeOf, say } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { lowerMapped, traceTemplate } from "./texts.ts";

/** The edges of a workflow, and where each was written. */
export interface EdgesReading {
  readonly edges: readonly Edge[];
  readonly origins: readonly EdgeOrigin[];
  /** In order of first use, with the bound that stands there. */
  readonly loops: readonly Loop[];
}

/** Lowers edges in source order. */
export function lowerEdges(scope: Scope, syntax: readonly EdgeSyntax[]): EdgesReading {
  const edges: Edge[] = [];
  const origins: EdgeOrigin[] = [];
  const loops = new Map<string, number>();
  for (const each of syntax) {
    const clauses = firstClauses(scope, each.clauses);
    const entries = clauses.mapping === null ? [] : readEntries(scope, clauses.mapping);
    edges.push(lowerEdge(scope, each, { id: `e${edges.length}`, clauses, entries }));
    origins.push(originOf(each, clauses, entries));
    const { loop } = clauses;
    if (loop === null) continue;
    checkBound(scope, loop);
    if (!loops.has(loop.name.text)) loops.set(loop.name.text, loop.max.value);
  }
  return { edges, origins, loops: [...loops].map(([name, max]) => ({ name, max })) };
}

/** The clauses of an edge, one of each sort. */
interface Clauses {
  when: WhenClause | null;
  loop: LoopClause | null;
  mapping: MappingClause | null;
}

const clauseWords: Readonly<Record<Clause["form"], string>> = {
  when: "when",
  loop: "as",
  mapping: "with",
};

/** The first clause of each sort; further ones are reported. */
function firstClauses(scope: Scope, clauses: readonly Clause[]): Clauses {
  const first: Clauses = { when: null, loop: null, mapping: null };
  for (const clause of clauses) {
    const earlier = first[clause.form];
    if (earlier !== null) {
      const line = lineAt(scope, earlier.span);
      say(scope, "C104", clause.span, { name: clauseWords[clause.form], line });
    } else if (clause.form === "when") first.when = clause;
    else if (clause.form === "loop") first.loop = clause;
    else first.mapping = clause;
  }
  return first;
}

type Entry = NonNullable<EdgeOrigin["with"]>["entries"][number];

/** The entries of a mapping; of those with one key the first counts. */
function readEntries(scope: Scope, mapping: MappingClause): readonly Entry[] {
  const first = new Map<string, Entry>();
  for (const { key, value } of mapping.entries) {
    const { text: keyText, span } = key;
    const earlier = first.get(keyText);
    if (earlier === undefined)
      first.set(keyText, { key: span, keyText, value: traceTemplate(value) });
    else say(scope, "C104", span, { name: keyText, line: lineAt(scope, earlier.key) });
  }
  return [...first.values()];
}

interface Parts {
  readonly id: string;
  readonly clauses: Clauses;
  readonly entries: readonly Entry[];
}

function lowerEdge(scope: Scope, syntax: EdgeSyntax, { id, clauses, entries }: Parts): Edge {
  const { when, loop, mapping } = clauses;
  return {
    id,
    from: syntax.source.text,
    to: syntax.target.text,
    port: "next",
    when: when === null ? null : lowerWhen(when),
    loop: loop === null ? null : loop.name.text,
    with: mapping === null ? null : lowerEntries(scope, entries),
    at: placeOf(scope, syntax.span),
  };
}

function originOf(
  { span, source, target }: EdgeSyntax,
  { when, loop, mapping }: Clauses,
  entries: readonly Entry[],
): EdgeOrigin {
  return {
    span,
    source: source.span,
    target: target.span,
    when: when === null ? null : whenOrigin(when),
    loop:
      loop === null ? null : { name: loop.name.span, max: loop.max.span, value: loop.max.value },
    with: mapping === null ? null : { span: mapping.span, entries },
  };
}

function checkBound(scope: Scope, { name, max }: LoopClause): void {
  if (checkExact(scope, max) && max.value < 1)
    say(scope, "C026", max.span, { loop: name.text, max: max.value });
}

function lowerWhen({ not, condition }: WhenClause): When {
  return "form" in condition ? { not, expression: condition.text } : { not, field: condition.text };
}

function lowerEntries(scope: Scope, entries: readonly Entry[]): MappingEntry[] {
  return entries.map(({ keyText, value }) => ({ key: keyText, value: lowerMapped(scope, value) }));
}

function whenOrigin({ span, condition }: WhenClause): EdgeOrigin["when"] {
  const text = "form" in condition ? condition : null;
  return { clause: span, condition: condition.span, text };
}
