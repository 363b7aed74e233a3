/** Codes of single edges: their ends, their loops, and where a run begins. */
import { didYouMean } from "#core/text/suggest.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface EdgeHoles {
  C001: { readonly name: string; readonly known: readonly string[] };
  /** The bound of the first edge, the line it is on, and the bound here. */
  C005: {
    readonly name: string;
    readonly first: number;
    readonly line: number;
    readonly here: number;
  };
  /** `name` is the workflow's if it has no entry, else the entry's. */
  C008: {
    readonly problem: "missing" | "unknown" | "terminal";
    readonly name: string;
    readonly known: readonly string[];
  };
  C117: { readonly terminal: string; readonly target: string };
}

/** The entries of these codes. */
export const edgeEntries: CatalogEntries<EdgeHoles> = {
  C001: {
    severity: "error",
    message: ({ name }) => `There is no node \`${name}\`.`,
    help: ({ name, known }) => didYouMean(name, known, `declare it: \`agent ${name}:\``),
  },
  C005: {
    severity: "error",
    message: ({ name, first, line, here }) =>
      `The loop \`${name}\` is bounded by ${first} on line ${line} and by ${here} here.`,
    help: ({ name, first }) => `write \`as ${name}(${first})\`, or name another loop`,
  },
  C008: {
    severity: "error",
    message: describeEntry,
    help: helpWithEntry,
  },
  C117: {
    severity: "error",
    message: ({ terminal }) => `\`${terminal}\` ends the run; no edge can leave it.`,
    help: ({ terminal, target }) =>
      target === "done" || target === "fail"
        ? "remove this edge"
        : `remove this edge, or lead to \`${target}\` before \`${terminal}\``,
  },
};

function describeEntry({ problem, name }: EdgeHoles["C008"]): string {
  if (problem === "missing") return `The workflow \`${name}\` has no \`entry\`.`;
  if (problem === "unknown") return `There is no node \`${name}\` to begin with.`;
  return `\`${name}\` ends a run, so none can begin there.`;
}

function helpWithEntry({ problem, name, known }: EdgeHoles["C008"]): string {
  const example = `\`entry: ${known[0] ?? "first"}\``;
  if (problem === "missing") return `add ${example}`;
  if (problem === "terminal") return `write ${example}`;
  return didYouMean(name, known, `declare it: \`agent ${name}:\``);
}
