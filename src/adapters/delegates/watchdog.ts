/** Ends a program that says nothing any more. Spec: runtime §14. */
import { parseDuration, printDuration } from "#core/graph/duration.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import type { DelegateProgram } from "./program.ts";

/** How long a program may be silent. */
export interface Patience {
  /** Until its first event, and while it waits for its model's server. */
  readonly startMs: number;
  /** Between two events. */
  readonly idleMs: number;
}

/** Watches one call. */
export interface Watchdog {
  /** Aborted with a failure as reason once patience is at its end. */
  readonly signal: AbortSignal;
  /** The program works. */
  alive(): void;
  /** The program waits for something that may never come. */
  stuck(): void;
  stop(): void;
}

/** Variables that set patience, and what holds without them. */
const settings = {
  startMs: { name: "ITER_DELEGATE_START_TIMEOUT", usual: 90_000 },
  idleMs: { name: "ITER_DELEGATE_IDLE_TIMEOUT", usual: 15 * 60_000 },
} as const;

/** Patience as the environment sets it; what is no duration counts as not set. */
export function readPatience(env: Environment): Patience {
  const read = ({ name, usual }: (typeof settings)[keyof typeof settings]): number =>
    parseDuration((env[name] ?? "").trim()) ?? usual;
  return { startMs: read(settings.startMs), idleMs: read(settings.idleMs) };
}

/** Starts to watch. */
export function watch({ file }: DelegateProgram, patience: Patience): Watchdog {
  const controller = new AbortController();
  let waiting: "start" | "work" | "server" = "start";
  let timer: NodeJS.Timeout | undefined;

  function wait(): void {
    clearTimeout(timer);
    const ms = waiting === "work" ? patience.idleMs : patience.startMs;
    timer = setTimeout(() => controller.abort(bark(file, waiting, ms)), ms);
  }

  wait();
  return {
    signal: controller.signal,
    alive() {
      waiting = "work";
      wait();
    },
    stuck() {
      if (waiting === "server") return;
      waiting = "server";
      wait();
    },
    stop: () => clearTimeout(timer),
  };
}

function bark(file: string, waiting: "start" | "work" | "server", ms: number): RunFailure {
  const time = printDuration(ms);
  if (waiting === "server") {
    return new RunFailure({
      code: "NETWORK",
      message: `\`${file}\` could not reach its model's server for ${time}`,
      hint: "check the network and the address of the server, then resume",
      retryable: true,
    });
  }
  const name = waiting === "start" ? settings.startMs.name : settings.idleMs.name;
  const silence = waiting === "start" ? "gave no sign of life within" : "said nothing for";
  return new RunFailure({
    code: "DELEGATE_CRASHED",
    message: `\`${file}\` ${silence} ${time} and was ended`,
    hint: `resume, or set \`${name}\` to a longer time`,
    retryable: true,
  });
}
