/** Codes of single edges: their ends, their loops, and where a run begins. */
import { didYouMean } from "#core/text/suggest.ts";
import { prose, snippet } from "./entry.ts";
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
    title: "An edge from or to nowhere",
    message: ({ name }) => `There is no node \`${name}\`.`,
    help: ({ name, known }) => didYouMean(name, known, `declare it: \`agent ${name}:\``),
    explanation: prose`
      Both ends of an edge are nodes of the file, or one of the terminals \`done\` and \`fail\`. Nodes
      may be declared above or below the workflow.`,
    bad: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> dnoe
    `,
    good: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done
    `,
  },
  C005: {
    severity: "error",
    title: "One loop with two bounds",
    message: ({ name, first, line, here }) =>
      `The loop \`${name}\` is bounded by ${first} on line ${line} and by ${here} here.`,
    help: ({ name, first }) => `write \`as ${name}(${first})\`, or name another loop`,
    explanation: prose`
      Edges that name the same loop share its count, so they must agree on how far it may go. If they
      are to be counted apart, they are two loops and need two names.`,
    bad: snippet`
      schema verdict:
        ok: bool
        near: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when ok
        review -> review when near as polish(2)
        review -> review as polish(3)
    `,
    good: snippet`
      schema verdict:
        ok: bool
        near: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when ok
        review -> review when near as polish(2)
        review -> review as polish(2)
    `,
  },
  C008: {
    severity: "error",
    title: "A workflow without a beginning",
    message: describeEntry,
    help: helpWithEntry,
    explanation: prose`
      \`entry\` names the node at which every run begins. It is a node that the file declares; the
      terminals \`done\` and \`fail\` are ends only.`,
    bad: snippet`
      tool build:
        command: "make"

      workflow w:
        build -> done
    `,
    good: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done
    `,
  },
  C117: {
    severity: "error",
    title: "An edge that leaves the end",
    message: ({ terminal }) => `\`${terminal}\` ends the run; no edge can leave it.`,
    help: ({ terminal, target }) =>
      target === "done" || target === "fail"
        ? "remove this edge"
        : `remove this edge, or lead to \`${target}\` before \`${terminal}\``,
    explanation: prose`
      \`done\` and \`fail\` are where runs end. What is to happen last, cleaning up for example, belongs
      on the way there.`,
    bad: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done
        done -> fail
    `,
    good: snippet`
      tool build:
        command: "make"

      tool clean:
        command: "make clean"

      workflow w:
        entry: build
        build -> clean
        clean -> done
    `,
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
