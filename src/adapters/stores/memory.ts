/** A store that forgets everything when the process ends; for tests, measurements and embedding. */
import type { CancelRequest, Holder, RunStore, RunWriter, StoredLog } from "#core/ports/store.ts";
import type { RunEvent } from "#core/run/events.ts";
import { Refusal } from "#core/run/failure.ts";
import { isRunId } from "#core/run/run-id.ts";
import { isRunPath } from "#core/run/run-path.ts";

interface StoredRun {
  readonly events: RunEvent[];
  readonly files: Map<string, string>;
  epoch: number;
  held: boolean;
  listeners: ((request: CancelRequest) => void)[];
}

/** What of a run can be looked at and spoilt by a test. */
export interface MemoryStore extends RunStore {
  /** Puts a log and files there, as another process would have left them. */
  put(runId: string, events: readonly RunEvent[], files?: ReadonlyMap<string, string>): void;
  files(runId: string): ReadonlyMap<string, string>;
}

/** Creates an empty store. */
export function createMemoryStore(): MemoryStore {
  const runs = new Map<string, StoredRun>();

  function find(runId: string): StoredRun {
    const run = runs.get(runId);
    if (!run || !hasBegun(run))
      throw new Refusal("RUN_NOT_FOUND", `there is no run \`${runId}\` in memory`);
    return run;
  }

  function take(run: StoredRun): RunWriter {
    const epoch = ++run.epoch;
    run.held = true;
    run.listeners = [];
    return createWriter(run, epoch);
  }

  return {
    location: "memory",
    list: () => Promise.resolve([...runs].filter(([, run]) => hasBegun(run)).map(([id]) => id)),
    exists: (runId) => Promise.resolve(hasBegun(runs.get(runId))),
    read: (runId) => attempt(() => readLog(find(runId))),
    readFile: (runId, path) => attempt(() => find(runId).files.get(path)),
    create: (runId) =>
      attempt(() => {
        if (!isRunId(runId)) {
          throw new Refusal("INPUT_INVALID", `\`${runId}\` can't be the id of a run`);
        }
        const before = runs.get(runId);
        if (before?.held) throw new Refusal("RUN_LOCKED", `somebody else begins \`${runId}\``);
        if (hasBegun(before))
          throw new Refusal("RUN_EXISTS", `the run \`${runId}\` exists already`);
        const run = createStoredRun();
        runs.set(runId, run);
        return take(run);
      }),
    acquire: (runId) =>
      attempt(() => {
        const run = find(runId);
        if (run.held) throw new Refusal("RUN_LOCKED", `somebody else writes the run \`${runId}\``);
        return take(run);
      }),
    holder: (runId) => attempt(() => holderOf(runs.get(runId))),
    requestCancel: (runId, request = {}) =>
      attempt(() => {
        for (const listener of find(runId).listeners) listener(request);
      }),
    put(runId, events, files = new Map()) {
      const run = createStoredRun();
      run.events.push(...events);
      for (const [path, content] of files) run.files.set(path, content);
      runs.set(runId, run);
    },
    files: (runId) => find(runId).files,
  };
}

/** A run comes to be by its first event. */
function hasBegun(run: StoredRun | undefined): boolean {
  return run !== undefined && run.events.length > 0;
}

function createStoredRun(): StoredRun {
  return { events: [], files: new Map(), epoch: 0, held: false, listeners: [] };
}

function createWriter(run: StoredRun, epoch: number): RunWriter {
  function check(): void {
    if (run.epoch !== epoch) throw new Refusal("FENCED", "another process has taken the run over");
  }
  return {
    epoch,
    check,
    checkLock: check,
    append(events) {
      check();
      for (const event of events) run.events.push(event);
      return undefined;
    },
    writeFile: (path, content) =>
      attempt(() => {
        check();
        if (!isRunPath(path)) {
          throw new Refusal("STORE_FAILED", `\`${path}\` can't be a file of a run`);
        }
        run.files.set(path, content);
      }),
    onCancelRequest(listener) {
      run.listeners.push(listener);
    },
    release: () =>
      attempt(() => {
        if (run.epoch === epoch) run.held = false;
      }),
  };
}

function readLog(run: StoredRun): StoredLog {
  return { events: [...run.events], repaired: { droppedBytes: 0, ignoredLines: 0 } };
}

function holderOf(run: StoredRun | undefined): Holder | undefined {
  if (!run?.held) return undefined;
  return { epoch: run.epoch, pid: 0, host: "memory", ageMs: 0 };
}

/** What is thrown becomes a rejection. */
function attempt<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => resolve(work()));
}
