/** Composes the world of a run in a job. */
import { hostname } from "node:os";
import { warning } from "@actions/core";
import { createSystemClock } from "#adapters/clocks/system.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import { isTraced } from "#adapters/reporters/tracing/settings.ts";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { createRedactingStore } from "#adapters/stores/redacting.ts";
import { createRunFiles } from "#core/report/run-files.ts";
import type { Tool } from "#adapters/tools/index.ts";
import type { World } from "#core/engine/world.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { FunctionPort } from "#core/ports/functions.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import type { Budget, Graph } from "#core/graph/graph.ts";
import { keeperOf } from "#core/run/recordable.ts";
import type { Redactor } from "#core/run/redact.ts";
import { drawings, standard } from "#core/standard.ts";
import { withCalls } from "./calling-shell.ts";
import { createLogReporter } from "./log.ts";
import { versionText } from "#src/version.ts";

/** Variables for programs of nodes, of which each is given what it is allowed. */
export interface ProgramEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a delegate alone finds its own key, if not there. */
  readonly keys?: Readonly<Record<string, string | undefined>>;
}

/** What a world is composed for. */
export interface WorldRequest {
  readonly graph: Graph;
  /** The workflow's file, beside which its own tools may be declared. */
  readonly workflow: string;
  readonly limits: Budget;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What programs of nodes may be given of it; all, if left out. */
  readonly programs?: ProgramEnvironment;
  readonly redactor: Redactor;
  /** The folder that holds `runs/`. */
  readonly store: string;
  /** Where nodes run. */
  readonly directory: string;
  /** The folder whose `.mcp.json` counts. */
  readonly sources: string;
  /** Tools besides those of the workspace. */
  readonly lent?: readonly Tool[];
  /** Null for real models; the text of a script, or an empty one. */
  readonly script: { readonly path: string; readonly text: string } | "made up" | null;
}

/** Composes a world. */
export async function openWorld(request: WorldRequest): Promise<World> {
  const { redactor } = request;
  const files = createRunFiles([], drawings);
  const { simulateFunctions, ...outside } =
    request.script === null ? await openOutside(request) : await openSimulation(request);
  return {
    ...outside,
    store: createRedactingStore(createFileStore(request.store), redactor),
    ...(await openKinds(request, outside.clock, simulateFunctions)),
    engineVersion: versionText(),
    process: { pid: process.pid, host: hostname() },
    sha256,
    ...keeperOf(redactor, request.environment),
    redactStream: redactor.stream,
    caches: files.files,
    reporters: [files.reporter, createLogReporter(), ...(await openTrace(request))],
  };
}

/** What flows have is loaded only for them. */
async function openKinds(
  request: WorldRequest,
  clock: Clock,
  simulateFunctions: Outside["simulateFunctions"],
): Promise<Pick<World, "kinds" | "functions">> {
  const { language, graphs } = request.graph;
  if (language === "iter" && graphs === undefined) return { kinds: standard.kinds };
  const { openFlowWorld } = await import("./flow.ts");
  return openFlowWorld(request, clock, simulateFunctions);
}

/** The reporter of traces, if the environment says where they go; its SDK is loaded only then. */
async function openTrace({ environment: env }: WorldRequest): Promise<readonly Reporter[]> {
  if (!isTraced(env)) return [];
  const { openTracing } = await import("#adapters/reporters/tracing/tracing.ts");
  const reporter = openTracing({ env, version: versionText(), warn: warning });
  return reporter === undefined ? [] : [reporter];
}

/** What a run asks of the world outside. */
export type Outside = Pick<
  World,
  "clock" | "models" | "delegates" | "shell" | "tools" | "projectServers" | "workspace"
> & {
  readonly simulateFunctions?: (registered: FunctionPort) => FunctionPort;
};

async function openOutside({
  graph,
  workflow,
  environment: env,
  programs = { env },
  directory,
  sources,
  store,
  redactor,
  lent = [],
}: WorldRequest): Promise<Outside> {
  const [models, delegates, { createShell }, { openTools }, watching] = await Promise.all([
    import("#adapters/models/index.ts"),
    import("#adapters/delegates/index.ts"),
    import("#adapters/tools/shell.ts"),
    import("#adapters/tools/open-tools.ts"),
    import("#adapters/workspace/index.ts"),
  ]);
  const plain = createShell({ env: programs.env, cwd: directory, redact: redactor.text });
  const shell = await withCalls(plain, { graph, environment: env, lent });
  return {
    clock: createSystemClock(),
    models: models.createModels({ env }),
    delegates: delegates.createDelegates({
      ...programs,
      cwd: directory,
      redact: redactor.text,
      priceOf: async (model, tokens) => (await loadPrices()).pricing.cost(model, tokens),
    }),
    shell,
    ...(await openTools({
      graph,
      workflow,
      base: directory,
      folder: directory,
      project: sources,
      closed: [store],
      env: programs.env,
      shell,
      redact: redactor.text,
      lent,
    })),
    workspace: watching.createWorkspacePort({
      folder: directory,
      env,
      store,
      redact: redactor.text,
    }),
  };
}

/** What simulates is loaded only for those who simulate. */
async function openSimulation(request: WorldRequest): Promise<Outside> {
  const { simulate } = await import("./simulation.ts");
  return simulate(request, loadPrices);
}

async function loadPrices() {
  const { createPrices } = await import("#adapters/models/prices.ts");
  return { pricing: createPrices() };
}
