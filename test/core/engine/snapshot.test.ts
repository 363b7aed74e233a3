import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { createControl } from "#core/engine/world.ts";
import type { World } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { RunStore } from "#core/ports/store.ts";
import type { RunEvent } from "#core/run/events.ts";
import { graphOf, human, tool } from "#support/engine/graph.ts";
import { nestedGraphs } from "#support/engine/random/nested-graph.ts";
import { answersOf, runsOf } from "#support/engine/random/random-runs.ts";
import type { RandomRun } from "#support/engine/random/random-runs.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Answers, Stage } from "#support/engine/world.ts";

const runs = Number(process.env["ITER_PROPERTY_RUNS"] ?? 10);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "iter-snapshot-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function pathOf(name: string, store = "store"): string {
  return join(folder, store, "runs", "run_x", name);
}

/** A loop that asks somebody every time round. */
const looping = graphOf({
  entry: "work",
  nodes: [tool("work"), human("gate")],
  edges: ["work -> gate", ["gate -> work", { loop: "again" }]],
  loops: { again: 200 },
});

/** A stage on files; how often the log was read whole is counted. */
function filed(
  graph: Graph,
  {
    store = "store",
    answers,
    more,
  }: { store?: string; answers?: Answers; more?: Partial<World> } = {},
): Stage & { readonly wholeReads: () => number; readonly files: RunStore } {
  const files = createFileStore(join(folder, store));
  let wholeReads = 0;
  const counted: RunStore = {
    ...files,
    read: (runId) => {
      wholeReads += 1;
      return files.read(runId);
    },
  };
  const stage = stageOf({ graph, ...(answers && { answers }), more: { store: counted, ...more } });
  // Models that hear of every event need the whole log.
  Reflect.deleteProperty(stage.world.models, "observe");
  return { ...stage, files, wholeReads: () => wholeReads };
}

async function eventsOf(files: RunStore): Promise<readonly RunEvent[]> {
  return (await files.read("run_x")).events;
}

const answer = { answers: [{ gate: null, answers: {} }] };

/** A run that waits at its second gate, and the same without a snapshot. */
async function paused(): Promise<void> {
  await filed(looping).start();
  await filed(looping).resume(answer);
}

it("goes on from the snapshot that a pause leaves, without reading the log whole", async () => {
  await paused();
  const stage = filed(looping);

  const { state } = await stage.resume(answer);

  expect(state.status).toBe("paused_waiting_human");
  expect(stage.wholeReads()).toBe(0);
});

