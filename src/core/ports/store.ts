/** The store port: logs and files of runs. */
import type { RunEvent } from "../run/events.ts";

/** A line of a log; by it a state tells whether it was made from that log. */
export interface LogMark {
  readonly seq: number;
  /** Where the line begins, in bytes. */
  readonly offset: number;
  /** Of the line without its end, as lower-case hex. */
  readonly sha256: string;
}

/** A run's log as it was read. */
export interface StoredLog {
  readonly events: readonly RunEvent[];
  /** Bytes of a torn last line and late lines of a fenced writer that were ignored. */
  readonly repaired: { readonly droppedBytes: number; readonly ignoredLines: number };
  /** The last event's line, in stores that can go on from one. */
  readonly end?: LogMark;
}

/** Who holds a run. */
export interface Holder {
  readonly epoch: number;
  readonly pid: number;
  readonly host: string;
  /** How long ago it was last alive, in ms. */
  readonly ageMs: number;
}

/** Why a run is to be cancelled, and who wants it. */
export interface CancelRequest {
  readonly reason?: string;
  readonly by?: string;
}

/**
 * The one writer of a run.
 *
 * Every operation is refused with a `Refusal` `FENCED` once a higher epoch exists, and with
 * `STORE_FAILED` when the disk says no.
 */
export interface RunWriter {
  readonly epoch: number;
  /**
   * Appends events as one group: durable when it returns (a lone writer syncs directly and
   * undefined is returned) or when the promise resolves (many share a sync).
   */
  append(events: readonly RunEvent[]): Promise<void> | undefined;
  /** Looks whether the run is still this writer's, without writing anything. */
  check(): void;
  /** The same by its lock alone: enough right behind a group, for which everything was looked at. */
  checkLock(): void;
  /** The line that was written last, if it is durable; later lines refer to nothing before it. */
  mark?(): LogMark | undefined;
  /** Writes a file of the run (`artifacts/plan/0.json`): temporary name, fsync, rename. */
  writeFile(path: string, content: string): Promise<void>;
  /** Calls back when somebody asks this run to be cancelled (`iter cancel`). */
  onCancelRequest(listener: (request: CancelRequest) => void): void;
  release(): Promise<void>;
}

/** Keeps runs. Ids are checked: `[A-Za-z0-9][A-Za-z0-9._-]{0,127}` without `..`. */
export interface RunStore {
  /** Where runs lie, for messages. */
  readonly location: string;
  list(): Promise<readonly string[]>;
  exists(runId: string): Promise<boolean>;
  /** Reads the whole log; takes no lock, repairs nothing. `RUN_NOT_FOUND`, `LOG_CORRUPT`, `FORMAT_TOO_NEW`. */
  read(runId: string): Promise<StoredLog>;
  /**
   * Reads what comes after a line. Undefined if the log has no such line or what follows can't be
   * read by itself: then it has to be read whole.
   */
  readAfter?(runId: string, mark: LogMark): Promise<StoredLog | undefined>;
  /** Calls back when something in the run's folder may have changed, until the result is called. */
  watch?(runId: string, listener: () => void): () => void;
  /** A file of the run as text, or undefined. */
  readFile(runId: string, path: string): Promise<string | undefined>;
  /** Takes the lock of a new run; `RUN_EXISTS` if there is one of that id. */
  create(runId: string): Promise<RunWriter>;
  /** Takes the lock of an existing run, whose log the first append repairs; no event is touched before. `RUN_LOCKED` if a live process holds it. */
  acquire(runId: string): Promise<RunWriter>;
  /** Who writes the run now, or undefined. */
  holder(runId: string): Promise<Holder | undefined>;
  /** Asks the process that writes the run to cancel it. */
  requestCancel(runId: string, request?: CancelRequest): Promise<void>;
}
