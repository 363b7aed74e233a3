/** Pages of codes of conditions, each by itself and among the others of its node. */
import type { ConditionHoles } from "../catalog/graph-conditions.ts";
import { prose, snippet } from "./page.ts";
import type { Pages } from "./page.ts";

/** The pages of these codes. */
export const conditionPages: Pages<ConditionHoles> = {
  C010: {
    title: "Two edges without a condition",
    explanation: prose`
      A node goes on along one edge: the first whose condition holds, else the one without a
      condition. Of several without one only the first could ever be taken, also if it is part of a
      loop. To go several ways at once, put a \`router\` with \`mode: fan_out_all\` there.`,
    bad: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done
        build -> fail
    `,
    good: snippet`
      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done when "exit_code == 0"
        build -> fail
    `,
  },
  C011: {
    title: "The same condition again",
    explanation: prose`
      The first edge whose condition holds is taken, so the same condition further down is never
      looked at. The exception are edges that are part of another loop: once that loop is used up, the
      next edge with the same condition has its turn.`,
    bad: snippet`
      schema verdict:
        ok: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when ok
        review -> fail when ok
        review -> fail
    `,
    good: snippet`
      schema verdict:
        ok: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when ok
        review -> review when not ok as again(2)
        review -> fail when not ok
    `,
  },
  C012: {
    title: "Conditions that leave a case open",
    explanation: prose`
      A node whose edges all have conditions needs two that are each other's opposite, or one edge
      without a condition. Otherwise a run may come to a point from which no edge leads on. Conditions
      that cover everything by what they mean, such as \`"n > 5"\` and \`"n <= 5"\`, are not recognised:
      write the second as \`when not "n > 5"\`.`,
    bad: snippet`
      schema verdict:
        ok: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when ok
    `,
    good: snippet`
      schema verdict:
        ok: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when ok
        review -> fail when not ok
    `,
  },
  C013: {
    title: "A condition that is no bool",
    explanation: prose`
      \`when field\` holds for \`true\`, and \`when not field\` for \`false\` and for nothing. A field of
      another type would hold neither way. An expression in quotes can compare it.`,
    bad: snippet`
      schema verdict:
        score: int

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when score
        review -> fail
    `,
    good: snippet`
      schema verdict:
        score: int

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when "score > 0"
        review -> fail
    `,
  },
  C014: {
    title: "A condition on a field that is not there",
    explanation: prose`
      A condition looks at the output of the node that its edge leaves. If everything that this output
      contains is known, by a schema or by what leads to a router or join, a field that isn't in it can
      never have a value. Outputs of other nodes are reached as \`outputs.node.field\` in an expression.`,
    bad: snippet`
      schema verdict:
        approved: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when aproved
        review -> fail
    `,
    good: snippet`
      schema verdict:
        approved: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done when approved
        review -> fail
    `,
  },
  C022: {
    title: "A condition where a model chooses",
    explanation: prose`
      A router with \`mode: llm\` shows all its edges to a model and takes what the model chooses. To
      rule an edge out beforehand, put a router with \`mode: condition\` before it.`,
    bad: snippet`
      router pick:
        mode: llm
        model: "openai/gpt-5"

      workflow w:
        entry: pick
        pick -> done when ready
        pick -> fail
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
};
