/** Keeps runs as files, in the documented layout: `.iterion/runs/<run id>/events.jsonl` and so on. */
import { existsSync, readFileSync, readdirSync, rmSync, rmdirSync, statSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import type { CancelRequest, RunStore, RunWriter } from "#core/ports/store.ts";
import { isRunId } from "#core/run/run-id.ts";
import { errorCode } from "#core/text/fault.ts";
import { openLog } from "./append.ts";
import type { LogEnd, LogPlace } from "./append.ts";
import { writeAtomically } from "./atomic.ts";
import { addDirectory } from "./directory.ts";
import { guarded } from "./failure.ts";
import { currentHolder, takeLock } from "./lock.ts";
import type { Lock } from "./lock.ts";
import {
  cancelName,
  lockName,
  logName,
  runDirectory,
  runFile,
  sharedDirectory,
  sharedName,
} from "./paths.ts";
import { hasEvents, readLog, readLogAfter } from "./read-log.ts";
import { createSharedLog } from "./shared/shared-log.ts";
import { sweepSegments } from "./shared/sweep.ts";
import { createTurns } from "./turns.ts";
import type { Turns } from "./turns.ts";

const lookForCancelEveryMs = 1_000;

/** A store in a folder (`.iterion`), which is made when the first run is; `location` is its name in messages. */
export function createFileStore(folder: string, location: string = folder): RunStore {
  const runs = join(folder, "runs");
  const turns = createTurns(createSharedLog(join(folder, sharedName)));
  const directoryOf = (runId: string): string => runDirectory(runs, runId);
  const at = <Result>(
    runId: string,
    doing: "read" | "write",
    work: (directory: string) => Result,
  ) =>
    settled(() => {
      const directory = directoryOf(runId);
      return guarded(directory, doing, () => work(directory));
    });

  return {
    location,
    list: () => settled(() => guarded(runs, "read", () => listRuns(runs))),
    exists: (runId) => at(runId, "read", hasEvents),
    read: (runId) =>
      at(runId, "read", (directory) => {
        if (!hasEvents(directory)) throw notFound(location, runId, directory);
        return readLog(directory);
      }),
    readAfter: (runId, mark) => at(runId, "read", (directory) => readLogAfter(directory, mark)),
    watch: (runId, listener) => watchFolder(directoryOf(runId), listener),
    readFile: (runId, path) => at(runId, "read", (directory) => readText(directory, path)),
    create: (runId) =>
      at(runId, "write", (directory) => {
        if (hasEvents(directory)) throw runExists(location, runId, directory);
        const named = addDirectory(directory);
        const lock = takeFirstLock(directory, runId);
        if (!hasEvents(directory)) return createWriter({ directory, named }, lock, turns);
        lock.release();
        throw runExists(location, runId, directory);
      }),
    acquire: (runId) =>
      at(runId, "write", (directory) => {
        if (!hasEvents(directory)) throw notFound(location, runId, directory);
        // Whoever made the run may have been killed before its folders were synced.
        const named = [folder, dirname(folder)];
        return createWriter({ directory, named }, takeLock(directory, runId), turns);
      }),
    holder: (runId) => at(runId, "read", currentHolder),
    requestCancel: (runId, request) =>
      at(runId, "write", (directory) => {
        if (!hasEvents(directory)) throw notFound(location, runId, directory);
        writeAtomically(join(directory, cancelName), `${JSON.stringify(request ?? {}, null, 2)}\n`);
      }),
  };
}

function createWriter(place: LogPlace, lock: Lock, turns: Turns): RunWriter {
  const { directory } = place;
  const log = openOrLetGo(place, lock, turns);
  const timers: NodeJS.Timeout[] = [];
  let released = false;
  return {
    epoch: lock.epoch,
    append: (events) => log.append(events),
    check: () => log.check(),
    checkLock: () => log.checkLock(),
    mark: () => log.mark(),
    writeFile: (path, content) =>
      settled(() =>
        guarded(directory, "write", () => {
          log.check();
          writeAtomically(runFile(directory, path), content);
        }),
      ),
    onCancelRequest(listener) {
      timers.push(watchCancel(place, lock, listener));
    },
    async release() {
      if (released) return;
      released = true;
      for (const timer of timers) clearInterval(timer);
      await log.close();
      guarded(directory, "write", () => {
        letGo(directory, lock);
        sweepSegments(sharedDirectory(directory), dirname(directory));
      });
    },
  };
}

/** Where none can be taken nothing is left behind, unless somebody else begins the run. */
function takeFirstLock(directory: string, runId: string): Lock {
  try {
    return takeLock(directory, runId);
  } catch (error) {
    removeIfEmpty(join(directory, lockName));
    removeIfEmpty(directory);
    throw error;
  }
}

/** Nobody else waits for a lock whose run can't be written. */
function openOrLetGo(place: LogPlace, lock: Lock, turns: Turns): LogEnd {
  try {
    removeRequest(join(place.directory, cancelName)); // meant for an earlier process
    return openLog(place, lock, turns);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function letGo(directory: string, lock: Lock): void {
  if (hasEvents(directory) || lock.isFenced()) lock.release();
  else removeEmptyRun(directory);
}

/** No run came to be: its folder goes, unless something else lies in it. */
function removeEmptyRun(directory: string): void {
  rmSync(join(directory, lockName), { recursive: true, force: true });
  const log = join(directory, logName);
  if (statSync(log, { throwIfNoEntry: false })?.size === 0) rmSync(log);
  if (readdirSync(directory).length === 0) rmdirSync(directory);
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Something lies in it, or it was never made.
  }
}

/** A request is the present writer's: whoever slept while another took the run over leaves it alone. */
function watchCancel(
  { directory }: LogPlace,
  lock: Lock,
  listener: (request: CancelRequest) => void,
): NodeJS.Timeout {
  const path = join(directory, cancelName);
  const timer = setInterval(() => {
    if (!isRequest(path) || lock.isFenced()) return;
    const request = readRequest(path);
    // What can't be removed, as on a disk that has become read-only, asks once.
    if (!removeRequest(path)) clearInterval(timer);
    listener(request);
  }, lookForCancelEveryMs);
  timer.unref();
  return timer;
}

/** Nobody asks by a folder of that name, so it is left where it is. */
function isRequest(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

function removeRequest(path: string): boolean {
  try {
    if (isRequest(path)) rmSync(path, { force: true });
    return true;
  } catch {
    return false;
  }
}

/** Where folders can't be watched nobody is told; whoever waits looks now and then. */
function watchFolder(directory: string, listener: () => void): () => void {
  try {
    const watcher = watch(directory, listener);
    watcher.on("error", () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}

function readRequest(path: string): CancelRequest {
  try {
    const { reason, by } = JSON.parse(readFileSync(path, "utf8")) as CancelRequest;
    return {
      ...(typeof reason === "string" ? { reason } : {}),
      ...(typeof by === "string" ? { by } : {}),
    };
  } catch {
    return {}; // an empty file made by hand is a request too
  }
}

function listRuns(runs: string): string[] {
  return readdirIfThere(runs)
    .filter((name) => isRunId(name) && mayHaveEvents(join(runs, name)))
    .sort();
}

/** One folder that can't be read hides no other: what is wrong with it is said to whoever reads that run. */
function mayHaveEvents(directory: string): boolean {
  try {
    return hasEvents(directory);
  } catch {
    return true;
  }
}

function readdirIfThere(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

function readText(directory: string, path: string): string | undefined {
  try {
    return readFileSync(runFile(directory, path), "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

function notFound(folder: string, runId: string, directory: string): Refusal {
  const log = join(directory, logName);
  if (existsSync(log)) {
    return new Refusal("RUN_NOT_FOUND", `The log of run \`${runId}\` holds no event: ${log}.`, {
      hint: "the run was killed before it began, or the file was emptied: restore it from a copy, or start the run again under this id",
    });
  }
  return new Refusal("RUN_NOT_FOUND", `There is no run \`${runId}\` in ${folder}.`, {
    hint: "list the runs with `iter inspect`, or name another store with --store-dir",
  });
}

function runExists(folder: string, runId: string, directory: string): Refusal {
  return new Refusal("RUN_EXISTS", `There is already a run \`${runId}\` in ${folder}.`, {
    hint: isOver(directory)
      ? "it is over: give the new run another id, or none"
      : `go on with it by \`iter resume --run-id ${runId}\`, or leave --run-id out`,
  });
}

/** A log that can't be read says nothing of its end. */
function isOver(directory: string): boolean {
  try {
    const last = readLog(directory).events.at(-1);
    return (
      last?.type === "run_finished" ||
      (last?.type === "run_failed" && last.data?.["resumable"] === false)
    );
  } catch {
    return false;
  }
}

/** Work on files is done at once; callers see the same promise as of any store. */
function settled<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => resolve(work()));
}
