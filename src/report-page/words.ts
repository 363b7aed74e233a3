/** Marks and times in words and signs. */
import type { Mark } from "#core/report/page/page-data.ts";
import { formatDuration } from "#core/report/format.ts";

/** What a mark says. */
export const markWords: Readonly<Record<Mark, string>> = {
  idle: "not reached",
  running: "running",
  waiting: "waiting",
  done: "done",
  failed: "failed",
};

/** Its sign, which says the same without colour. */
export const markSigns: Readonly<Record<Mark, string>> = {
  idle: "",
  running: "▶",
  waiting: "⏸",
  done: "✓",
  failed: "✗",
};

/** A time after the start. */
export function printOffset(ms: number): string {
  return ms < 1000 ? `+${Math.round(ms)} ms` : `+${formatDuration(ms)}`;
}
