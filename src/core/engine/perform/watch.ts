/**
 * Looks at the workspace before and after each call that may change it, and tells what changed.
 *
 * Spec: runtime §12, §15.2. It is done around the ports, within a step: so it is recorded with the
 * step, played with it in a replay, and the same for commands, delegates and tools. What can't be
 * looked at is told once and stops nothing.
 */
import type { Fields } from "#core/graph/value.ts";
import type { NodePorts } from "#core/kinds/kind.ts";
import type { FunctionPort } from "#core/ports/functions.ts";
import type { CallSite } from "#core/ports/model.ts";
import type { ToolPort } from "#core/ports/tool.ts";
import { UnknownWorkspace } from "#core/ports/workspace.ts";
import type { FileChange, SnapshotId, Snapshots } from "#core/ports/workspace.ts";
import type { Usage } from "#core/run/failure.ts";
import { RunFailure } from "#core/run/failure.ts";
import { createEvent, payload, placeOf } from "../decide/place.ts";
import type { ActiveRun } from "../run.ts";
import { counts } from "../run.ts";
import type { Performing } from "./context.ts";
import { shorten } from "./informing.ts";

/** What a run knows of its workspace. */
export interface Watcher {
  readonly snapshots: Snapshots;
  /** Calls that have a state kept and have not ended, by their keys. */
  readonly open: Set<string>;
  used: boolean;
  /** Calls under way that may change it, those of activations that were given up as well. */
  writing: number;
  /** How many of them there were. */
  written: number;
  saidUnknown: boolean;
}

/** A call that may change the workspace. */
interface Call<Result> {
  readonly site: CallSite;
  readonly signal: AbortSignal;
  readonly make: () => Promise<Result>;
  /** What it has used, if that is charged. */
  readonly usage?: (result: Result) => Usage;
}

/** So many files are named in one event, and so much of their diff is kept. */
const mostFiles = 200;
const mostDiff = 60_000;

/** Makes what looks at the workspace, if the world has one. */
export function createWatcher(
  { workspace, playback }: ActiveRun["world"],
  runId: string,
): Watcher | null {
  if (workspace === undefined || playback !== undefined) return null;
  const snapshots = workspace.open(runId);
  return { snapshots, open: new Set(), used: false, writing: 0, written: 0, saidUnknown: false };
}

/** The ports of an activation, with a look around each call. */
export function watchPorts(performing: Performing): NodePorts {
  const { watcher, world } = performing.run;
  if (watcher === null) return world;
  const watch = <Result>(call: Call<Result>): Promise<Result> =>
    makeWatched(performing, watcher, call);
  const { tools } = world;
  const calls: ToolPort = {
    ...tools,
    call: (name, input, options) =>
      tools.readsOnly(name)
        ? tools.call(name, input, options)
        : watch({ ...options, make: () => tools.call(name, input, options) }),
  };
  const { functions } = world;
  return {
    models: world.models,
    ...(functions && { functions: watchFunctions(functions, performing, watch) }),
    ...(world.projectServers && { projectServers: world.projectServers }),
    tools: calls,
    delegates: {
      check: (backend) => world.delegates.check(backend),
      execute: (task, options) =>
        watch({
          site: task.site,
          signal: options.signal,
          make: () => world.delegates.execute(task, options),
          usage: ({ usage }) => usage,
        }),
    },
    shell: {
      run: (task, options) =>
        watch({
          site: task.site,
          signal: options.signal,
          make: () => world.shell.run(task, options),
        }),
    },
  };
}

/** Functions say beforehand whether they change the workspace; the others are not looked at. */
function watchFunctions(
  functions: FunctionPort,
  { flight }: Performing,
  watch: <Result>(call: Call<Result>) => Promise<Result>,
): FunctionPort {
  if (!flight.mutating) return functions;
  return {
    find(name) {
      const found = functions.find(name);
      if (!found) return undefined;
      return {
        call: (call, { signal }) =>
          watch({ site: call.site, signal, make: () => found.call(call, { signal }) }),
      };
    },
  };
}

/** What is known of the workspace is of use only to calls that were cut off and are made again. */
export async function closeWatcher({ watcher, state }: ActiveRun): Promise<void> {
  const over = state.status === "finished" || state.status === "failed";
  if (!watcher?.used) return;
  await watcher.snapshots.close(!over && watcher.open.size > 0).catch(() => undefined);
}

