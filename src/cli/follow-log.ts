/**
 * The log of a run as it grows, whichever process writes it.
 *
 * A change of the run's folder wakes the reader; a slow clock does where changes aren't told. A line
 * that is being written is read when it is whole.
 */
import type { LogMark, RunStore, StoredLog } from "#core/ports/store.ts";
import type { RunEvent } from "#core/run/events.ts";

const lookEveryMs = 500;

/** How a log is read. */
export interface Following {
  /** Goes on until no process works on the run; without it the log is read once. */
  readonly follow: boolean;
  /** Aborted when nobody wants to see more. */
  readonly signal: AbortSignal;
}

/** The events of a run, in groups as they come. */
export async function* followLog(
  store: RunStore,
  runId: string,
  { follow, signal }: Following,
): AsyncGenerator<readonly RunEvent[]> {
  let seen = -1;
  let mark: LogMark | undefined;
  for (;;) {
    const held = follow && (await store.holder(runId)) !== undefined;
    const changed = held ? nextChange(store, runId, signal) : undefined;
    const log = await readOn(store, runId, mark);
    mark = log.end;
    const news = log.events.filter(({ seq }) => seq > seen);
    seen = news.at(-1)?.seq ?? seen;
    if (news.length > 0) yield news;
    if (changed === undefined) return;
    await changed;
    if (signal.aborted) return;
  }
}

async function readOn(
  store: RunStore,
  runId: string,
  mark: LogMark | undefined,
): Promise<StoredLog> {
  const rest = mark && (await store.readAfter?.(runId, mark));
  return rest ?? store.read(runId);
}

/** Watched from before the log is read, so that no change is missed. */
function nextChange(store: RunStore, runId: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop?.();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, lookEveryMs);
    const stop = store.watch?.(runId, done);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}
