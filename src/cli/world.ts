/** Composes the world that a run needs from the command's flags and environment. */
import { hostname, userInfo } from "node:os";
import { isAbsolute, relative, resolve } from "node:path";
import { createSystemClock } from "#adapters/clocks/system.ts";
import { useProxy } from "#adapters/network/proxy.ts";
import { isTraced } from "#adapters/reporters/tracing/settings.ts";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { createRedactingStore } from "#adapters/stores/redacting.ts";
import type { World } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import { resolveModels } from "#core/graph/models.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import type { RunStore } from "#core/ports/store.ts";
import { createRunFiles } from "#core/report/run-files.ts";
import type { RunEvent } from "#core/run/events.ts";
import { keeperOf } from "#core/run/recordable.ts";
import type { RunStart } from "#core/run/run-start.ts";
import { drawings, standard } from "#core/standard.ts";
import type { FlowHost } from "#adapters/functions/host-file.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import type { openFlowWorld } from "./flow/world.ts";
import { createPricing, readOwnPrices } from "./prices.ts";
import { warn } from "./output.ts";
import type { Session } from "./session.ts";
import { openSimulatedModels, readSimulation } from "./simulation.ts";
import type { ScriptFile } from "./simulation.ts";
import type { Signals } from "./signals.ts";
import { clockOffset, readHooks } from "./test-hooks.ts";
import { watchRun } from "./watch.ts";
import { versionText } from "#src/version.ts";

/** What a world is composed for. */
export interface WorldRequest {
  readonly folder: string;
  /** Where nodes work. */
  readonly workdir: string;
  readonly graph: Graph;
  /** The workflow's file, beside which its own tools may be declared. */
  readonly workflow: string;
  /** The file of own tools that was asked for. */
  readonly tools?: string | undefined;
  /** What a flow's host lends. */
  readonly host?: FlowHost | undefined;
  /** Events of earlier processes. */
  readonly before: readonly RunEvent[];
  /** Null for a run that calls real models. */
  readonly simulation: { readonly script: ScriptFile | null } | null;
  /** It lives in virtual time: everything is simulated or replayed. */
  readonly virtual: boolean;
  readonly signals: Signals;
  /** Somebody at this terminal may answer. */
  readonly interactive: boolean;
  readonly by: string;
}

/** A world, and how to take it down. */
export interface OpenWorld {
  readonly world: World;
  readonly close: () => Promise<void>;
  /** Takes down before that what may still write where nodes work. */
  readonly closeTools: () => Promise<void>;
}

/** The store in a folder, with secrets kept out of its files. */
export function openStore(session: Session, folder: string): RunStore {
  const store = createFileStore(resolve(session.host.cwd(), folder), folder);
  return createRedactingStore(store, session.redactor);
}

/** Composes a world. */
export async function openWorld(session: Session, given: WorldRequest): Promise<OpenWorld> {
  const { host, redactor } = session;
  const request = { ...given, graph: resolveModels(given.graph, given.host?.models ?? {}) };
  const clock = await openClock(session, request);
  const watch = watchRun(session, { ...request, clock });
  const files = createRunFiles(request.before, drawings);
  const { simulateFunctions, ...outside } =
    request.simulation === null
      ? await openOutside(session, { ...request, clock })
      : await readSimulation(session, { ...request, clock, script: request.simulation.script });
  const ofFlow = await openOfFlow(session, { ...request, clock, simulate: simulateFunctions });
  const tracing = await openTrace(session);
  const afterDurable = request.virtual ? readHooks(session, request.signals) : undefined;
  const world: World = {
    ...outside,
    clock,
    store: openStore(session, request.folder),
    kinds: standard.kinds,
    ...ofFlow,
    engineVersion: versionText(),
    process: { pid: host.pid, host: hostname() },
    sha256,
    ...keeperOf(redactor, session.env),
    redactStream: redactor.stream,
    caches: files.files,
    reporters: [files.reporter, ...watch.reporters, ...tracing],
    ...(watch.human === undefined ? {} : { human: watch.human }),
    ...(afterDurable === undefined ? {} : { afterDurable }),
  };
  async function closeTools(): Promise<void> {
    await world.tools.close?.();
    await world.functions?.close?.();
  }
  async function close(): Promise<void> {
    await closeTools();
    await watch.close();
    for (const reporter of tracing) await reporter.close?.();
  }

  return { world, close, closeTools };
}

