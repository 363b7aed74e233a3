/** Codes of values: numbers, durations, variables' values and the environment. */
import { withArticle } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface ValueHoles {
  C026: { readonly loop: string; readonly max: number };
  /** `sample` is a default that would do at this place. */
  C102: { readonly name: string; readonly sample: string };
  /** The value as it stands in the source. */
  C107: { readonly written: string };
  C109: {
    readonly variable: string;
    readonly type: string;
    readonly written: string;
    /** A whole line that would do. */
    readonly example: string;
  };
  C114: NumberFault;
  C122: { readonly name: string };
}

/** How a number lies outside its range. */
export type NumberFault =
  | {
      readonly bound: "least" | "most" | "above";
      readonly property: string;
      readonly limit: number;
    }
  | { readonly bound: "size" };

/** The entries of these codes. */
export const valueEntries: CatalogEntries<ValueHoles> = {
  C026: {
    severity: "error",
    message: ({ max }) => `A loop that is bounded by ${max} can never be taken.`,
    help: ({ loop }) => `write \`as ${loop}(1)\`, or remove the edge`,
  },
  C102: {
    severity: "warning",
    message: ({ name }) => `The environment variable \`${name}\` isn't set.`,
    help: ({ name, sample }) => `set it, or give a default: \`\${${name}:-${sample}}\``,
  },
  C107: {
    severity: "error",
    message: ({ written }) => `\`${written}\` is no duration.`,
    help: () => 'write `"30m"`',
  },
  C109: {
    severity: "error",
    message: ({ variable, type, written }) =>
      `\`${variable}\` is ${withArticle(type)}, but \`${written}\` isn't.`,
    help: ({ example }) => `write \`${example}\``,
  },
  C114: {
    severity: "error",
    message: (holes) => {
      switch (holes.bound) {
        case "least":
          return `\`${holes.property}\` is at least ${holes.limit}.`;
        case "most":
          return `\`${holes.property}\` is at most ${holes.limit}.`;
        case "above":
          return `\`${holes.property}\` is more than ${holes.limit}.`;
        case "size":
          return "This number is too large to be kept exactly.";
      }
    },
    help: (holes) => {
      switch (holes.bound) {
        case "least":
        case "most":
          return `write \`${holes.property}: ${holes.limit}\``;
        case "above":
          return `write \`${holes.property}: ${holes.limit + 1}\``;
        case "size":
          return "use a number within ±9007199254740991, or a text";
      }
    },
  },
  C122: {
    severity: "error",
    message: ({ name }) => `\`\${${name}}\` is a secret and would be written to the log here.`,
    help: ({ name }) => `use it in a \`command\`, a \`url\` or \`env: [${name}]\``,
  },
};
