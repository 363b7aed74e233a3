/** Ids that are longer than the name of a file may be: those of deep branches, of long names. */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joined } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { replayRun } from "#core/engine/lifecycle.ts";
import { fitName } from "#core/engine/spell-id.ts";
import { toText } from "#core/graph/value.ts";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import { agent, compute, graphOf, human, join, router } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Answers, Stage } from "#support/engine/world.ts";

const world = { sha256: (text: string) => createHash("sha256").update(text).digest("hex") };
const mostBytes = 255;
const long = (name: string): string => `${name}_security_review_of_the_change_それぞれの変更`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(joined(tmpdir(), "iter-long-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A stage on files, where names are as long as a file system takes them. */
function filed(graph: Graph, answers?: Answers): Stage & { files(of: string): string[] } {
  const store = createFileStore(folder);
  const stage = stageOf({ graph, ...(answers && { answers }), more: { store } });
  return {
    ...stage,
    log: async (runId = "run_x") => (await store.read(runId)).events,
    files: (of) => readdirSync(joined(folder, "runs", "run_x", of)),
  };
}

/** Two lines of nodes in the innermost of five forks. */
function nested(one: readonly GraphNode[], other: readonly GraphNode[]): Graph {
  const forks = [0, 1, 2, 3, 4].map((depth) => long(`fan${depth}`));
  const path = (nodes: readonly GraphNode[]): string[] => {
    const ids = [forks.at(-1) ?? "", ...nodes.map(({ id }) => id), "merge"];
    return ids.slice(1).map((id, at) => `${ids[at] ?? ""} -> ${id}`);
  };
  return graphOf({
    entry: forks[0] ?? "",
    nodes: [
      ...forks.flatMap((id) => [router(id), compute(`by_${id}`, { n: "1" })]),
      ...[...one, ...other, join("merge")],
    ],
    edges: [
      ...forks.slice(1).map((id, at) => `${forks[at] ?? ""} -> ${id}`),
      ...forks.flatMap((id) => [`${id} -> by_${id}`, `by_${id} -> merge`]),
      ...path(one),
      ...path(other),
      "merge -> done",
    ],
  });
}

const yes = (gate: string) => ({ gate, answers: { approved: true, reason: "" } });

it("have names of their own for their gates, which can be answered", async () => {
  const graph = nested([human(long("gate_one"))], [human(long("gate_other"))]);
  const stage = filed(graph);

  const { state } = await stage.start();
  const ids = Object.keys(state.interactions);
  const { state: last } = await filed(graph).resume({ answers: ["g1", "g2"].map(yes) });

  expect(state.status).toBe("paused_waiting_human");
  expect(new Set(ids).size).toBe(2);
  expect(ids.every((id) => id.startsWith("run_x_fan0_security"))).toBe(true);
  expect(stage.files("interactions").sort()).toEqual(ids.map((id) => `${id}.json`).sort());
  expect(last.status).toBe("finished");
});

it("have their answers in a replay, whatever that is called", async () => {
  const stage = filed(nested([human(long("gate"))], [human("short")]));
  await stage.start();
  await stage.resume({ answers: [yes("g1"), { gate: "g2", answers: { approved: false } }] });
  const recorded = await stage.log();
  const compile = (): Graph => nested([human(long("gate"))], [human("short")]);

  const { state } = await replayRun(stage.world, { recorded, compile, runId: "r".repeat(128) });

  const answers = Object.values(state.interactions).map((gate) => gate.answers?.["approved"]);
  expect(state.status).toBe("finished");
  expect(answers).toEqual([true, false]);
});

it("go on with their conversations after a resume", async () => {
  const graph = nested(
    [agent(long("work")), human("wait"), agent("last", { session: "inherit" })],
    [agent(long("other")), human("stay"), agent("end", { session: "inherit" })],
  );
  const heard: Record<string, number> = {};
  const answers: Answers = ({ nodeId }, call) => {
    heard[nodeId] = call.heard;
    return {};
  };
  await filed(graph, answers).start();

  const { state } = await filed(graph, answers).resume({ answers: ["g1", "g2"].map(yes) });

  expect(state.status).toBe("finished");
  expect(heard).toMatchObject({ last: 3, end: 3 });
});

it("have a folder for what a node publishes whose name alone is too long", async () => {
  const name = "長".repeat(100);
  const graph = graphOf({
    entry: name,
    nodes: [agent(name, { publish: "plan" })],
    edges: [`${name} -> done`],
  });
  const stage = filed(graph);

  const { state } = await stage.start();

  const written = (await stage.log()).find(({ type }) => type === "artifact_written");
  const path = toText(written?.data?.["path"] ?? "");
  expect(state.status).toBe("finished");
  expect(await stage.world.store.readFile("run_x", path)).toContain('"version": 0');
});

it("that an older version gave a gate don't keep its run from going on", async () => {
  const graph = graphOf({ entry: "gate", nodes: [human("gate")], edges: ["gate -> done"] });
  await filed(graph).start();
  const path = joined(folder, "runs", "run_x", "events.jsonl");
  const log = readFileSync(path, "utf8").replaceAll("run_x_gate-0", `run_x_${"g".repeat(300)}`);
  writeFileSync(path, log);
  rmSync(joined(folder, "runs", "run_x", "snapshot.json"));

  const { state } = await filed(graph).resume({ answers: [yes("g1")] });

  expect(state.status).toBe("finished");
});

it("are cut to what a file may be called, with room for what stands behind", () => {
  const name = "変更".repeat(60);

  const fitted = fitName(world, name);

  expect(fitted).toMatch(/^(?:変更)+変?-[0-9a-f]{16}$/);
  expect(Buffer.byteLength(`${fitted}.json.4194304-1000000.tmp`)).toBeLessThanOrEqual(mostBytes);
  expect(fitName(world, name)).toBe(fitted);
  expect(fitName(world, `${name}x`)).not.toBe(fitted);
  expect(fitName(world, "f".repeat(220))).toBe("f".repeat(220));
  expect(fitName(world, "f".repeat(221))).toHaveLength(220);
});
