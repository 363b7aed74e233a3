/** Simulated delegates: no program is started. */
import { isFields, toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type {
  DelegateOptions,
  DelegatePort,
  DelegateResult,
  DelegateTask,
} from "#core/ports/delegate.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { Usage } from "#core/run/failure.ts";
import { makeUpAnswer } from "./made-up.ts";
import type { Item, Reply } from "./script.ts";
import { unfit } from "./stage.ts";
import type { Stage } from "./stage.ts";

/** A delegate port that starts nothing. */
export function createSimulatedDelegates(stage: Stage): DelegatePort {
  async function execute(task: DelegateTask, options: DelegateOptions): Promise<DelegateResult> {
    const { site, model } = task;
    const sessionId = sessionOf(task);
    options.onEvent("delegate_started", startOf(task));
    const item = await stage
      .play(site, { signal: options.signal, model })
      .catch((error: unknown) => {
        if (error instanceof RunFailure) options.onEvent("delegate_error", errorOf(task, error));
        throw error;
      });
    const said = item ? answer(task, item) : madeUp(stage, task);
    const usage = stage.usageOf(item?.usage, model);
    if (item?.reply.kind === "calls") reportCalls(task, item.reply, options);
    options.onEvent("delegate_finished", endOf(task, { usage, item, text: said.text, sessionId }));
    return { ...said, sessionId, model, usage };
  }

  return { execute, check: () => undefined };
}

type Said = Pick<DelegateResult, "text" | "structured" | "question">;

function answer({ site, schema, mayAsk }: DelegateTask, { reply }: Item): Said {
  switch (reply.kind) {
    case "output":
      return said(toText(reply.value), schema === null ? undefined : reply.value);
    case "text":
    case "calls":
      return said(reply.text);
    case "ask": {
      if (!mayAsk) {
        throw unfit(site, "the delegate may not ask", "give the node `interaction: human`");
      }
      const { text, fields } = reply;
      return { text: "", structured: undefined, question: { text, ...(fields && { fields }) } };
    }
    case "process":
      throw unfit(
        site,
        "the script's item is for a command, but a delegate was called",
        "say what it answers with `output` or `text`",
      );
    case "error":
      throw unfit(site, reply.failure.message, "");
  }
}

function madeUp({ map, reader }: Stage, { site, schema }: DelegateTask): Said {
  const value = makeUpAnswer(map, reader, { nodeId: site.nodeId, schema });
  return said(toText(value), isFields(value) ? value : undefined);
}

function said(text: string, structured?: Value): Said {
  return { text, structured, question: undefined };
}

/** The session that goes on, or a new one that is named after the activation. */
function sessionOf({ session, site }: DelegateTask): string {
  if (session && !session.fork) return session.id;
  return `simulated:${site.activationId}/${site.step}`;
}

function startOf(task: DelegateTask): Fields {
  const { backend, site, model, session } = task;
  return {
    backend,
    step: site.step,
    access: task.readonly ? "read_only" : "workspace_write",
    allowed_tools: task.tools,
    ...(model !== null && { model }),
    ...(session && { session_id: session.id, resume: true, fork: session.fork }),
  };
}

interface End {
  readonly usage: Usage;
  readonly item: Item | undefined;
  readonly text: string;
  readonly sessionId: string;
}

function endOf({ backend }: DelegateTask, { usage, item, text, sessionId }: End): Fields {
  return {
    backend,
    duration_ms: item?.durationMs ?? 0,
    tokens: usage.input_tokens + usage.output_tokens,
    cost_usd: usage.cost_usd,
    exit_code: 0,
    raw_output_len: text.length,
    session_id: sessionId,
  };
}

function errorOf({ backend }: DelegateTask, { failure }: RunFailure): Fields {
  return { backend, duration_ms: 0, error: failure.message, code: failure.code };
}

/** Tools that the delegate used on its own; those that it may not use are denied. */
function reportCalls(
  { site, tools }: DelegateTask,
  { calls }: Extract<Reply, { kind: "calls" }>,
  { onEvent }: DelegateOptions,
): void {
  for (const { tool, input } of calls) {
    const call = { tool, step: site.step, input };
    if (tools !== null && !tools.includes(tool)) {
      onEvent("tool_error", { ...call, error: `\`${tool}\` is not allowed`, code: "TOOL_DENIED" });
      continue;
    }
    const size = JSON.stringify(input).length;
    onEvent("tool_called", { ...call, input_size: size, duration_ms: 0 });
  }
}
