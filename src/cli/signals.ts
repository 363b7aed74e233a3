/** What signals do to a run: the first Ctrl-C cancels it, the second ends the process at once. */
import { createControl } from "#core/engine/world.ts";
import type { RunControl, Stop } from "#core/engine/world.ts";
import { exitCodes } from "./exit-codes.ts";
import type { HostSignal } from "./host.ts";
import type { Session } from "./session.ts";

/** The rope of a run with the process's signals on it. */
export interface Signals {
  readonly control: RunControl;
  /** Aborted as soon as a stop is asked for. */
  readonly signal: AbortSignal;
  /** What was asked for first. */
  asked(): Stop | undefined;
  /** As if the signal had come just now. */
  deliver(signal: HostSignal): void;
  /** Lets the process go its own way again. */
  release(): void;
}

/** Catches signals until they are released. */
export function catchSignals(session: Session): Signals {
  const { host, output } = session;
  const control = createControl();
  const controller = new AbortController();
  let asked: Stop | undefined;
  let interrupts = 0;

  function stop(wanted: Stop): void {
    asked ??= wanted;
    control.stop(wanted);
    controller.abort();
  }

  function onInterrupt(): void {
    interrupts += 1;
    if (interrupts > 1) host.exit(exitCodes.cancelled);
    if (interrupts > 1 || asked !== undefined) return;
    output.note("cancelling the run; Ctrl-C again ends it at once");
    stop({ kind: "cancel", reason: "SIGINT" });
  }

  function onTerminate(): void {
    if (asked === undefined) stop({ kind: "interrupt", reason: "signal" });
  }

  const listeners: readonly [HostSignal, () => void][] = [
    ["SIGINT", onInterrupt],
    ["SIGTERM", onTerminate],
    ["SIGHUP", onTerminate],
  ];
  for (const [signal, listener] of listeners) host.on(signal, listener);
  return {
    control,
    signal: controller.signal,
    asked: () => asked,
    deliver: (signal) => listeners.find(([name]) => name === signal)?.[1](),
    release: () => {
      for (const [signal, listener] of listeners) host.off(signal, listener);
    },
  };
}
