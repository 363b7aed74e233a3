/** Codes of names and words: declared twice, unknown, missing. */
import { didYouMean } from "#core/text/suggest.ts";
import { listNames } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface NameHoles {
  E010:
    /** `rename` is the line with another name. */
    | {
        readonly what: "name";
        readonly name: string;
        readonly line: number;
        readonly rename: string;
      }
    | { readonly what: "block"; readonly name: string; readonly line: number };
  E011: { readonly kind: string; readonly name: string };
  /** `owner` begins the sentence: "An agent", "The block `budget`". */
  E012: { readonly owner: string; readonly name: string; readonly known: readonly string[] };
  E013: {
    readonly owner: string;
    /** One of these is needed. */
    readonly missing: readonly string[];
    readonly example: string;
  };
  E020: { readonly property: string; readonly word: string; readonly words: readonly string[] };
  E021: { readonly type: string; readonly types: readonly string[] };
}

/** What other tools call a property. */
const otherNames: Readonly<Record<string, string>> = {
  prompt: "user",
  user_prompt: "user",
  message: "user",
  system_prompt: "system",
  instructions: "system",
  schema: "output",
  output_schema: "output",
  response_format: "output",
  inputs: "input",
  outputs: "output",
  allowed_tools: "tools",
  max_steps: "tool_max_steps",
  max_turns: "tool_max_steps",
  retries: "retry",
  effort: "reasoning_effort",
  run: "command",
  cmd: "command",
  shell: "command",
};

/** The entries of these codes. */
export const nameEntries: CatalogEntries<NameHoles> = {
  E010: {
    severity: "error",
    message: ({ what, name, line }) =>
      what === "name"
        ? `\`${name}\` is declared twice; the first is on line ${line}.`
        : `A second \`${name}\` block; the first is on line ${line}.`,
    help: (holes) =>
      holes.what === "name"
        ? `rename this one: \`${holes.rename}\``
        : `move its lines into the first \`${holes.name}:\``,
  },
  E011: {
    severity: "error",
    message: ({ name }) => `\`${name}\` is built in and can't be declared.`,
    help: ({ kind, name }) => `choose another name: \`${kind} ${name}_1:\``,
  },
  E012: {
    severity: "error",
    message: ({ owner, name }) => `${owner} has no property \`${name}\`.`,
    help: ({ name, known }) => {
      const meant = otherNames[name];
      if (meant !== undefined && known.includes(meant)) return `it is called \`${meant}\` here`;
      return didYouMean(name, known, `use one of ${listNames(known)}`);
    },
  },
  E013: {
    severity: "error",
    message: ({ owner, missing }) =>
      missing.length === 1
        ? `${owner} has no ${listNames(missing)}.`
        : `${owner} has neither ${listNames(missing, "nor")}.`,
    help: ({ example }) => `add \`${example}\``,
  },
  E020: {
    severity: "error",
    message: ({ property, word }) => `\`${property}\` can't be \`${word}\`.`,
    help: ({ word, words }) => didYouMean(word, words, `use one of ${listNames(words)}`),
  },
  E021: {
    severity: "error",
    message: ({ type }) => `\`${type}\` is no type.`,
    help: ({ type, types }) => didYouMean(type, types, `use one of ${listNames(types)}`),
  },
};
