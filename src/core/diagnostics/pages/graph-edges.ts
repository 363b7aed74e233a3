/** Pages of codes of single edges: their ends, their loops, and where a run begins. */
import type { EdgeHoles } from "../catalog/graph-edges.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const edgePages: Pages<EdgeHoles> = {
  C001: {
    title: "An edge from or to nowhere",
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
    title: "One loop with two bounds",
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
    title: "A workflow without a beginning",
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
    title: "An edge that leaves the end",
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
