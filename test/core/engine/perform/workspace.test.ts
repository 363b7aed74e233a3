import { expect, it } from "vitest";
import type { World } from "#core/engine/world.ts";
import { agent, graphOf, join, router, tool } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

/** A branch whose failure is tolerated, in it a tool that is aborted; behind the meeting another tool. */
const graph = graphOf({
  entry: "outer",
  nodes: [
    router("outer"),
    agent("a"),
    router("inner"),
    tool("slow"),
    agent("c"),
    join("j"),
    join("k", { await: "best_effort" }),
    tool("after"),
  ],
  edges: [
    "outer -> a",
    "outer -> inner",
    "inner -> slow",
    "inner -> c",
    "slow -> j",
    "c -> j",
    "j -> k",
    "a -> k",
    "k -> after",
    "after -> done",
  ],
});

it("has the next tool wait for one that was aborted and takes its time to end", async () => {
  const told: string[] = [];
  const stage = stageOf({
    graph,
    answers: ({ nodeId }) =>
      nodeId === "c" ? { durationMs: 100, error: { code: "AUTH_FAILED" } } : {},
  });
  const { clock } = stage;
  const shell: World["shell"] = {
    async run({ site }) {
      told.push(`${site.nodeId} begins`);
      if (site.nodeId === "slow") await clock.sleep(5_000);
      told.push(`${site.nodeId} ends`);
      return { exitCode: 0, signal: null, stdout: "", stderr: "", durationMs: 0 };
    },
  };
  Object.assign(stage.world, { shell });

  const { state } = await stage.start();

  expect(state.status).toBe("finished");
  expect(told).toEqual(["slow begins", "slow ends", "after begins", "after ends"]);
});
