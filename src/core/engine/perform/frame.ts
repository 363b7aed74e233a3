/** The frame that a node runs in, as its kind sees it. */
import type { Fields } from "#core/graph/value.ts";
import type { FrameContext } from "#core/run/frame.ts";
import { defaultSettings } from "#core/run/settings.ts";
import type { Performing } from "./context.ts";

/** The scope and the memory of an activation; empty for a node that has an input of its own. */
export function createFrameContext({ run, work, activation, branch }: Performing): FrameContext {
  const { state } = run;
  const frame = state.frames[branch.frame ?? ""];
  const step = activation.started["step"];
  return {
    scope(): Fields {
      if (!frame) return {};
      return {
        input: frame.input,
        last_llm_output: frame.lastLlm,
        last_tool_output: frame.lastTool,
        node_outputs: frame.outputs,
      };
    },
    bytes: () => frame?.bytes ?? 0,
    step: typeof step === "number" ? step : 0,
    depth: frame?.depth ?? 0,
    called: branch.call !== null && branch.id !== branch.frame,
    settings: work.settings ?? state.start?.settings ?? defaultSettings,
    recall(space, key) {
      const kept = frame?.entries[space];
      return kept && key in kept ? kept[key] : undefined;
    },
  };
}
