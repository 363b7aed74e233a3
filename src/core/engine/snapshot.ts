/**
 * The folded state beside the log, so that a resume reads only what came after it. Spec: runtime §23.
 *
 * It can be thrown away at any time: a snapshot that is missing, torn, of another version or of
 * another log is passed over, and the log is folded from its beginning.
 */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { LogMark, RunWriter, StoredLog } from "#core/ports/store.ts";
import { evolve, fold } from "#core/run/evolve/evolve.ts";
import type { RunEvent } from "#core/run/events.ts";
import { formatVersion } from "#core/run/events.ts";
import { rebuildIndex } from "#core/run/index-of-run.ts";
import { openSnapshot, readSnapshot, writeSnapshot } from "#core/run/snapshot/snapshot.ts";
import type { RunState } from "#core/run/state.ts";
import type { World } from "./world.ts";

/** A run as its log has it. */
export interface LoadedRun {
  readonly state: RunState;
  /** All events; only those after the snapshot if there was one. */
  readonly events: readonly RunEvent[];
  readonly repaired: StoredLog["repaired"];
  readonly end?: LogMark | undefined;
}

/** Keeps the state of a run now and then. */
export interface SnapshotKeeper {
  /** Keeps it if enough has happened; everything recorded has to be durable. */
  readonly consider: () => void;
  /** Keeps it where the run stops; a run that is over keeps none. */
  readonly finish: () => Promise<void>;
}

const fileName = "snapshot.json";
const everyEvents = 1_000;
/** A large state is written more seldom, so that snapshots cost less than the log itself. */
const lettersPerEvent = 50;

/** Reads a run, but for its index: from its snapshot on, or all of it if there is none that fits. */
export async function loadRun(world: World, runId: string): Promise<LoadedRun> {
  // Who has to hear of every event gets them all.
  const kept = world.models.observe ? undefined : await loadSnapshot(world, runId);
  if (kept) return kept;
  const log = await world.store.read(runId);
  return { ...log, state: fold(log.events) };
}

/** Takes in what was written since, and works out what there is to do. */
export async function catchUp(world: World, before: LoadedRun): Promise<LoadedRun> {
  const { state, events, end, repaired } = before;
  const whole = end === undefined || repaired.ignoredLines > 0;
  const rest = whole ? undefined : await world.store.readAfter?.(state.runId, end);
  for (const event of rest?.events ?? []) evolve(state, event);
  const run = rest
    ? { ...rest, state, events: [...events, ...rest.events] }
    : await loadRun(world, state.runId);
  rebuildIndex(run.state);
  return run;
}

/** Watches over the snapshots of a run that is driven. */
export function createSnapshotKeeper(
  world: World,
  writer: RunWriter,
  state: RunState,
): SnapshotKeeper {
  let lastSeq = state.seq;
  let size = 0;
  let kept = state.seq >= 0; // by an earlier process

  async function keep(document: Fields, text: string): Promise<void> {
    kept = true;
    lastSeq = state.seq;
    size = text.length;
    try {
      await writer.writeFile(fileName, `${writeHead(document)}  "state": ${text}\n}\n`);
    } catch {
      // A store that says no says so at the next append; the log doesn't need the snapshot.
    }
  }

  function keepNow(text: () => string): Promise<void> | undefined {
    const mark = writer.mark?.();
    if (mark?.seq !== state.seq) return undefined;
    const { seq, offset, sha256 } = mark;
    const versions = { format_version: formatVersion, engine_version: world.engineVersion };
    return keep({ ...versions, seq, offset, line_sha256: sha256 }, text());
  }

  return {
    consider() {
      if (state.seq - lastSeq < Math.max(everyEvents, size / lettersPerEvent)) return;
      void keepNow(() => writeSnapshot(state, world.sha256));
    },
    async finish() {
      const over = state.status === "finished" || state.status === "failed";
      if (!over) await keepNow(() => writeSnapshot(state, world.sha256));
      else if (kept) await keepNow(() => "null");
    },
  };
}

async function loadSnapshot(world: World, runId: string): Promise<LoadedRun | undefined> {
  try {
    const text = await world.store.readFile(runId, fileName);
    const opened = text === undefined ? undefined : openSnapshot(text, world.sha256);
    const snapshot = opened && readDocument(opened.document, world.engineVersion);
    const log = snapshot && (await world.store.readAfter?.(runId, snapshot.mark));
    if (!snapshot || !log) return undefined;
    const state = readSnapshot(snapshot.state, opened.pages);
    if (state.seq !== snapshot.mark.seq || state.runId !== runId) return undefined;
    for (const event of log.events) evolve(state, event);
    return { ...log, state };
  } catch {
    return undefined;
  }
}

interface SnapshotDocument {
  readonly mark: LogMark;
  readonly state: Value;
}

/** Undefined for a document of another version, or without a state. */
function readDocument(document: Value, engineVersion: string): SnapshotDocument | undefined {
  if (!isFields(document)) return undefined;
  const { format_version: format, engine_version: engine, state = null } = document;
  const { seq, offset, line_sha256: sha256 } = document;
  if (format !== formatVersion || engine !== engineVersion || state === null) return undefined;
  if (typeof seq !== "number" || typeof offset !== "number" || typeof sha256 !== "string") {
    return undefined;
  }
  return { mark: { seq, offset, sha256 }, state };
}

/** One key a line. */
function writeHead(document: Fields): string {
  const lines = Object.entries(document).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`,
  );
  return `{\n${lines.join("")}`;
}
