/** When gates expire, and who is asked until then. Spec: github §6.4. */
import { parseDuration } from "#core/graph/duration.ts";
import type { GateSettings } from "#src/github/config/config.ts";

const dayMs = 86_400_000;
const defaultTimeoutMs = 7 * dayMs;
/** A gate that waits does so as long as a checkpoint lasts. */
const longestMs = 90 * dayMs;
const defaultRemindMs = 2 * dayMs;

/** When a gate that was opened at a time expires; those whom it is passed on to get the same time again. */
export function gateExpiry(openedAt: string, settings: GateSettings): string {
  if (settings["on-timeout"] === "wait") return toApiTime(Date.parse(openedAt) + longestMs);
  const rounds = passesOn(settings) ? 2 : 1;
  return toApiTime(Date.parse(openedAt) + rounds * timeoutMs(settings));
}

/** The earlier of two points in time; a gate doesn't outlive what its run was left as. */
export function earlier(own: string, other: string | null): string {
  return other !== null && Date.parse(other) < Date.parse(own) ? other : own;
}

/** Who may answer a gate at a time. */
export function askedAt(time: number, openedAt: string, settings: GateSettings): readonly string[] {
  const first = settings.approvers ?? [];
  return isPassedOn(time, openedAt, settings) ? (settings["escalate-to"] ?? first) : first;
}

/** True once those who were asked first have had their time, and others are asked. */
export function isPassedOn(time: number, openedAt: string, settings: GateSettings): boolean {
  return passesOn(settings) && time >= Date.parse(openedAt) + timeoutMs(settings);
}

/** True once it is time to remind of a gate. */
export function isReminded(time: number, openedAt: string, { remind }: GateSettings): boolean {
  if (remind === false) return false;
  const waits = remind === undefined ? undefined : parseDuration(remind);
  return time >= Date.parse(openedAt) + (waits ?? defaultRemindMs);
}

/** A point in time as the API writes it, in whole seconds. */
export function toApiTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function passesOn(settings: GateSettings): boolean {
  const to = settings["escalate-to"] ?? [];
  return settings["on-timeout"] === "escalate" && to.length > 0;
}

function timeoutMs({ timeout }: GateSettings): number {
  return (timeout === undefined ? undefined : parseDuration(timeout)) ?? defaultTimeoutMs;
}
