/** Codes of conditions, each by itself and among the others of its node. */
import { didYouMean } from "#core/text/suggest.ts";
import { listNames, withArticle } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface ConditionHoles {
  C010: { readonly node: string; readonly target: string };
  C011: { readonly node: string };
  /** The field of the first condition, null for an expression, and whether it is negated. */
  C012: { readonly node: string; readonly field: string | null; readonly not: boolean };
  C013: { readonly name: string; readonly type: string };
  C014: { readonly node: string; readonly name: string; readonly known: readonly string[] };
  /** The clause as written. */
  C022: { readonly node: string; readonly clause: string };
}

/** The entries of these codes. */
export const conditionEntries: CatalogEntries<ConditionHoles> = {
  C010: {
    severity: "error",
    message: ({ node }) =>
      `\`${node}\` has a second unconditional edge; only the first could be taken.`,
    help: ({ node, target }) => `give it a condition: \`${node} -> ${target} when …\``,
  },
  C011: {
    severity: "error",
    message: ({ node }) =>
      `An earlier edge of \`${node}\` has the same condition, so this one is never taken.`,
    help: () => "remove it, or give the earlier one a loop",
  },
  C012: {
    severity: "error",
    message: ({ node, field, not }) => `\`${node}\` has no edge for ${openCase(field, not)}.`,
    help: ({ node, field, not }) =>
      `add \`${node} -> fail${field === null ? "" : ` when ${not ? "" : "not "}${field}`}\``,
  },
  C013: {
    severity: "error",
    message: ({ name, type }) => `\`${name}\` is ${describeType(type)}, not a bool.`,
    help: ({ name, type }) => `compare it: \`when "${comparisonOf(name, type)}"\``,
  },
  C014: {
    severity: "error",
    message: ({ node, name }) => `The output of \`${node}\` has no field \`${name}\`.`,
    help: ({ name, known }) => didYouMean(name, known, useOneOf(known)),
  },
  C022: {
    severity: "error",
    message: ({ node }) =>
      `The model chooses among the edges of \`${node}\`; a condition has no say.`,
    help: ({ clause }) => `remove \`${clause}\``,
  },
};

function openCase(field: string | null, not: boolean): string {
  return field === null ? "the remaining cases" : `\`${field}\` being ${not ? "true" : "false"}`;
}

function describeType(type: string): string {
  return type === "string[]" ? "a list of strings" : withArticle(type);
}

function comparisonOf(name: string, type: string): string {
  if (type === "int" || type === "float") return `${name} > 0`;
  return type === "string" ? `${name} != \'\'` : `length(${name}) > 0`;
}

function useOneOf(known: readonly string[]): string {
  const few = known.slice(0, 5);
  return few.length === 0 ? "remove the condition" : `use ${listNames(few)}`;
}
