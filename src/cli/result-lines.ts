/** The result of a run in a few lines, for people; programs read the document. */
import { isFields, toText } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import { toPrintable } from "#core/text/printable.ts";

const mostLines = 16;
const mostLinesOfField = 4;
const longestLine = 200;

/**
 * What a finished run came to, cut to a few lines; nothing for one that isn't over or says nothing.
 *
 * @example
 * resultLines(state, events); // ["Output:", "  approved: true"]
 */
export function resultLines(state: RunState, events: readonly RunEvent[]): string[] {
  if (state.status !== "finished") return [];
  const lines = linesOf(state.output ?? lastOutput(events));
  const shown = lines.slice(0, mostLines);
  const isCut = shown.length < lines.length || shown.some((line) => line.endsWith("…"));
  if (shown.length === 0) return [];
  return [
    "Output:",
    ...shown.map((line) => `  ${line}`),
    ...(isCut ? ["  … the report and `--json` have more"] : []),
  ];
}

/** A run whose branches ended one by one has no output of its own. */
function lastOutput(events: readonly RunEvent[]): Value {
  const last = events.findLast(({ type, data }) => type === "node_finished" && data?.["output"]);
  return last?.data?.["output"] ?? null;
}

function linesOf(output: Value): string[] {
  if (output === null || output === "") return [];
  if (!isFields(output)) return cutText(toText(output));
  return Object.entries(output)
    .filter(([name, value]) => !name.startsWith("_") && value !== "" && value !== null)
    .flatMap(([name, value]) => {
      const [first = "", ...rest] = cutText(toText(value));
      return [`${cutLine(toPrintable(name))}: ${first}`, ...rest.map((line) => `  ${line}`)];
    });
}

function cutText(text: string): string[] {
  const lines = toPrintable(text)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(cutLine);
  const rest = lines.length > mostLinesOfField ? ["…"] : [];
  return [...lines.slice(0, mostLinesOfField), ...rest];
}

function cutLine(line: string): string {
  const flat = line.trimEnd();
  return flat.length > longestLine ? `${flat.slice(0, longestLine)}…` : flat;
}
