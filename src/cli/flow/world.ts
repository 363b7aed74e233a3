/** What a flow's run has besides the world of every run: its kinds, and the functions of its host. */
import { createBuiltIns } from "#adapters/functions/built-in.ts";
import { createCommandFunction } from "#adapters/functions/commands.ts";
import { flowKinds } from "#core/flow.ts";
import type { World } from "#core/engine/world.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { FunctionPort, HostFunction } from "#core/ports/functions.ts";
import type { Session } from "#src/cli/session.ts";
import type { FlowHost } from "./host-file.ts";

/** The names of built-in functions. */
export const builtInNames: readonly string[] = [
  "iter.echo",
  "iter.fail",
  "iter.sleep",
  "iter.read_file",
];

/** Kinds and functions of a flow's run; simulated, a function that nobody lends answers all the same. */
export function openFlowWorld(
  session: Session,
  {
    host,
    clock,
    cwd,
    simulated,
  }: {
    readonly host: FlowHost;
    readonly clock: Clock;
    /** The workspace. */
    readonly cwd: string;
    readonly simulated: boolean;
  },
): Pick<World, "kinds" | "functions"> {
  const builtIns = createBuiltIns({ clock, cwd });
  const around = { env: session.env, cwd, redact: session.redactor.text };
  const functions: FunctionPort = {
    find(name) {
      const tool = Object.hasOwn(host.tools, name) ? host.tools[name] : undefined;
      if (tool === undefined) return builtIns.get(name) ?? (simulated ? madeUp : undefined);
      if ("builtin" in tool) return builtIns.get(tool.builtin);
      return createCommandFunction(tool, around);
    },
  };
  return { kinds: flowKinds, functions };
}

const madeUp: HostFunction = {
  call: ({ name, input }) => Promise.resolve({ simulated: true, tool: name, input }),
};
