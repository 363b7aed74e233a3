/** A flow as its tests play it. */
import { createFunctions } from "#adapters/functions/registry.ts";
import { toFlowOptions } from "#adapters/functions/flow-options.ts";
import { otherLanguage } from "#adapters/functions/used-files.ts";
import { readHosts } from "#adapters/functions/used-hosts.ts";
import type { HostedFile } from "#adapters/functions/used-hosts.ts";
import { isolateEnvironment } from "#adapters/processes/environment.ts";
import type { FlowHost } from "#adapters/functions/host-file.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import { flowKinds } from "#core/flow.ts";
import type { FlowSource } from "#core/flow.ts";
import { resolveModels } from "#core/graph/models.ts";
import { planFlow } from "#core/run-flow.ts";
import { Refusal } from "#core/run/failure.ts";
import { changeLimits } from "#core/run/limit-changes.ts";
import { standard } from "#core/standard.ts";
import type { FlowSetting, TestSetting } from "#testing/workflow-tests/play-test.ts";
import type { Session } from "#src/cli/session.ts";
import { useSetting } from "#src/cli/uses.ts";
import { openFlow, placeOf, refuseFlow } from "./compile.ts";

/** Compiles a flow and reads its host; the environment is the test's. */
export async function openTestedFlow(
  session: Session,
  path: string,
): Promise<Pick<TestSetting, "graph" | "source" | "flow">> {
  const { compiled, host } = await openFlow(session, path, {});
  const { file, graph } = compiled;
  if (graph === null) throw refuseFlow(session, compiled);
  const source = { path: file.path, text: file.text };
  return {
    graph: resolveModels(graph, host.models),
    source: { ...source, sha256: sha256(file.text) },
    flow: createSetting(session, readHosts(placeOf(session), { path, graph }) ?? host, source),
  };
}

/** What the flows have that a tested workflow uses. */
export function openUsedFlows(session: Session, file: HostedFile): Pick<TestSetting, "flow"> {
  const host = readHosts(placeOf(session), file);
  return host === undefined ? {} : { flow: createWorld(session, host) };
}

function createSetting(session: Session, host: FlowHost, source: FlowSource) {
  return {
    ...createWorld(session, host),
    plan({ vars, budget }) {
      const changed = changeLimits(host.budget, budget);
      if ("errors" in changed) {
        throw new Refusal("INPUT_INVALID", "a limit is not right", { errors: changed.errors });
      }
      const { options, models } = host;
      const given = { input: vars, options, models, budget: changed.limits, simulated: true };
      const others = otherLanguage(useSetting(session, { simulate: true }), source.path);
      const known = { ...toFlowOptions(host, sha256, { simulated: true }), ...others };
      const planned = planFlow(source, { ...known, ...given }, sha256);
      if ("plan" in planned) return planned.plan;
      const { code, message } = planned.refused;
      throw new Refusal("INPUT_INVALID", `${code}: ${message}`);
    },
  } satisfies FlowSetting;
}

/** Commands and servers of the host run only for a test that says so, and see what the test sees. */
function createWorld({ host: machine, env: given }: Session, host: FlowHost): FlowSetting {
  const env = isolateEnvironment(machine.env, given);
  const { tools } = host;
  const builtIn = Object.entries(tools).filter(([, tool]) => "builtin" in tool);
  const unrun = { ...host, tools: Object.fromEntries(builtIn), servers: {} };
  return {
    kinds: [...standard.kinds, ...flowKinds],
    functions: (clock, runTools) =>
      createFunctions({ host: runTools ? host : unrun, clock, cwd: machine.cwd(), env }),
  };
}
