/**
 * What a run needs of the world, and what starting and resuming one are told.
 *
 * Entry points build a world and hand it down; nothing below reaches for anything else.
 */
import type { Graph } from "../graph/graph.ts";
import type { ServerUse } from "../graph/mcp-servers.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { NodeKind } from "../kinds/kind.ts";
import type { Clock } from "../ports/clock.ts";
import type { DelegatePort } from "../ports/delegate.ts";
import type { AsideQuestion } from "../ports/effects.ts";
import type { FunctionPort } from "../ports/functions.ts";
import type { HumanPort } from "../ports/human.ts";
import type { ModelPort } from "../ports/model.ts";
import type { Reporter } from "../ports/reporter.ts";
import type { ShellPort } from "../ports/shell.ts";
import type { RunStore } from "../ports/store.ts";
import type { ToolPort } from "../ports/tool.ts";
import type { WorkspacePort } from "../ports/workspace.ts";
import type { RunEvent } from "../run/events.ts";
import type { FieldError } from "../run/failure.ts";
import type { TextStream } from "../run/secrets/stream.ts";
import type { RunState } from "../run/state.ts";
import type { Playback } from "./playback.ts";

/** A file of the run that can always be made again from its log. */
export interface RunFile {
  /** Below the run's folder: `run.json`. */
  readonly path: string;
  readonly content: string;
}

/** Everything outside. */
export interface World {
  readonly store: RunStore;
  readonly clock: Clock;
  readonly models: ModelPort;
  readonly delegates: DelegatePort;
  readonly shell: ShellPort;
  readonly tools: ToolPort;
  /** What the host of a flow lends; absent if there is no registry at all. */
  readonly functions?: FunctionPort;
  /** MCP servers of the project's own file; left out where the workflow doesn't load it. */
  readonly projectServers?: readonly ServerUse[];
  /** Sees what nodes change; without it nobody looks. */
  readonly workspace?: WorkspacePort;
  readonly kinds: readonly NodeKind[];
  readonly engineVersion: string;
  /** Who writes. */
  readonly process: { readonly pid: number; readonly host: string };
  /** Somebody at hand who may answer gates at once. */
  readonly human?: HumanPort;
  readonly reporters?: readonly Reporter[];
  /** A recorded run that is played in place of the world. */
  readonly playback?: Playback;
  /** SHA-256 of a UTF-8 text as lower-case hex; the core has no crypto of its own. */
  readonly sha256: (text: string) => string;
  /** Takes secrets out of whatever is recorded. */
  readonly redact?: (value: Value) => Value;
  /** Names of the variables whose secrets a text has in it. */
  readonly secretsIn?: (text: string) => readonly string[];
  /** The same for a text that comes in pieces; without it nobody hears of an answer before it is whole. */
  readonly redactStream?: () => TextStream;
  /** Files made from the state, written at every pause and at the end (`run.json`). */
  readonly caches?: (state: RunState, graph: Graph) => readonly RunFile[];
  /**
   * Told of each event as soon as it is durable, before anything else is done; events are then
   * written one by one. What it throws stops the run where it is, as a kill would.
   */
  readonly afterDurable?: (event: RunEvent) => void;
  /**
   * Called once nothing of the run is under way any more, while it is still this process's: what has to
   * be done before another one may take it. It isn't called for a run that another one has taken.
   */
  readonly beforeRelease?: (state: RunState) => Promise<void>;
}

/** How somebody outside stops a run. */
export type Stop =
  /** A person wants it to end: in flight is aborted, the run is cancelled. */
  | { readonly kind: "cancel"; readonly reason: string; readonly by?: string }
  /** The host goes away: in flight is aborted, the run can be resumed. */
  | { readonly kind: "interrupt"; readonly reason: string }
  /** Steps in hand finish, nothing new starts. */
  | { readonly kind: "soft"; readonly reason: string }
  /** Asked for before anything starts: nothing does, and the run stays running for another process. */
  | { readonly kind: "leave"; readonly reason: string };

/** The rope that an entry point holds while a run goes on. */
export interface RunControl {
  stop(stop: Stop): void;
  /** Called by the engine; told at once if a stop was asked for already. */
  onStop(listener: (stop: Stop) => void): void;
}

/** Creates the rope. */
export function createControl(): RunControl {
  const listeners: ((stop: Stop) => void)[] = [];
  const asked: Stop[] = [];
  return {
    stop(stop) {
      asked.push(stop);
      for (const listener of listeners) listener(stop);
    },
    onStop(listener) {
      listeners.push(listener);
      for (const stop of asked) listener(stop);
    },
  };
}

/** How a run is started. */
export interface StartOptions {
  /** Default: `run_` + time + 6 characters. */
  readonly runId?: string;
  readonly replayOf?: string;
  readonly github?: Fields;
  /** Where nodes work, as the entry point finds it again. */
  readonly workplace?: Fields;
  /** Bounds the working time of this invocation. */
  readonly timeoutMs?: number;
  readonly control?: RunControl;
}

/** An answer to a gate. */
export interface GivenAnswers {
  /** Label, node, `branch/node` or interaction id; null for the only open gate. */
  readonly gate: string | null;
  readonly answers: Fields;
  /** Values are text from a person and are converted by the field's type. */
  readonly text?: boolean;
  /** Nobody has answered in time: the gate closes without an answer, and its node fails. */
  readonly expired?: boolean;
}

/** How a run is resumed. */
export interface ResumeOptions {
  readonly runId: string;
  /** Compiles a text with the present environment; throws a Refusal `INVALID_WORKFLOW`. */
  readonly compile: (source: { readonly path: string; readonly text: string }) => Graph;
  /** A text that replaces the recorded one, if the graph is the same or `force` is set. */
  readonly source?: { readonly path: string; readonly text: string; readonly sha256: string };
  readonly force?: boolean;
  readonly answers?: readonly GivenAnswers[];
  readonly by?: string;
  /** `cli`, `github` … */
  readonly via?: string;
  /** Where the answers were given. */
  readonly evidence?: Fields;
  /** Limits by their name in a budget block: a value, or `+value`. */
  readonly budget?: Readonly<Record<string, string | number>>;
  readonly rearm?: readonly string[];
  /** Goes back to the last activation of this node. */
  readonly from?: string;
  /** Where nodes work from now on, if it is another place. */
  readonly workplace?: Fields;
  /** What people have to be asked before anything goes on: nothing does, and the run pauses. */
  readonly askFirst?: AsideQuestion;
  readonly timeoutMs?: number;
  readonly control?: RunControl;
}

/** Mistakes of answers to one gate. */
export interface RejectedAnswers {
  readonly gate: string;
  readonly errors: readonly FieldError[];
}

/** How an invocation ended. */
export interface RunResult {
  readonly runId: string;
  readonly state: RunState;
  readonly graph: Graph;
  /** Set if somebody outside stopped it. */
  readonly stopped: Stop | null;
  /** Answers that were refused; the run is as it was. */
  readonly rejected: readonly RejectedAnswers[];
}
