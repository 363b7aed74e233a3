/** What is said of a gate that `resume --from` went back behind: it neither waits nor was it answered. */
import { expect, it } from "vitest";
import type { RunStore } from "#core/ports/store.ts";
import { toGateDocument } from "#core/report/documents.ts";
import { openGates } from "#core/report/run-document.ts";
import { renderReport } from "#core/report/markdown.ts";
import { viewPage } from "#core/report/page/view-page.ts";
import { viewRun } from "#core/report/run-view.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { RunState } from "#core/run/state.ts";
import { agent, graphOf, human } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Stage } from "#support/engine/world.ts";

const graph = graphOf({
  entry: "a",
  nodes: [agent("a"), human("g")],
  edges: ["a -> g", "g -> done"],
});
const answers = { approved: true, reason: "" };

/** A run that has asked twice, because it went back before anybody answered. */
async function askedAgain(): Promise<Stage> {
  const stage = stageOf({ graph });
  await stage.start();
  await stage.resume({ from: "a" });
  return stage;
}

it("has no answer, and no time of one", async () => {
  const view = viewRun(await (await askedAgain()).log());

  const [withdrawn, open] = view.gates.map(toGateDocument);

  expect(withdrawn).toMatchObject({
    gate: "g1",
    answered_at: null,
    answers: null,
    withdrawn: true,
  });
  expect(open).toMatchObject({ gate: "g2", answered_at: null, answers: null });
  expect(open).not.toHaveProperty("withdrawn");
});

it("stands in the report as withdrawn, beside one that was answered", async () => {
  const stage = await askedAgain();
  await stage.resume({ answers: [{ gate: "g2", answers }] });

  const report = renderReport(viewRun(await stage.log()));

  const rows = report.split("\n").filter((line) => /^\| g\d /.test(line));
  expect(rows).toEqual([
    "| g1 | `g` | 2026-05-04 09:12:00 UTC | — | — | withdrawn |",
    "| g2 | `g` | 2026-05-04 09:12:00 UTC | 2026-05-04 09:12:00 UTC | ada | approved: true, reason: |",
  ]);
});

it("is withdrawn on the report's page", async () => {
  const events = await (await askedAgain()).log();

  const { run } = viewPage({ view: viewRun(events), events, graph });

  expect(run.facts.filter(({ name }) => name.startsWith("Gate"))).toEqual([
    { name: "Gate g1", value: "g, withdrawn" },
    { name: "Gate g2", value: "g, not answered" },
  ]);
});

it("is withdrawn in its file", async () => {
  const { store } = await askedAgain();

  expect(await gateFile(store, "run_x_g-0")).toMatchObject({ answered_at: null, withdrawn: true });
  expect(await gateFile(store, "run_x_g-1")).not.toHaveProperty("withdrawn");
});

it("waits for nobody, and can't be answered", async () => {
  const stage = await askedAgain();
  const state = fold(await stage.log());

  expect(labels(state)).toEqual(["g2"]);
  await expect(stage.resume({ answers: [{ gate: "g1", answers }] })).rejects.toThrow(/g1/);
});

async function gateFile(store: RunStore, id: string): Promise<unknown> {
  return JSON.parse((await store.readFile("run_x", `interactions/${id}.json`)) ?? "null");
}

function labels(state: RunState): string[] {
  return openGates(state).map(({ gate }) => gate);
}
