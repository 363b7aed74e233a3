/** What a flow's run has besides the world of every run: its kinds, and the functions of its host. */
import type { FlowHost } from "#adapters/functions/host-file.ts";
import { createFunctions } from "#adapters/functions/registry.ts";
import { flowKinds } from "#core/flow.ts";
import type { World } from "#core/engine/world.ts";
import type { Clock } from "#core/ports/clock.ts";
import { standard } from "#core/standard.ts";
import type { FunctionPort } from "#core/ports/functions.ts";
import type { Session } from "#src/cli/session.ts";

/** Kinds and functions of a flow's run; what is simulated puts its own functions before the host's. */
export function openFlowWorld(
  { env, redactor }: Session,
  request: {
    readonly host: FlowHost;
    readonly clock: Clock;
    /** The workspace. */
    readonly cwd: string;
    readonly simulate: ((registered: FunctionPort) => FunctionPort) | undefined;
  },
): Pick<World, "kinds" | "functions"> {
  const { cwd, simulate } = request;
  const registered = createFunctions({
    ...request,
    env,
    redact: redactor.text,
    openServers: async () => {
      const { createMcpServers } = await import("#adapters/tools/mcp/servers.ts");
      return createMcpServers({ folder: cwd, env, redact: redactor.text });
    },
  });
  const kinds = [...standard.kinds, ...flowKinds];
  return { kinds, functions: simulate?.(registered) ?? registered };
}
