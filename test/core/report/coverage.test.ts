import { expect, it } from "vitest";
import { addCoverages, coverEdges } from "#core/report/coverage.ts";
import type { RunEvent } from "#core/run/events.ts";
import { graphOfSource } from "#testing/packs/subject.ts";

const text = `schema verdict:
  ok: bool
  score: int

judge review:
  model: "simulate/any"
  output: verdict

agent fix:
  model: "simulate/any"

workflow w:
  entry: review
  review -> done when ok
  review -> fix when "score < 3" as again(2)
  review -> fail when not ok
  fix -> review
`;
const graph = graphOfSource({ path: "w.iter", text }, {});

function took(...edges: readonly number[]): readonly RunEvent[] {
  return edges.map((edge, seq) => ({
    seq,
    timestamp: "2026-05-04T09:00:00.000Z",
    run_id: "run_x",
    type: "edge_selected",
    data: { edge },
  }));
}

it("lists the edges that no run took, as and where they are written", () => {
  expect(coverEdges(graph, [took(0), took(0, 3)])).toEqual({
    edges: 4,
    taken: 2,
    percent: 50,
    missing: [
      {
        text: 'review -> fix when "score < 3" as again(2)',
        from: "review",
        to: "fix",
        line: 15,
        column: 3,
      },
      { text: "review -> fail when not ok", from: "review", to: "fail", line: 16, column: 3 },
    ],
  });
});

it("says 100 only if everything was taken", () => {
  const one = { edges: 999, taken: 998, percent: 99, missing: [] };

  expect(coverEdges(graph, [took(0, 1), took(2, 3)]).percent).toBe(100);
  expect(addCoverages([one, { edges: 1, taken: 1, percent: 100, missing: [] }])).toEqual({
    edges: 1000,
    taken: 999,
    percent: 99,
  });
});

it("misses nothing where there is nothing", () => {
  expect(coverEdges({ ...graph, edges: [] }, []).percent).toBe(100);
});

it("counts no edge of a graph that a node has called", () => {
  const [first, ...others] = took(0);
  if (first === undefined) throw new Error("There is no event.");
  const called: RunEvent = {
    ...first,
    type: "branch_started",
    branch_id: "use#0.use",
    data: { call: true },
  };
  const inside = [first, ...others].map((event) => ({ ...event, branch_id: "use#0.use" }));
  const deeper = inside.map((event) => ({ ...event, branch_id: "use#0.use/fork#0.a" }));

  expect(coverEdges(graph, [[called, ...inside, ...deeper]]).taken).toBe(0);
});
