/** Codes of what edges bring, and of declarations that nothing needs. */
import { didYouMean } from "#core/text/suggest.ts";
import { listNames, withArticle } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface InputHoles {
  /** `from` is the source of the edge; of branches and expressions nothing. */
  C111: {
    readonly by: "edge" | "branches" | "expressions";
    readonly from: string;
    readonly node: string;
    readonly missing: readonly string[];
  };
  /** `what` gives the field: a value of a mapping, an edge without one, a variable. */
  C112: {
    readonly name: string;
    readonly node: string;
    readonly given: string;
    readonly wanted: string;
    readonly what: "value" | "edge" | "variable";
  };
  C113: {
    readonly node: string;
    readonly name: string;
    readonly schema: string;
    readonly known: readonly string[];
  };
  C116: { readonly what: "prompt" | "schema"; readonly name: string };
}

/** The entries of these codes. */
export const inputEntries: CatalogEntries<InputHoles> = {
  C111: {
    severity: "warning",
    message: ({ by, from, node, missing }) => {
      const fields = listNames(missing, "and");
      if (by === "edge")
        return `\`${from} -> ${node}\` doesn't give ${fields}, which the input of \`${node}\` needs.`;
      if (by === "branches") return `No edge brings ${fields}, which \`${node}\` needs.`;
      return `\`${node}\` has no expression for ${fields}, which its output needs.`;
    },
    help: ({ by, missing }) => {
      const entries = missing.map((name) => `${name}: "…"`);
      if (by === "expressions") return `add it under \`expr:\`: \`${entries.join("`, `")}\``;
      return `add it: \`with { ${entries.join(", ")} }\``;
    },
  },
  C112: {
    severity: "warning",
    message: ({ name, node, given, wanted, what }) => {
      const is = what === "value" && given === "string" ? "text" : describeType(given);
      const where = what === "variable" ? "as a variable" : "here";
      return `\`${name}\` is ${is} ${where}, but the input of \`${node}\` wants ${describeType(wanted)}.`;
    },
    help: ({ name, given, wanted, what }) => {
      if (what === "variable") return `declare it as \`${name}: ${wanted}\``;
      if (what === "value" && given === "string")
        return `pass a reference alone: \`${name}: "{{vars.${name}}}"\``;
      return `pass ${describeType(wanted)}, or make \`${name}\` a \`json\``;
    },
  },
  C113: {
    severity: "warning",
    message: ({ node, name }) => `The input of \`${node}\` has no field \`${name}\`.`,
    help: ({ name, schema, known }) =>
      didYouMean(name, known, `add \`${name}: string\` to the schema \`${schema}\``),
  },
  C116: {
    severity: "warning",
    message: ({ what, name }) => `Nothing uses the ${what} \`${name}\`.`,
    help: () => "remove it",
  },
};

const phrases: Readonly<Record<string, string>> = {
  object: "an object",
  list: "a list",
  "string[]": "a list of strings",
};

function describeType(type: string): string {
  return phrases[type] ?? withArticle(type);
}
