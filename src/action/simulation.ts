/** The world of a run that is simulated: its clock, and answers that are made up or scripted. */
import { createVirtualClock } from "#adapters/clocks/virtual.ts";
import { createSimulator } from "#adapters/simulator/index.ts";
import type { SimulatorOptions } from "#adapters/simulator/index.ts";
import { withCalls } from "./calling-shell.ts";
import type { Outside, WorldRequest } from "./world.ts";

type Pricing = NonNullable<SimulatorOptions["pricing"]>;

/** Simulates the world of a request; the prices are loaded if something may cost. */
export async function simulate(
  request: WorldRequest,
  loadPrices: () => Promise<{ readonly pricing: Pricing }>,
): Promise<Outside> {
  const { graph, script, directory, redactor, lent = [] } = request;
  const { env } = request.programs ?? { env: request.environment };
  const clock = createVirtualClock(Date.now());
  const pricing = needsPrices(request) ? await loadPrices() : {};
  if (script === null || script === "made up")
    return { clock, ...createSimulator({ graph, clock, ...pricing }) };
  const [{ readScript }, { createShell }, { createTools }] = await Promise.all([
    import("#adapters/simulator/read-script.ts"),
    import("#adapters/tools/shell.ts"),
    import("#adapters/tools/index.ts"),
  ]);
  const plain = createShell({ env, cwd: directory, redact: redactor.text });
  const shell = await withCalls(plain, request);
  return {
    clock,
    ...createSimulator({
      graph,
      clock,
      ...pricing,
      shell,
      tools: createTools(lent),
      script: readScript(script.text, script.path, graph),
    }),
  };
}

/** The list of prices is long; made-up answers cost nothing, whatever it says. */
function needsPrices({ script, limits }: WorldRequest): boolean {
  return script !== "made up" || limits.maxCostUsd !== undefined;
}
