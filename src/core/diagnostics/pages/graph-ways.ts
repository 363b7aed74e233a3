/** Pages of codes of ways through the graph: what is reached, what runs for ever, what can't end. */
import type { WayHoles } from "../catalog/graph-ways.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const wayPages: Pages<WayHoles> = {
  C016: {
    title: "A node that is never reached",
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
    title: "A cycle without a bound",
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
    title: "Taking turns with nobody",
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
    title: "Nothing to choose from",
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
    title: "A way that can't end",
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
