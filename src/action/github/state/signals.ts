/** Tells a run that another job drives to stop: by a ref that the driver reads. Spec: github §4.3. */
import { info } from "@actions/core";
import type { GithubClient } from "#adapters/github/client.ts";
import type { RunControl } from "#core/engine/world.ts";
import { isFields } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import type { Door } from "../door.ts";

/** What a run is told. */
export interface Signal {
  readonly kind: "cancel" | "pause";
  readonly by: string;
  readonly reason: string;
  /** The sequence number of the job that is meant: a later one doesn't listen. */
  readonly seq: number;
}

/** Listens to the signals of a run while a job drives it. */
export interface SignalWatch {
  readonly reporter: Reporter;
  /** Stops by this from now on. */
  obey(control: RunControl): void;
  /** Who has asked for the end of the run, whatever has stopped it; null if nobody has. */
  cancelled(): Promise<Signal | null>;
}

const betweenMs = 30_000;
/** Steps that follow one another quickly are one to the API. */
const leastMs = 2_000;

/** Leaves a signal for the job that drives a run; false if none can be left. */
export async function sendSignal(
  { client, attempts }: Pick<Door, "client" | "attempts">,
  run: string,
  signal: Signal,
): Promise<boolean> {
  const sent = await attempts.attempt("signal", () => leaveSignal(client, run, signal));
  return sent !== null;
}

async function leaveSignal({ git }: GithubClient, run: string, signal: Signal): Promise<boolean> {
  const ref = refOf(run);
  const before = await git.ref(ref);
  const message = JSON.stringify({ run, ...signal });
  const content = { "signal.json": new TextEncoder().encode(message) };
  const commit = await git.commit(message, content, before === null ? [] : [before]);
  if (before !== null || !(await git.createRef(ref, commit))) await git.moveRef(ref, commit);
  return true;
}

/** Watches for the signals of a run. */
export function watchSignals(
  client: GithubClient,
  { run, seq }: { readonly run: string; readonly seq: number },
): SignalWatch {
  let control: RunControl | undefined;
  let last = 0;
  let reading: Promise<void> | undefined;
  const timer = setInterval(look, betweenMs);
  timer.unref();

  function look(): void {
    last = Date.now();
    reading ??= read().finally(() => {
      reading = undefined;
    });
  }

  /** A signal that can't be read now is read again later; a run doesn't fail by it. */
  async function heard(): Promise<Signal | null> {
    const signal = await readSignal(client, run).catch(() => null);
    return signal === null || signal.seq < seq ? null : signal;
  }

  async function read(): Promise<void> {
    const signal = await heard();
    if (signal === null || control === undefined) return;
    clearInterval(timer);
    info(`${signal.by} asks to ${signal.kind} the run.`);
    if (signal.kind === "pause") control.stop({ kind: "soft", reason: "paused" });
    else control.stop({ kind: "cancel", reason: signal.reason, by: signal.by });
  }

  return {
    reporter: {
      on({ type }) {
        if (type === "node_finished" && Date.now() - last >= leastMs) look();
      },
      async close() {
        clearInterval(timer);
        await reading;
      },
    },
    obey(given) {
      control = given;
      look();
    },
    async cancelled() {
      const signal = await heard();
      return signal?.kind === "cancel" ? signal : null;
    },
  };
}

async function readSignal({ git }: GithubClient, run: string): Promise<Signal | null> {
  const commit = await git.ref(refOf(run));
  if (commit === null) return null;
  const value = JSON.parse(await git.message(commit)) as Value;
  if (!isFields(value)) return null;
  const kind = textAt(value, "kind");
  if (kind !== "cancel" && kind !== "pause") return null;
  const seq = numberAt(value, "seq") ?? 0;
  return { kind, seq, by: textAt(value, "by"), reason: textAt(value, "reason") };
}

function refOf(run: string): string {
  return `iter/signals/${run}`;
}
