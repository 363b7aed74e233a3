import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { fold } from "#core/run/evolve/evolve.ts";
import { openSnapshot, readSnapshot, writeSnapshot } from "#core/run/snapshot/snapshot.ts";
import type { RunState } from "#core/run/state.ts";
import { graphOf, tool } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

const visits = 600;

/** One node that is visited more often than a page holds. */
const long = graphOf({
  entry: "work",
  nodes: [tool("work")],
  edges: [["work -> work", { when: "more", loop: "again" }], "work -> done"],
  loops: { again: visits },
});

async function longState(): Promise<RunState> {
  let n = 0;
  const stage = stageOf({
    graph: long,
    answers: () => {
      n += 1;
      return { output: { more: n < visits, text: "line\n],[\n" } };
    },
  });
  await stage.start();
  return fold(await stage.log());
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

it("gives any activation of a long run, then all of them", async () => {
  const before = await longState();

  const { document, pages } = openSnapshot(writeSnapshot(before, sha256), sha256);
  const after = readSnapshot(document, pages);

  expect(pages.length).toBeGreaterThan(2);
  expect(after.activations["work#300"]).toEqual(before.activations["work#300"]);
  expect({ ...after, index: null }).toEqual({ ...before, index: null });
  expect(Object.keys(after.activations)).toEqual(Object.keys(before.activations));
});

it("is one JSON document", async () => {
  const text = writeSnapshot(await longState(), sha256);

  expect(JSON.parse(text)).toMatchObject({ pages: { length: 4 } });
});

it("counts visits of a node whose name every object has", async () => {
  const graph = graphOf({ entry: "work", nodes: [tool("work")], edges: ["work -> done"] });
  const stage = stageOf({ graph });
  await stage.start();

  const text = writeSnapshot(fold(await stage.log()), sha256);
  const { document, pages } = openSnapshot(text, sha256);

  expect(readSnapshot(document, pages).branches[""]?.counts["constructor"]).toBeUndefined();
});
