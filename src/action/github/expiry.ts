/** When gates expire. Spec: github §6.4. */
import { parseDuration } from "#core/graph/duration.ts";
import type { GateSettings } from "#src/github/config/config.ts";

const defaultTimeoutMs = 7 * 86_400_000;

/** When a gate that was opened at a time expires. */
export function gateExpiry(openedAt: string, { timeout }: GateSettings): string {
  const waits = timeout === undefined ? undefined : parseDuration(timeout);
  return toApiTime(Date.parse(openedAt) + (waits ?? defaultTimeoutMs));
}

/** A point in time as the API writes it, in whole seconds. */
export function toApiTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
