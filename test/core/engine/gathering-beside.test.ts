/** Branches that gather beside an inner fork. Spec: runtime §10.4. */
import { expect, it } from "vitest";
import { agent, graphOf, router } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

it("wait for no inner branch that has begun what they wait in front of", async () => {
  const graph = graphOf({
    entry: "out",
    nodes: [
      ...[router("out"), router("in"), agent("met", { await: "wait_all" })],
      ...["a", "b", "c", "elsewhere"].map((id) => agent(id)),
    ],
    edges: [
      ...["out -> a", "out -> in", "out -> elsewhere"],
      ...["in -> b", "in -> c", "a -> met", "b -> met"],
      ...["met -> done", "c -> done", "elsewhere -> done"],
    ],
  });
  const lasts: Readonly<Record<string, number>> = { c: 50_000, elsewhere: 90_000 };
  const stage = stageOf({
    graph,
    answers: ({ nodeId }) => ({ durationMs: lasts[nodeId] ?? 1_000 }),
  });

  await stage.start();

  const log = await stage.log();
  const begun = log.filter(({ type, node_id: node }) => type === "node_started" && node === "met");
  expect(begun.map(({ branch_id: branch }) => branch)).toEqual(["out#0.in/in#0.b", "out#0.a"]);
  expect(new Set(begun.map(({ timestamp }) => timestamp)).size).toBe(1);
});