/** The reporter of traces, if the environment says where they go; its SDK is loaded only then. */
async function openTrace({ env, output }: Session): Promise<readonly Reporter[]> {
  if (!isTraced(env)) return [];
  const { openTracing } = await import("#adapters/reporters/tracing/tracing.ts");
  const say = (text: string): void => warn(output, text);
  const reporter = openTracing({ env, version: versionText(), warn: say });
  return reporter === undefined ? [] : [reporter];
}

/** True for a run that calls nobody: its time is virtual, and its models may be unknown here. */
export function isPlayed(start: RunStart | null): boolean {
  return start !== null && (start.simulated || start.replayOf !== null);
}

/** Who answers at this machine, unless somebody else is named. */
export function loginName(env: Session["env"]): string {
  try {
    return userInfo().username;
  } catch {
    return env["USER"] ?? env["LOGNAME"] ?? "somebody";
  }
}

/** Virtual time goes on from the last event. */
async function openClock({ env }: Session, { virtual, before }: WorldRequest): Promise<Clock> {
  if (!virtual) return createSystemClock();
  const { createVirtualClock } = await import("#adapters/clocks/virtual.ts");
  const last = before.at(-1);
  const start = last === undefined ? Date.now() : Date.parse(last.timestamp);
  return createVirtualClock(start + clockOffset(env));
}

/** Loaded for flows alone. */
async function openOfFlow(
  session: Session,
  {
    host,
    clock,
    workdir,
    simulate,
  }: WorldRequest & Pick<Parameters<typeof openFlowWorld>[1], "clock" | "simulate">,
): Promise<Partial<World>> {
  if (host === undefined) return {};
  const { openFlowWorld: open } = await import("./flow/world.ts");
  return open(session, { host, clock, cwd: workdir, simulate });
}

async function openOutside(
  session: Session,
  {
    folder,
    workdir,
    graph,
    clock,
    workflow,
    tools,
  }: Pick<WorldRequest, "folder" | "workdir" | "graph" | "workflow" | "tools"> & {
    readonly clock: Clock;
  },
) {
  const { env, host, redactor } = session;
  await useProxy(env);
  const [models, delegates, { createShell }, { openTools }, watching] = await Promise.all([
    import("#adapters/models/index.ts"),
    import("#adapters/delegates/index.ts"),
    import("#adapters/tools/shell.ts"),
    import("#adapters/tools/open-tools.ts"),
    import("#adapters/workspace/index.ts"),
  ]);
  const prices = await readOwnPrices(session, folder);
  const simulated = await openSimulatedModels(graph, clock);
  const shell = createShell({ env, cwd: workdir, redact: redactor.text });
  const store = resolve(host.cwd(), folder);
  return {
    simulateFunctions: undefined,
    models: models.createModels({
      env,
      ...(prices === undefined ? {} : { prices }),
      ...(simulated === undefined ? {} : { simulated }),
    }),
    delegates: delegates.createDelegates({
      env,
      cwd: workdir,
      redact: redactor.text,
      priceOf: createPricing(prices),
    }),
    shell,
    ...(await openTools({
      graph,
      workflow,
      named: tools,
      base: host.cwd(),
      folder: workdir,
      closed: closedIn(workdir, store),
      env,
      shell,
      redact: redactor.text,
    })),
    workspace: watching.createWorkspacePort({
      folder: workdir,
      env,
      store,
      redact: redactor.text,
    }),
  };
}

/** The store is closed to tools, unless they work inside it: in a worktree that is kept there. */
function closedIn(workdir: string, store: string): readonly string[] {
  const inside = relative(store, workdir);
  return inside.startsWith("..") || isAbsolute(inside) ? [store] : [];
}
