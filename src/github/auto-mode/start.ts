/** Starts what an event raises. */
import { eventKey, runId } from "../event-key.ts";
import { ignore } from "./context.ts";
import type { ModeContext, ModeDecision } from "./context.ts";
import type { Raised } from "./matching.ts";

/** One event starts no more than this. */
const mostStarts = 5;

/** A run for each trigger that is not refused, in the order of the file; null if none matched. */
export function startAll(context: ModeContext, raised: readonly Raised[]): ModeDecision | null {
  const { event, payload, env } = context;
  const allowed = raised.filter(({ refused }) => refused === null).slice(0, mostStarts);
  const [first] = raised;
  if (first === undefined) return null;
  if (allowed.length === 0) return ignore(first.refused ?? "no_trigger");
  const key = eventKey(event, payload, env);
  const starts = allowed.map(({ name, tier }) => ({
    trigger: name,
    run: runId(key, name),
    ...(tier === undefined ? {} : { tier }),
  }));
  return { mode: "run", then: "start", reason_code: "trigger", starts };
}
