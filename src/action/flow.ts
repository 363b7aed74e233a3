/** Flows in a job: how they are planned, and what their runs have besides. Loaded for flows alone. */
import { toFlowOptions } from "#adapters/functions/flow-options.ts";
import { otherLanguage } from "#adapters/functions/used-files.ts";
import { readHosts } from "#adapters/functions/used-hosts.ts";
import { readHost } from "#adapters/functions/host-file.ts";
import { createFunctions } from "#adapters/functions/registry.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import type { World } from "#core/engine/world.ts";
import { flowKinds } from "#core/flow.ts";
import type { CompiledFlow } from "#core/flow.ts";
import { parseJson, tooDeep, TooDeep } from "#core/graph/depth.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { FunctionPort } from "#core/ports/functions.ts";
import { planFlow } from "#core/run-flow.ts";
import { Refusal } from "#core/run/failure.ts";
import { changeLimits } from "#core/run/limit-changes.ts";
import { standard } from "#core/standard.ts";
import type { RunPlan } from "#core/run/plan.ts";
import { decodeSource } from "#core/text/decode.ts";
import type { Job } from "./job.ts";
import { lowerBudget } from "./limits.ts";
import type { NamedFile } from "./named-file.ts";
import { useSetting } from "./uses.ts";
import { readVariables } from "./variables.ts";
import type { WorldRequest } from "./world.ts";

/** A plan, or null if the flow has errors. */
export interface PlannedFlowJob {
  readonly plan: RunPlan | null;
  readonly compiled: CompiledFlow;
}

/** Plans a flow; the job's variables are keys of its input, the event is under `github`. */
export async function planFlowJob(
  { inputs, environment, sources }: Pick<Job, "inputs" | "environment" | "sources">,
  { path, bytes }: NamedFile,
  github: Fields,
): Promise<PlannedFlowJob> {
  if (inputs.recipe !== undefined) {
    throw new Refusal("INPUT_INVALID", "Flows have no recipes.", { hint: "leave out `recipe`" });
  }
  const host = readHost({ cwd: sources, env: environment }, path, undefined);
  const budget = changeLimits(host.budget, lowerBudget(host.budget, inputs));
  if ("errors" in budget) {
    throw new Refusal("INPUT_INVALID", "a limit is not right", { errors: budget.errors });
  }
  const planned = planFlow(
    { path, text: decodeSource(bytes).text },
    {
      ...toFlowOptions(host, sha256, { simulated: inputs.simulate !== false }),
      ...otherLanguage(useSetting(sources, environment), path),
      input: await readInput(inputs.vars, github),
      options: host.options,
      models: host.models,
      budget: budget.limits,
      simulated: inputs.simulate !== false,
    },
    sha256,
  );
  const { compiled } = planned;
  if ("plan" in planned) return { plan: planned.plan, compiled };
  const { code, message } = planned.refused;
  if (code === "Validation") return { plan: null, compiled };
  throw new Refusal("INPUT_INVALID", `${code}: ${message}`);
}

/** The kinds and functions of a flow's run. */
export function openFlowWorld(
  { workflow, graph, sources, directory: cwd, redactor, ...request }: WorldRequest,
  clock: Clock,
  simulate: ((registered: FunctionPort) => FunctionPort) | undefined,
): Pick<World, "kinds" | "functions"> {
  const kinds = [...standard.kinds, ...flowKinds];
  const { env } = request.programs ?? { env: request.environment };
  const host = readHosts({ cwd: sources, env: request.environment }, { path: workflow, graph });
  if (host === undefined) return { kinds };
  const redact = redactor.text;
  const registered = createFunctions({
    host,
    clock,
    cwd,
    env,
    redact,
    openServers: async () => {
      const { createMcpServers } = await import("#adapters/tools/mcp/servers.ts");
      return createMcpServers({ folder: cwd, env, redact });
    },
  });
  return { kinds, functions: simulate?.(registered) ?? registered };
}

async function readInput(text: string, github: Fields): Promise<Value> {
  const given = await readVariables(text);
  const input = given.map((one) => [one.name, "text" in one ? readJson(one) : one.value]);
  return { github, ...(Object.fromEntries(input) as Fields) };
}

/** JSON if it is, else the text. */
function readJson({ name, text }: { readonly name: string; readonly text: string }): Value {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof TooDeep)) return text;
    throw new Refusal("INPUT_INVALID", `\`${name}\` of \`vars\` ${tooDeep}.`, {
      hint: "make the value flatter",
    });
  }
}
