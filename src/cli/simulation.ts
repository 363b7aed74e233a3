/** What a simulated run has in place of the world. */
import { sha256 } from "#adapters/hashing/sha256.ts";
import type { Simulator } from "#adapters/simulator/index.ts";
import type { Graph } from "#core/graph/graph.ts";
import { listModels } from "#core/graph/models.ts";
import type { UsedModel } from "#core/graph/models.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { ModelPort } from "#core/ports/model.ts";
import { readTextFile } from "./data-file.ts";
import { readOwnPrices } from "./prices.ts";
import type { Session } from "./session.ts";

/** A script as a run records it, and its text. */
export interface ScriptFile {
  readonly path: string;
  readonly sha256: string;
  readonly text: string;
}

/** Reads a script's file. */
export function readScriptFile(session: Session, path: string): ScriptFile {
  const text = readTextFile(session, path, "--script");
  return { path, text, sha256: sha256(text) };
}

/** Makes the simulator of a run. */
export async function readSimulation(
  session: Session,
  {
    graph,
    clock,
    script,
    folder,
    workdir,
  }: {
    readonly graph: Graph;
    readonly clock: Clock;
    readonly script: ScriptFile | null;
    readonly folder: string;
    readonly workdir: string;
  },
): Promise<Simulator> {
  const { createSimulator } = await import("#adapters/simulator/index.ts");
  const pricing = needsPrices(graph) ? await readPricing(session, folder) : undefined;
  const shell = await openShell(session, script, workdir);
  return createSimulator({
    graph,
    clock,
    ...(script === null ? {} : { script: await readScript(script, graph) }),
    ...(pricing === undefined ? {} : { pricing }),
    ...(shell === undefined ? {} : { shell }),
  });
}

/** Answers for `simulate/…` in a run that calls real models too, if the graph names such a model. */
export async function openSimulatedModels(
  graph: Graph,
  clock: Clock,
): Promise<ModelPort | undefined> {
  if (!listModels(graph).some(isSimulated)) return undefined;
  const { createSimulator } = await import("#adapters/simulator/index.ts");
  return createSimulator({ graph, clock }).models;
}

/** Prices matter only to real models. */
function needsPrices(graph: Graph): boolean {
  return listModels(graph).some((used) => !isSimulated(used));
}

function isSimulated({ model }: UsedModel): boolean {
  return model.startsWith("simulate/");
}

async function readPricing(session: Session, folder: string) {
  const { createPrices } = await import("#adapters/models/prices.ts");
  return createPrices(await readOwnPrices(session, folder));
}

async function readScript({ text, path }: ScriptFile, graph: Graph) {
  const { readScript: read } = await import("#adapters/simulator/read-script.ts");
  return read(text, path, graph);
}

/** Only a script can ask for commands to be really run. */
async function openShell({ env, redactor }: Session, script: ScriptFile | null, workdir: string) {
  if (script === null) return undefined;
  const { createShell } = await import("#adapters/tools/shell.ts");
  return createShell({ env, cwd: workdir, redact: redactor.text });
}
