/** Calls a function several times if need be, and another one if nothing helps. Spec: flow §11.12. */
import { RunFailure } from "#core/run/failure.ts";
import type { Failure } from "#core/run/failure.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Outcome } from "#core/run/outcome.ts";
import type { NodeContext, NodeKind } from "./kind.ts";
import { callFunction, checkFunctions, copyScope, tryOften } from "./scoped/attempts.ts";
import { numberField, textField, valueField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { failScoped } from "./scoped/failure.ts";
import { recordOf } from "./scoped/record.ts";

/** Calls a function, and another one if it fails for good. */
export const compensate: NodeKind = defineScopedKind({
  name: "compensate",
  summary: "Calls a function, and another one if it fails for good.",
  icon: "↩",
  flow: {
    type: "retry_compensate",
    fields: [
      { name: "tool", form: "function", filled: true },
      { name: "input", form: "json", as: "argument" },
      { name: "max_retries", form: "uint" },
      { name: "compensate_tool", form: "function", filled: true },
      { name: "compensate_input", form: "json" },
      { name: "next", form: "edge", filled: true, port: "next", label: "success" },
      {
        name: "on_compensated",
        form: "edge",
        optional: true,
        filled: true,
        port: "compensated",
        label: "compensated",
        fallback: "next",
      },
    ],
  },
  run: runCompensate,
});

async function runCompensate(context: NodeContext): Promise<Outcome> {
  checkFunctions(context);
  const { node, frame } = context;
  const tool = textField(node, "tool");
  const scope = copyScope(frame.scope());
  const timeoutMs = frame.settings.strict ? null : frame.settings.tool.timeoutMs;
  const tried = await tryOften(context, {
    name: "primary",
    work: callFunction(context, { name: tool, input: valueField(node, "argument"), scope }),
    policy: { timeoutMs, maxRetries: numberField(node, "max_retries") ?? 0 },
  });
  if ("value" in tried) {
    const { attempt, value } = tried;
    return finish("next", { status: "ok", attempt, value }, { tool, attempts: attempt });
  }
  const { attempts, failure } = tried;
  const compensation = await undo(context, { scope, timeoutMs, attempts, failure });
  const output = { status: "compensated", attempts, last_error: failure.message, compensation };
  const { data, ...finished } = finish("compensated", output, { tool, attempts });
  return { ...finished, data: { ...data, note: describe(context, { attempts, failure }) } };
}

/** A run that finished looks as if the function had worked. */
function describe(
  { node }: NodeContext,
  { attempts, failure }: { readonly attempts: number; readonly failure: Failure },
): string {
  const times = attempts === 1 ? "once" : `${attempts} times`;
  const undoing = textField(node, "compensate_tool");
  return `\`${textField(node, "tool")}\` failed ${times} (${failure.message}), and \`${undoing}\` made up for it`;
}

async function undo(
  context: NodeContext,
  {
    scope,
    timeoutMs,
    attempts,
    failure: first,
  }: {
    readonly scope: () => Fields;
    readonly timeoutMs: number | null;
    readonly attempts: number;
    readonly failure: Failure;
  },
): Promise<Value> {
  const { node } = context;
  const name = textField(node, "compensate_tool");
  const input = valueField(node, "compensate_input");
  const late = `timed out after ${timeoutMs ?? 0} ms`;
  try {
    return await context.step("compensate", callFunction(context, { name, input, scope }), {
      once: true,
      shielded: true,
      ...(timeoutMs === null ? {} : { limit: { ms: timeoutMs, late } }),
    });
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error;
    const { message, hint = first.hint } = error.failure;
    throw failScoped("RetryCompensateFailed", {
      node: node.id,
      fields: { attempts, compensation_error: message },
      why: `failed (${first.message}), and so did \`${name}\`, which was to make up for it: ${message}`,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

function finish(
  port: string,
  output: Value,
  { tool, attempts }: { readonly tool: string; readonly attempts: number },
): Outcome & { readonly kind: "next" } {
  const record = { tool, attempts, compensated: port === "compensated" };
  return { kind: "next", port, output, ...recordOf(record, { output: "output" }) };
}
