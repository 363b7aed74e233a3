/** Somebody who looks at a run's log and at what its tools did after every kill, and forgets nothing. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Line {
  readonly seq: number;
  readonly type: string;
  readonly run_id: string;
  readonly activation_id?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What is counted of runs. */
export interface Counts {
  /** Steps that are finished in the log. */
  readonly steps: number;
  /** Steps that were made again, or recorded again, though they were finished. */
  readonly twice: number;
  /** Events that were in the log and are not any more. */
  readonly lost: number;
  /** Events that are missing before another one. */
  readonly gaps: number;
  /** How often tools ran. */
  readonly attempts: number;
  /** Steps of tools that are finished. */
  readonly effects: number;
}

/** What has been found of a run so far. */
export interface Findings extends Counts {
  /** Its log has a line. */
  readonly begun: boolean;
  /** The run is finished. */
  readonly over: boolean;
  /** Activations that are finished. */
  readonly finished: readonly string[];
  /** Gates that are open, oldest first, and how many have answered. */
  readonly open: readonly { readonly gate: string; readonly answers: number }[];
}

/** Watches one run. */
export interface Witness {
  /** Whole lines in the log. */
  lines(): number;
  look(): Findings;
}

/** Watches a run of a folder. */
export function createWitness(folder: string, runId: string): Witness {
  const log = logOf(folder, runId);
  const made = new Map<string, number>();
  let seen: readonly string[] = [];
  let lost = 0;
  let twice = 0;

  function look(): Findings {
    const lines = wholeLines(log);
    lost += seen.filter((line, at) => lines[at] !== line).length;
    seen = lines;
    const { events, gaps } = inSequence(lines.map((line) => JSON.parse(line) as Line));
    const keys = finishedSteps(events);
    const marks = wholeLines(join(folder, "made.txt")).filter((key) => key.startsWith(`${runId}/`));
    const now = countLines(marks);
    for (const [key, times] of made) {
      if ((now.get(key) ?? 0) > times) twice += 1;
    }
    for (const key of keys) made.set(key, now.get(key) ?? 0);
    return {
      steps: new Set(keys).size,
      twice: twice + keys.length - new Set(keys).size,
      lost,
      gaps,
      attempts: marks.length,
      effects: new Set(keys.filter((key) => now.has(key))).size,
      begun: events.length > 0,
      over: events.at(-1)?.type === "run_finished",
      finished: activations(events),
      open: openGates(events),
    };
  }

  return { lines: () => wholeLines(log).length, look };
}

/** A run's folder; what runs work on lies in `work`. */
export function runOf(folder: string, runId: string): string {
  return join(folder, "work", ".iterion", "runs", runId);
}

function logOf(folder: string, runId: string): string {
  return join(runOf(folder, runId), "events.jsonl");
}

function wholeLines(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8").split("\n").slice(0, -1);
}

function countLines(lines: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

/** Lines of a writer that had slept, whose numbers are taken, count for nothing. Spec: runtime §3.3. */
function inSequence(lines: readonly Line[]): { readonly events: Line[]; readonly gaps: number } {
  const events: Line[] = [];
  let gaps = 0;
  for (const line of lines) {
    const expected = (events.at(-1)?.seq ?? -1) + 1;
    if (line.seq < expected) continue;
    gaps += line.seq - expected;
    events.push(line);
  }
  return { events, gaps };
}

/** The keys of steps that have a result, one for each time that it was recorded. */
function finishedSteps(events: readonly Line[]): string[] {
  return events.flatMap(({ type, run_id: run, activation_id: id, data }) =>
    type === "step_finished" && data?.["error"] === undefined
      ? [`${run}/${id ?? ""}/${JSON.stringify(data?.["step"]).slice(1, -1)}`]
      : [],
  );
}

function activations(events: readonly Line[]): string[] {
  return events.flatMap(({ type, activation_id: id }) =>
    type === "node_finished" && id !== undefined ? [id] : [],
  );
}

function openGates(events: readonly Line[]): Findings["open"] {
  const open = new Map<unknown, { gate: string; answers: number }>();
  for (const { type, data = {} } of events) {
    const id = data["interaction_id"];
    if (type === "human_input_requested")
      open.set(id, { gate: readText(data["gate"]), answers: 0 });
    if (type !== "human_answers_recorded") continue;
    const gate = open.get(id);
    if (gate) gate.answers += 1;
    if (data["closes"] === true) open.delete(id);
  }
  return [...open.values()];
}

function readText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
