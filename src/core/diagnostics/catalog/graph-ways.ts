/** Codes of ways through the graph: what is reached, what runs for ever, what can't end. */
import { prose, snippet } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface WayHoles {
  C016: { readonly entry: string; readonly node: string };
  C019: { readonly from: string; readonly to: string };
  C020: { readonly node: string };
  C021: { readonly node: string };
  C101: { readonly node: string };
}

/** The entries of these codes. */
export const wayEntries: CatalogEntries<WayHoles> = {
  C016: {
    severity: "error",
    title: "A node that is never reached",
    message: ({ entry, node }) => `No path leads from \`${entry}\` to \`${node}\`.`,
    help: ({ node }) => `add an edge to \`${node}\`, or remove it`,
    explanation: prose`
      A run begins at the entry and goes along edges. A node that no path leads to never runs; most
      often an edge is missing or leads somewhere else.`,
    bad: snippet`
      tool build:
        command: "make"

      tool test:
        command: "make test"

      workflow w:
        entry: build
        build -> done
        test -> done
    `,
    good: snippet`
      tool build:
        command: "make"

      tool test:
        command: "make test"

      workflow w:
        entry: build
        build -> test
        test -> done
    `,
  },
  C019: {
    severity: "error",
    title: "A cycle without a bound",
    message: ({ from, to }) => `\`${from} -> ${to}\` closes a cycle that no loop bounds.`,
    help: ({ from, to }) => `name the loop and bound it: \`${from} -> ${to} as refine(5)\``,
    explanation: prose`
      A run that goes round and round costs money until somebody notices. So every cycle needs an edge
      with a loop: a name and how often the edge may be taken. A loop on one cycle doesn't bound another
      one that goes through the same node.`,
    bad: snippet`
      schema verdict:
        approved: bool

      agent fix:
        model: "openai/gpt-5"

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when approved
        review -> fix when not approved
        fix -> review
    `,
    good: snippet`
      schema verdict:
        approved: bool

      agent fix:
        model: "openai/gpt-5"

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when approved
        review -> fix when not approved
        fix -> review as refine(5)
    `,
  },
  C020: {
    severity: "error",
    title: "Taking turns with nobody",
    message: ({ node }) => `\`${node}\` takes turns between fewer than two unconditional edges.`,
    help: ({ node }) => `add another: \`${node} -> …\``,
    explanation: prose`
      A router with \`mode: round_robin\` takes its unconditional edges in turn, one a visit, so there
      must be two at least. Edges with conditions go first and don't count.`,
    bad: snippet`
      router turn:
        mode: round_robin

      workflow w:
        entry: turn
        turn -> done
    `,
    good: snippet`
      router turn:
        mode: round_robin

      workflow w:
        entry: turn
        turn -> done
        turn -> fail
    `,
  },
  C021: {
    severity: "error",
    title: "Nothing to choose from",
    message: ({ node }) => `\`${node}\` has fewer than two edges to choose from.`,
    help: ({ node }) => `add another: \`${node} -> …\``,
    explanation: prose`
      A router with \`mode: llm\` asks a model which edge to take. With one edge or none the question
      costs money and has no answer.`,
    bad: snippet`
      router pick:
        mode: llm
        model: "openai/gpt-5"

      workflow w:
        entry: pick
        pick -> done
    `,
    good: snippet`
      router pick:
        mode: llm
        model: "openai/gpt-5"

      workflow w:
        entry: pick
        pick -> done
        pick -> fail
    `,
  },
  C101: {
    severity: "error",
    title: "A way that can't end",
    message: ({ node }) => `From \`${node}\` no path leads to \`done\` or \`fail\`.`,
    help: ({ node }) => `add \`${node} -> done\``,
    explanation: prose`
      Every run ends at \`done\` or \`fail\`. A node without an edge, or several nodes that only lead to
      one another, would leave it nowhere to go. A bounded loop is no way out: when it is used up, there
      must be another edge.`,
    bad: snippet`
      tool build:
        command: "make"

      tool test:
        command: "make test"

      workflow w:
        entry: build
        build -> test
    `,
    good: snippet`
      tool build:
        command: "make"

      tool test:
        command: "make test"

      workflow w:
        entry: build
        build -> test
        test -> done
    `,
  },
};
