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
export function createSimulatedTools(stage: Stage): ToolPort {
  const { script, tally } = stage;
  const definitions = toolNames(stage.map, script).map((name): ToolDefinition => ({
    name,
    description: "A simulated tool.",
    inputSchema: { type: "object" },
  }));
  return {
    list: () => definitions,
    readsOnly: (name) => readingTools.has(name) || name.startsWith("github."),
    async call(name, _input, { site, signal }) {
      signal.throwIfAborted();
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

function toolNames({ graph }: GraphMap, script: Script): string[] {
  const named = graph.nodes.flatMap((node) => {
    const tools = propertyOf(node, "tools");
    return isList(tools) ? tools.filter((tool) => typeof tool === "string") : [];
  });
  return [...new Set([...named, ...script.tools.keys()])].filter((name) => !name.includes("*"));
}
