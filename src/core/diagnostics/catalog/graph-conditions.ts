/** Codes of conditions, each by itself and among the others of its node. */
import { didYouMean } from "#core/text/suggest.ts";
import { listNames, prose, snippet, withArticle } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface ConditionHoles {
  C010: { readonly node: string; readonly target: string };
  C011: { readonly node: string };
  /** The field of the first condition, null for an expression, and whether it is negated. */
  C012: { readonly node: string; readonly field: string | null; readonly not: boolean };
  C013: { readonly name: string; readonly type: string };
  C014: { readonly node: string; readonly name: string; readonly known: readonly string[] };
  /** The clause as written. */
  C022: { readonly node: string; readonly clause: string };
}

/** The entries of these codes. */
export const conditionEntries: CatalogEntries<ConditionHoles> = {
  C010: {
    severity: "error",
    title: "Two edges without a condition",
    message: ({ node }) =>
      `\`${node}\` has a second unconditional edge; only the first could be taken.`,
    help: ({ node, target }) => `give it a condition: \`${node} -> ${target} when …\``,
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
    severity: "error",
    title: "The same condition again",
    message: ({ node }) =>
      `An earlier edge of \`${node}\` has the same condition, so this one is never taken.`,
    help: () => "remove it, or give the earlier one a loop",
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
    severity: "error",
    title: "Conditions that leave a case open",
    message: ({ node, field, not }) => `\`${node}\` has no edge for ${openCase(field, not)}.`,
    help: ({ node, field, not }) =>
      `add \`${node} -> fail${field === null ? "" : ` when ${not ? "" : "not "}${field}`}\``,
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
    severity: "error",
    title: "A condition that is no bool",
    message: ({ name, type }) => `\`${name}\` is ${describeType(type)}, not a bool.`,
    help: ({ name, type }) => `compare it: \`when "${comparisonOf(name, type)}"\``,
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
    severity: "error",
    title: "A condition on a field that is not there",
    message: ({ node, name }) => `The output of \`${node}\` has no field \`${name}\`.`,
    help: ({ name, known }) => didYouMean(name, known, useOneOf(known)),
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
    severity: "error",
    title: "A condition where a model chooses",
    message: ({ node }) =>
      `The model chooses among the edges of \`${node}\`; a condition has no say.`,
    help: ({ clause }) => `remove \`${clause}\``,
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

function openCase(field: string | null, not: boolean): string {
  return field === null ? "the remaining cases" : `\`${field}\` being ${not ? "true" : "false"}`;
}

function describeType(type: string): string {
  return type === "string[]" ? "a list of strings" : withArticle(type);
}

function comparisonOf(name: string, type: string): string {
  if (type === "int" || type === "float") return `${name} > 0`;
  return type === "string" ? `${name} != \'\'` : `length(${name}) > 0`;
}

function useOneOf(known: readonly string[]): string {
  const few = known.slice(0, 5);
  return few.length === 0 ? "remove the condition" : `use ${listNames(few)}`;
}