async function makeWatched<Result>(
  performing: Performing,
  watcher: Watcher,
  call: Call<Result>,
): Promise<Result> {
  const { mutating } = performing.flight;
  const alone = watcher.writing === 0;
  watcher.used = true;
  if (mutating) watcher.writing += 1;
  if (mutating) watcher.written += 1;
  const { written } = watcher;
  try {
    const before = await look(performing, watcher, () => openingState(watcher, call));
    const outcome = await settle(call.make());
    const changed = await look(performing, watcher, () => closingState(watcher, call, before));
    // What others may have changed meanwhile is not the doing of one that may change nothing.
    const own = mutating || (alone && written === watcher.written);
    if (own && changed !== undefined) judge(performing, changed, { call, outcome });
    if ("error" in outcome) throw outcome.error;
    return outcome.result;
  } finally {
    if (mutating) watcher.writing -= 1;
  }
}

type Settled<Result> = { readonly result: Result } | { readonly error: unknown };

/** Tells what a call changed; one that may change nothing has failed then. */
function judge<Result>(
  performing: Performing,
  changed: Changed,
  { call, outcome }: { readonly call: Call<Result>; readonly outcome: Settled<Result> },
): void {
  const { run, flight } = performing;
  if (!counts(run, flight)) return;
  tell(performing, changed);
  if (flight.mutating || "error" in outcome) return;
  throw violated(performing, changed, call.usage?.(outcome.result));
}

/** How things were before; a state from before a kill is still good. */
async function openingState(
  { snapshots, open }: Watcher,
  { site, signal }: Pick<Call<unknown>, "site" | "signal">,
): Promise<SnapshotId> {
  open.add(site.key);
  const kept = await snapshots.kept(site.key);
  if (kept !== undefined) return kept;
  const before = await snapshots.take(signal);
  await snapshots.keep(site.key, before);
  return before;
}

interface Changed {
  readonly before: SnapshotId;
  readonly after: SnapshotId;
  readonly files: readonly FileChange[];
  readonly diff: string;
}

/** What has changed; undefined if nothing has. */
async function closingState(
  { snapshots, open }: Watcher,
  { site, signal }: Pick<Call<unknown>, "site" | "signal">,
  before: SnapshotId | undefined,
): Promise<Changed | undefined> {
  if (before === undefined) {
    open.delete(site.key);
    return undefined;
  }
  const after = await snapshots.take(signal);
  const files = after === before ? [] : await snapshots.compare(before, after, signal);
  const diff =
    files.length === 0 ? "" : await snapshots.diff(before, after, { signal, limit: mostDiff });
  await snapshots.forget(site.key);
  open.delete(site.key);
  return files.length === 0 ? undefined : { before, after, files, diff };
}

async function settle<Result>(made: Promise<Result>): Promise<Settled<Result>> {
  try {
    return { result: await made };
  } catch (error) {
    return { error };
  }
}

/** A look that can't be had is said, once, and nothing is known. */
async function look<Seen>(
  { run, flight, activation }: Performing,
  watcher: Watcher,
  see: () => Promise<Seen>,
): Promise<Seen | undefined> {
  try {
    return await see();
  } catch (error) {
    if (!(error instanceof UnknownWorkspace)) throw error;
    if (!watcher.saidUnknown && counts(run, flight)) {
      const reason = { reason: error.message };
      run.journal.record(createEvent("workspace_unknown", placeOf(activation), reason));
      watcher.saidUnknown = true;
    }
    return undefined;
  }
}

function tell({ run, activation }: Performing, { before, after, files, diff }: Changed): void {
  const sum = (key: "added" | "removed"): number =>
    files.reduce((total, file) => total + (file[key] ?? 0), 0);
  const data: Fields = {
    before,
    after,
    files: files.slice(0, mostFiles).map((file) => payload({ ...file })),
    files_changed: files.length,
    lines_added: sum("added"),
    lines_removed: sum("removed"),
    ...(diff === "" ? {} : { diff }),
  };
  const event = createEvent(
    "workspace_changed",
    placeOf(activation),
    shorten(data, run.world.redact),
  );
  run.journal.record(event);
}

function violated({ node }: Performing, { files }: Changed, usage?: Usage): RunFailure {
  const named = files.slice(0, 10).map(({ path, change }) => `${path} (${change})`);
  const more = files.length > named.length ? ` and ${files.length - named.length} more` : "";
  return new RunFailure({
    code: "READONLY_VIOLATED",
    message: `\`${node.id}\` has \`readonly: true\`, and files changed while it ran: ${named.join(", ")}${more}`,
    hint: "undo the changes and resume, or leave `readonly` out; if something else wrote them (another program, or output that `tee` puts here), let it write elsewhere",
    retryable: false,
    ...(usage && { usage }),
  });
}
