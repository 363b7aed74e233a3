/** Simulated functions of a flow: what the script lists, then what is registered, then something made up. */
import { toText } from "#core/graph/value.ts";
import type { FunctionPort, HostFunction } from "#core/ports/functions.ts";
import type { ToolItem } from "./script.ts";
import { exhausted, itemAt } from "./stage.ts";
import type { Stage } from "./stage.ts";
import { toolList } from "./tally.ts";

/** Functions for a simulated run; registered ones that the script does not list run as they are. */
export function createSimulatedFunctions(stage: Stage, registered: FunctionPort): FunctionPort {
  return {
    find(name) {
      const items = stage.script.tools.get(name);
      if (items !== undefined) return createScripted(stage, items);
      return registered.find(name) ?? madeUp;
    },
    async close() {
      await registered.close?.();
    },
  };
}

function createScripted(stage: Stage, items: readonly ToolItem[]): HostFunction {
  return {
    async call({ name, site }, { signal }) {
      signal.throwIfAborted();
      const index = stage.tally.begin(site, toolList(name));
      const item = itemAt(items, index);
      if (item === undefined) throw exhausted(`tools.${name}`, index);
      await stage.wait(site, item.durationMs, signal);
      if (item.failed) throw new Error(toText(item.result));
      return item.result;
    },
  };
}

const madeUp: HostFunction = {
  call: ({ name, input }) => Promise.resolve({ simulated: true, tool: name, input }),
};