it.each([
  ["is missing", (path: string) => rmSync(path)],
  ["is empty", (path: string) => truncateSync(path, 0)],
  ["is torn", (path: string) => truncateSync(path, statSync(path).size - 20)],
  [
    "is of another engine",
    (path: string) => edit(path, '"engine_version": "0.0.0"', '"engine_version": "9.9.9"'),
  ],
  [
    "is of another format",
    (path: string) => edit(path, '"format_version": 1', '"format_version": 2'),
  ],
  ["is of an older form", (path: string) => edit(path, /"form":\d+,/, "")],
  ["is of another line", (path: string) => edit(path, /"line_sha256": "../, '"line_sha256": "zz')],
  ["begins elsewhere", (path: string) => edit(path, /"offset": \d/, '"offset": 9')],
  ["is of another event", (path: string) => edit(path, /"seq": \d+,\n/, '"seq": 1,\n')],
  ["has no state", (path: string) => edit(path, /"state": .*/, '"state": {"run":{}}')],
  ["has another page", (path: string) => edit(path, '[["work#0"', '[["work#9"')],
  ["lost a page", (path: string) => edit(path, /\n\{"activations":.*\n/, "\n")],
  ["is a list", (path: string) => writeFileSync(path, "[]")],
] as const)("reads the log whole if the snapshot %s", async (_, spoil) => {
  await paused();
  cpSync(join(folder, "store"), join(folder, "whole"), { recursive: true });
  rmSync(pathOf("snapshot.json", "whole"));
  spoil(pathOf("snapshot.json"));
  const stage = filed(looping);
  const whole = filed(looping, { store: "whole" });

  const { state } = await stage.resume(answer);
  const { state: expected } = await whole.resume(answer);

  expect(stage.wholeReads()).toBeGreaterThan(0);
  expect(state).toEqual(expected);
  expect(await eventsOf(stage.files)).toEqual(await eventsOf(whole.files));
});

it("passes over the snapshot of a log that was put in this one's place", async () => {
  await paused();
  const log = readFileSync(pathOf("events.jsonl"), "utf8");
  writeFileSync(pathOf("events.jsonl"), log.replaceAll('"2026-', '"2025-'));
  const stage = filed(looping);

  await stage.resume(answer);

  expect(stage.wholeReads()).toBeGreaterThan(0);
});

it("reads the log whole if what comes after the snapshot is damaged, and says where", async () => {
  await paused();
  const lines = readFileSync(pathOf("events.jsonl"), "utf8").split("\n").length;
  writeFileSync(pathOf("events.jsonl"), "no event\n{}\n", { flag: "a" });

  await expect(filed(looping).resume(answer)).rejects.toMatchObject({
    code: "LOG_CORRUPT",
    message: expect.stringContaining(`events.jsonl:${lines} `) as string,
  });
});

it("drops a torn line after the snapshot and says so", async () => {
  await paused();
  writeFileSync(pathOf("events.jsonl"), '{"seq":', { flag: "a" });
  const stage = filed(looping);

  await stage.resume(answer);

  const repaired = (await eventsOf(stage.files)).filter(({ type }) => type === "log_repaired");
  expect(repaired.map(({ data }) => data)).toEqual([{ dropped_bytes: 7 }]);
  expect(stage.wholeReads()).toBe(0);
});

it("keeps a snapshot every 1,000 events, and nothing of a run that is over", async () => {
  const long = graphOf({
    entry: "work",
    nodes: [tool("work")],
    edges: [["work -> work", { when: "more", loop: "again" }], "work -> done"],
    loops: { again: 500 },
  });
  let n = 0;
  const sizes: number[] = [];
  const stage = filed(long, {
    answers: () => {
      n += 1;
      if (existsSync(pathOf("snapshot.json"))) sizes.push(seqOf(pathOf("snapshot.json")));
      return { output: { more: n < 500 } };
    },
  });

  await stage.start();

  const kept = [...new Set(sizes)];
  expect(kept).toHaveLength(2);
  expect(kept.every((seq, at) => seq - (kept[at - 1] ?? 0) >= 1_000)).toBe(true);
  expect(statSync(pathOf("snapshot.json")).size).toBeLessThan(300);
});

it("makes no difference to how a run goes on", async () => {
  await fc.assert(
    fc.asyncProperty(runsOf(nestedGraphs), fc.nat(60), fc.nat(60), async (run, first, second) => {
      rmSync(folder, { recursive: true, force: true });
      await stopAfter(run, first);
      await killAfter(run, second);
      cpSync(join(folder, "store"), join(folder, "whole"), { recursive: true });
      rmSync(pathOf("snapshot.json", "whole"), { force: true });
      const stage = filed(run.graph, { answers: answersByAttempt(run) });
      const whole = filed(run.graph, { answers: answersByAttempt(run), store: "whole" });

      const result = await stage.resume().then(({ state }) => state, codeOf);
      const expected = await whole.resume().then(({ state }) => state, codeOf);

      expect(result).toEqual(expected);
      expect(await eventsOf(stage.files)).toEqual(await eventsOf(whole.files));
    }),
    { numRuns: runs },
  );
}, 60_000);

/** Answers that depend on the place alone, without having heard of what happened before. */
function answersByAttempt(run: RandomRun): Answers {
  const answers = answersOf(run, 1);
  return (site, state) => answers(site, { ...state, failed: site.attempt - 1 });
}

/** Runs until some event; the process then stops as it should, and keeps a snapshot. */
async function stopAfter(run: RandomRun, count: number): Promise<void> {
  const control = createControl();
  let seen = 0;
  const reporter = {
    on: () => {
      seen += 1;
      if (seen === count) control.stop({ kind: "interrupt", reason: "test" });
    },
  };
  const stage = filed(run.graph, {
    answers: answersByAttempt(run),
    more: { reporters: [reporter] },
  });
  await stage.start({ control });
}

/** Goes on until some event and dies there. */
async function killAfter(run: RandomRun, count: number): Promise<void> {
  let seen = 0;
  const afterDurable = (): void => {
    seen += 1;
    if (seen > count) throw new Error("killed");
  };
  const stage = filed(run.graph, { answers: answersByAttempt(run), more: { afterDurable } });
  await stage.resume().catch(() => undefined);
}

function codeOf(error: unknown): unknown {
  return (error as { code?: string }).code ?? error;
}

function seqOf(path: string): number {
  return (JSON.parse(readFileSync(path, "utf8")) as { seq: number }).seq;
}

function edit(path: string, from: string | RegExp, to: string): void {
  const text = readFileSync(path, "utf8");
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${String(from)} is not in the snapshot`);
  writeFileSync(path, edited);
}
