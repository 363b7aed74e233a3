/** The tokens of an edge as its syntax tree. */
import { behindComma, numberAt, spanOf, textAt, wordAt } from "./build-values.ts";
import type { Extent } from "./declaration-parser.ts";
import type { ClauseShape } from "./derivation.ts";
import type { Source } from "./source.ts";
import type { Clause, EdgeSyntax, LoopClause, MappingClause, WhenClause } from "./syntax.ts";
import { codeAt, codes } from "./token.ts";

/** `a -> b` and its clauses. */
export function buildEdge(
  source: Source,
  { first, last }: Extent,
  shapes: readonly ClauseShape[],
): EdgeSyntax {
  const clauses: Clause[] = [];
  for (const { form, from } of shapes) clauses.push(buildClause(source, form, first + from));
  return {
    form: "edge",
    source: wordAt(source, first),
    target: wordAt(source, first + 2),
    clauses,
    span: spanOf(source, first, last - 1),
  };
}

function buildClause(source: Source, form: ClauseShape["form"], from: number): Clause {
  switch (form) {
    case "when":
    case "unless":
      return buildWhen(source, from, form === "unless");
    case "loop":
      return buildLoop(source, from);
    case "mapping":
      return buildMapping(source, from);
  }
}

function buildWhen(source: Source, from: number, not: boolean): WhenClause {
  const at = from + (not ? 2 : 1);
  const isText = codeAt(source.tokens, at) === codes.string;
  const condition = isText ? textAt(source, at) : wordAt(source, at);
  return { form: "when", not, condition, span: spanOf(source, from, at) };
}

function buildLoop(source: Source, from: number): LoopClause {
  return {
    form: "loop",
    name: wordAt(source, from + 1),
    max: numberAt(source, from + 3),
    span: spanOf(source, from, from + 4),
  };
}

function buildMapping(source: Source, from: number): MappingClause {
  const entries: MappingClause["entries"][number][] = [];
  let at = from + 2;
  while (codeAt(source.tokens, at) !== codes["}"]) {
    const value = textAt(source, at + 2);
    entries.push({ key: wordAt(source, at), value, span: spanOf(source, at, at + 2) });
    at = behindComma(source, at + 3);
  }
  return { form: "mapping", entries, span: spanOf(source, from, at) };
}
