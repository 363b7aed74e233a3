/** The format of flow traces: traces and what their check says, and the trace of one run. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { toCanonicalJson } from "#core/graph/hash.ts";
import type { Value } from "#core/graph/value.ts";
import { replayTrace } from "#core/report/flow/trace.ts";
import type { TraceEvent } from "#core/report/flow/trace.ts";
import type { Mismatch, PackCase } from "../case.ts";
import { playFlowRun } from "./play-run.ts";
import { readFlowRun } from "./read-run.ts";

const event: z.ZodType<TraceEvent> = z.strictObject({
  seq: z.int(),
  timestamp_unix_ms: z.int(),
  event: z.enum(["node_enter", "node_exit", "node_error", "terminal"]),
  node_id: z.string().exactOptional(),
  message: z.string().exactOptional(),
  status: z.enum(["completed", "failed"]).exactOptional(),
});
const pack = z.strictObject({
  format: z.literal("flow-traces-1"),
  recorded: z.strictObject({ run: z.string(), trace: z.json() }),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      events: z.array(event),
      report: z.json().optional(),
      violations: z.array(z.tuple([z.string(), z.int().nullable()])).optional(),
    }),
  ),
});

/** The cases of such a file, or null if it holds something else. */
export function flowTraceCases(path: string): readonly PackCase[] | null {
  const read = pack.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!read.success) return null;
  const { recorded, checks } = read.data;
  const folder = join(dirname(path), "runs", recorded.run);
  const compared = checks.map(({ name, events, report, violations }) =>
    traceCase(path, name, () => {
      const found = replayTrace({ events });
      if (!("violations" in found)) return compare(name, report ?? null, { ...found });
      const pairs = found.violations.map(({ code, event_index: at }) => [code, at]);
      return compare(name, violations ?? null, pairs);
    }),
  );
  if (!existsSync(folder)) return compared;
  const played = traceCase(path, `the trace of ${recorded.run}`, async () => {
    const { result } = await playFlowRun(readFlowRun(folder), createMemoryStore());
    return compare("trace", recorded.trace, JSON.parse(JSON.stringify(result.trace)) as Value);
  });
  return [played, ...compared];
}

type Play = () => readonly Mismatch[] | Promise<readonly Mismatch[]>;

function traceCase(path: string, name: string, play: Play): PackCase {
  return { format: "runs", name: `flow/traces: ${name}`, path, play: async () => play() };
}

function compare(what: string, wanted: Value, got: Value): readonly Mismatch[] {
  const [expected, actual] = [toCanonicalJson(wanted), toCanonicalJson(got)];
  return expected === actual ? [] : [{ what, expected, actual }];
}
