/** Which failed steps are tried again, and when. Spec: runtime §14. */
import type { GraphNode } from "#core/graph/graph.ts";
import type { InformingType } from "#core/run/events.ts";
import { isPassing } from "#core/run/failure.ts";
import type { FailureCode } from "#core/run/failure.ts";

interface RetryClass {
  /** Attempts after the first. */
  readonly max: number;
  readonly delayMs: number;
  readonly factor: number;
}

const classes: Partial<Record<FailureCode, RetryClass>> = {
  RATE_LIMITED: { max: 3, delayMs: 4000, factor: 2 },
  PROVIDER_UNAVAILABLE: { max: 5, delayMs: 1000, factor: 2 },
  NETWORK: { max: 5, delayMs: 1000, factor: 2 },
  DELEGATE_CRASHED: { max: 2, delayMs: 1000, factor: 2 },
  TIMEOUT: { max: 0, delayMs: 1000, factor: 2 },
  TOOL_FAILED: { max: 0, delayMs: 1000, factor: 2 },
  EXECUTION_FAILED: { max: 0, delayMs: 1000, factor: 2 },
};

/** A wait that is longer than this is left to people. */
const longestWaitMs = 600_000;

/** The attempts of a step so far. */
export interface Attempts {
  readonly code: FailureCode;
  /** Of a fault outside: whether it may pass. */
  readonly retryable: boolean;
  /** Failed attempts, this one included. */
  readonly failed: number;
  /** The wait that a server asked for. */
  readonly retryAfterMs: number | null;
  /** Spreads the waits of many; null in simulation. */
  readonly seed: string | null;
}

/** Try again after a wait, or not; `laterMs` says how long a server wants to be left alone. */
export type RetryPlan =
  | { readonly retry: true; readonly delayMs: number }
  | { readonly retry: false; readonly laterMs?: number };

/** What to do about a failed attempt; a node's own `retry` replaces the table. */
export function planRetry(node: GraphNode, attempts: Attempts): RetryPlan {
  const known = classes[attempts.code];
  // An account without credit is not tried again, though it is refused like one in a hurry.
  if (!known || (isPassing(attempts.code) && !attempts.retryable)) return { retry: false };
  const own = node.retry ?? undefined;
  const { max, delayMs, factor } = own ?? known;
  const ceiling = own?.maxDelayMs ?? Infinity;
  const asked = attempts.retryAfterMs ?? 0;
  if (asked > longestWaitMs) return { retry: false, laterMs: asked };
  if (attempts.failed > max) return asked > 0 ? { retry: false, laterMs: asked } : { retry: false };
  const planned = Math.min(delayMs * factor ** (attempts.failed - 1), ceiling);
  const wait = asked > 0 ? Math.max(asked, own ? planned : 0) : planned;
  // Never sooner than a server wants.
  return { retry: true, delayMs: Math.max(asked, Math.round(wait * jitter(attempts))) };
}

/** The event that tells of a retry, by the sort of step. */
export function retryEvent(step: string): InformingType {
  if (step.startsWith("model:")) return "llm_retry";
  return step.startsWith("delegate:") ? "delegate_retry" : "tool_retry";
}

/** ±20 %, from the step's key alone, so that it needs no chance. */
function jitter({ seed, failed }: Attempts): number {
  if (seed === null) return 1;
  let hash = failed;
  for (let at = 0; at < seed.length; at++) hash = (Math.imul(hash, 31) + seed.charCodeAt(at)) | 0;
  return 0.8 + ((hash >>> 0) % 1000) / 2500;
}
