/** Simulated tools of models. */
import { isList, toText } from "#core/graph/value.ts";
import type { ToolDefinition } from "#core/ports/model.ts";
import { readingTools } from "#core/ports/tool.ts";
import type { ToolPort } from "#core/ports/tool.ts";
import { propertyOf } from "./graph-map.ts";
import type { GraphMap } from "./graph-map.ts";
import type { Script } from "./script.ts";
import { exhausted, itemAt } from "./stage.ts";
import type { Stage } from "./stage.ts";
import { toolList } from "./tally.ts";

/** A tool port with every tool that the graph or the script names; none does anything. */
export function createSimulatedTools(stage: Stage, real?: ToolPort): ToolPort {
  const { script, tally } = stage;
  const lent = script.runTools ? (real?.list() ?? []) : [];
  const isLent = (name: string): boolean =>
    !script.tools.has(name) && lent.some((tool) => tool.name === name);
  const simulated = toolNames(stage.map, script)
    .filter((name) => !isLent(name))
    .map((name): ToolDefinition => ({
      name,
      description: "A simulated tool.",
      inputSchema: { type: "object" },
    }));
  const definitions = [...simulated, ...lent.filter(({ name }) => isLent(name))];
  return {
    list: () => definitions,
    readsOnly: (name) =>
      isLent(name)
        ? real?.readsOnly(name) === true
        : readingTools.has(name) || name.startsWith("github."),
    async call(name, input, options) {
      const { site, signal } = options;
      signal.throwIfAborted();
      if (real && isLent(name)) return callReally(stage, () => real.call(name, input, options));
      const items = script.tools.get(name);
      if (items === undefined) return { output: "ok", failed: false };
      const index = tally.begin(site, toolList(name));
      const item = itemAt(items, index);
      if (item === undefined && !script.auto) throw exhausted(`tools.${name}`, index);
      await stage.wait(site, item?.durationMs ?? 0, signal);
      return { output: toText(item?.result ?? "ok"), failed: item?.failed === true };
    },
  };
}

/** Virtual time stands while something real goes on. */
async function callReally<Result>({ clock }: Stage, call: () => Promise<Result>): Promise<Result> {
  const release = clock.hold?.();
  try {
    return await call();
  } finally {
    release?.();
  }
}

function toolNames({ graph }: GraphMap, script: Script): string[] {
  const named = graph.nodes.flatMap((node) => {
    const tools = propertyOf(node, "tools");
    return isList(tools) ? tools.filter((tool) => typeof tool === "string") : [];
  });
  return [...new Set([...named, ...script.tools.keys()])].filter((name) => !name.includes("*"));
}
