/** A gate that reads its decision from the scope, and asks people if none is there. Spec: flow §11.7. */
import type { Value } from "#core/graph/value.ts";
import { readDecision } from "#core/graph/decision.ts";
import type { NodeContext, NodeKind } from "#core/kinds/kind.ts";
import { textField, valueField } from "#core/kinds/scoped/config.ts";
import { defineScopedKind } from "#core/kinds/scoped/define.ts";
import { failScoped } from "#core/kinds/scoped/failure.ts";
import { recordOf } from "#core/kinds/scoped/record.ts";
import { lookUp, require } from "#core/kinds/scoped/scope.ts";
import type { Outcome } from "#core/run/outcome.ts";

/** Goes on as somebody decided, or asks people to decide. */
export const approval: NodeKind = defineScopedKind({
  name: "human",
  summary: "Goes on as somebody decided, or asks people to decide.",
  icon: "👤",
  flow: {
    type: "human_in_the_loop",
    fixed: { mode: "approval" },
    fields: [
      { name: "decision_path", form: "path", filled: true },
      { name: "response_path", form: "path", optional: true, filled: true },
      { name: "on_approve", form: "edge", filled: true, port: "approve", label: "approve" },
      { name: "on_reject", form: "edge", filled: true, port: "reject", label: "reject" },
    ],
    checkOrder: ["decision_path", "on_approve", "on_reject", "response_path"],
  },
  run: runApproval,
});

/** Decides, or waits for somebody who does. */
async function runApproval(context: NodeContext): Promise<Outcome> {
  const path = textField(context.node, "decision_path");
  const { pauseWhenMissing } = context.frame.settings;
  const found = pauseWhenMissing ? lookUp(context, path) : require(context, path);
  if (pauseWhenMissing && (found === undefined || found === null)) return askPeople(context, path);
  const approved = readDecision(found ?? null);
  if (approved === undefined) throw undecided(context, path, found ?? null);
  const responsePath = valueField(context.node, "response_path");
  const response = typeof responsePath === "string" ? require(context, responsePath) : null;
  return finish(approved, response);
}

async function askPeople(context: NodeContext, path: string): Promise<Outcome> {
  const scope = context.frame.scope();
  const responsePath = valueField(context.node, "response_path");
  const wantsResponse = typeof responsePath === "string";
  const { answers } = await context.ask({
    source: "human",
    questions: { decision_path: path, last_llm_output: scope["last_llm_output"] ?? null },
    fields: [
      { name: "decision", type: "decision" },
      { name: "response", type: "value", optional: true },
    ],
    minAnswers: 1,
  });
  const given = answers["response"] ?? null;
  const known = wantsResponse ? (lookUp(context, responsePath) ?? null) : null;
  return finish(readDecision(answers["decision"] ?? null) === true, given ?? known);
}

function finish(approved: boolean, response: Value): Outcome {
  const output = { approved, response };
  return { kind: "next", port: approved ? "approve" : "reject", output, ...recordOf(output) };
}

function undecided({ node }: NodeContext, path: string, value: Value): Error {
  const text = JSON.stringify(value);
  return failScoped("InvalidHumanDecision", {
    node: node.id,
    fields: { path, value: text },
    why: `found ${text} at \`${path}\`, which is no decision`,
    hint: "a decision is true or false, or a word such as `approve` or `reject`",
  });
}
