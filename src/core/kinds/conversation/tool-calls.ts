/** Tools that a model calls: each allowed call is a step `tool:<turn>.<call>`. Spec: runtime §15.1. */
import type { Fields } from "#core/graph/value.ts";
import type { NodeContext, StepResult } from "#core/kinds/kind.ts";
import type { ToolCall, ToolResult } from "#core/ports/model.ts";
import { askTool, askUser, mayAsk } from "./ask-user.ts";
import type { Topic } from "./converse.ts";
import { isAllowed } from "./policy.ts";
import { informListed } from "./toolbox.ts";
import type { Toolbox } from "./toolbox.ts";

/** The calls of one reply. */
export interface Calls {
  readonly turn: number;
  readonly calls: readonly ToolCall[];
  /** False if the model was offered no tools any more. */
  readonly offered: boolean;
  readonly toolbox: Toolbox;
  /** Questions that were asked before this reply. */
  readonly asked: number;
}

/** Makes the calls one after the other, in the order of the reply. */
export async function callTools(
  context: NodeContext,
  topic: Topic,
  { turn, calls, offered, toolbox, asked: before }: Calls,
): Promise<ToolResult[]> {
  const { config } = topic;
  const results: ToolResult[] = [];
  let asked = before;
  for (const [index, call] of calls.entries()) {
    const at = `${turn}.${index}`;
    if (offered && call.name === askTool.name && mayAsk(config)) {
      results.push(await askUser(context, topic, { call, at, asked }));
      asked++;
      continue;
    }
    const allowed = offered && isAllowed(config, toolbox, call.name);
    results.push(
      allowed
        ? await makeCall(context, toolbox, { name: `tool:${at}`, call })
        : denyCall(context, `tool:${at}`, call),
    );
  }
  return results;
}

async function makeCall(
  context: NodeContext,
  toolbox: Toolbox,
  { name, call }: { readonly name: string; readonly call: ToolCall },
): Promise<ToolResult> {
  const owner = toolbox.serverOf(call.name);
  const result = await context.step<Fields>(name, async (attempt): Promise<StepResult<Fields>> => {
    const { site, signal, effects } = attempt;
    const { output, failed } = await context.ports.tools.call(call.name, call.input, {
      signal,
      site,
      effects,
      onEvent: (type, data) => context.inform(type, data),
      onListed: (server) => informListed(context, site.step, server, owner?.known),
      ...(owner && { server: owner.use }),
    });
    const seen = { tool: call.name, step: site.step, input: call.input };
    if (failed) {
      context.inform("tool_error", { ...seen, error: output, code: "TOOL_FAILED" });
    } else {
      context.inform("tool_called", {
        ...seen,
        input_size: JSON.stringify(call.input).length,
        duration_ms: attempt.elapsedMs(),
        output,
      });
    }
    return { result: { output, failed } };
  });
  const { output, failed } = result;
  return {
    id: call.id,
    name: call.name,
    output: typeof output === "string" ? output : "",
    failed: failed === true,
  };
}

/** The call is not made, and the model is told. */
function denyCall(context: NodeContext, step: string, call: ToolCall): ToolResult {
  const error = `the tool \`${call.name}\` may not be used here`;
  context.inform("tool_error", {
    tool: call.name,
    step,
    error,
    code: "TOOL_DENIED",
    input: call.input,
  });
  return { id: call.id, name: call.name, output: error, failed: true };
}
