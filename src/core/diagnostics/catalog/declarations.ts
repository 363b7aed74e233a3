/** Codes of declarations: what they are called, what they name, what is there twice. */
import { didYouMean } from "#core/text/suggest.ts";
import { capitalise, withArticle } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface DeclarationHoles {
  C002: { readonly name: string; readonly known: readonly string[] };
  C003: { readonly name: string; readonly known: readonly string[] };
  C006: object;
  C007: { readonly name: string };
  C024: { readonly name: string; readonly line: number };
  C104: { readonly name: string; readonly line: number };
  /** Which of the tool's properties is too many. */
  C106: { readonly extra: "command" | "script" | "language"; readonly name: string };
  C108: { readonly name: string; readonly known: readonly string[] };
  C120: { readonly type: string };
}

/** The entries of these codes. */
export const declarationEntries: CatalogEntries<DeclarationHoles> = {
  C002: {
    severity: "error",
    message: ({ name }) => `There is no schema \`${name}\`.`,
    help: ({ name, known }) => didYouMean(name, known, `declare it: \`schema ${name}:\``),
  },
  C003: {
    severity: "error",
    message: ({ name }) => `There is no prompt \`${name}\`.`,
    help: ({ name, known }) => didYouMean(name, known, `declare it: \`prompt ${name}:\``),
  },
  C006: {
    severity: "error",
    message: () => "This file declares no workflow.",
    help: () => "add `workflow main:` with an `entry:` and edges",
  },
  C007: {
    severity: "error",
    message: ({ name }) => `\`${name}\` is a second workflow; a file has one.`,
    help: () => "move it to a file of its own",
  },
  C024: {
    severity: "error",
    message: ({ name, line }) =>
      `The server \`${name}\` is declared twice; the first is on line ${line}.`,
    help: ({ name }) => `rename this one: \`mcp_server ${name}_2:\``,
  },
  C104: {
    severity: "error",
    message: ({ name, line }) => `\`${name}\` is given twice; the first is on line ${line}.`,
    help: () => "remove one of them",
  },
  C106: {
    severity: "error",
    message: ({ extra, name }) =>
      extra === "language"
        ? `\`${name}\` has a \`command\`, and \`language\` belongs to a \`script\`.`
        : `\`${name}\` has a \`command\` and a \`script\`; a tool has one of them.`,
    help: ({ extra }) => `remove \`${extra}\``,
  },
  C108: {
    severity: "error",
    message: ({ name }) => `There is no variable \`${name}\`.`,
    help: ({ name, known }) =>
      didYouMean(name, known, "declare it under `vars:`, or remove this line"),
  },
  C120: {
    severity: "error",
    message: ({ type }) => `${capitalise(withArticle(type))} can't have an \`enum\`.`,
    help: () => "make it a `string`",
  },
};
