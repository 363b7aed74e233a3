/** Hooks by which tests kill and signal a simulated run at an exact event. Spec: runtime §27.3. */
import { parseDuration } from "#core/graph/duration.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Session } from "./session.ts";
import type { Signals } from "./signals.ts";

/** What happens after each durable event; undefined if no hook is set. */
export function readHooks(
  { env, host }: Session,
  signals: Signals,
): ((event: RunEvent) => void) | undefined {
  const crash = readTrigger(env, "ITER_TEST_CRASH_AFTER");
  const signal = readTrigger(env, "ITER_TEST_SIGNAL_AFTER");
  if (crash === undefined && signal === undefined) return undefined;
  const [crashNow, signalNow] = [createCounter(crash), createCounter(signal)];
  return (event) => {
    if (crashNow(event)) host.kill(host.pid, "SIGKILL");
    if (!signalNow(event)) return;
    const name = signal?.["signal"];
    if (name === "SIGINT" || name === "SIGTERM" || name === "SIGHUP") signals.deliver(name);
    else host.kill(host.pid, typeof name === "string" ? name : "SIGTERM");
  };
}

/** By how much the clock is ahead. */
export function clockOffset(env: Session["env"]): number {
  const text = env["ITER_TEST_CLOCK"];
  return text === undefined ? 0 : (parseDuration(text.replace(/^\+/, "")) ?? 0);
}

function createCounter(trigger: Fields | undefined): (event: RunEvent) => boolean {
  const nth = typeof trigger?.["nth"] === "number" ? trigger["nth"] : 1;
  let count = 0;
  return (event) => {
    if (trigger === undefined || !fits(event, trigger)) return false;
    count += 1;
    return count === nth;
  };
}

function fits(event: RunEvent, { type, node, branch }: Fields): boolean {
  return (
    (type === undefined || type === event.type) &&
    (node === undefined || node === event.node_id) &&
    (branch === undefined || branch === (event.branch_id ?? ""))
  );
}

function readTrigger(env: Session["env"], name: string): Fields | undefined {
  const text = env[name];
  if (text === undefined || text === "") return undefined;
  try {
    const value = JSON.parse(text) as Value;
    if (isFields(value)) return value;
  } catch {
    // Said below.
  }
  throw new Refusal("INPUT_INVALID", `\`${name}\` holds no JSON object.`);
}
