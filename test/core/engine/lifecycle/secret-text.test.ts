/** A run whose text has a secret in it neither begins nor goes on. Spec: runtime §20.1 (3), §26 (2). */
import { expect, it } from "vitest";
import { startRun } from "#core/engine/lifecycle.ts";
import type { RunPlan } from "#core/run/plan.ts";
import { keeperOf } from "#core/run/recordable.ts";
import { createRedactor, secretValues } from "#core/run/redact.ts";
import { graphOf, human, tool } from "#support/engine/graph.ts";
import { planOf, stageOf } from "#support/engine/world.ts";

const graph = graphOf({
  entry: "start_postgres",
  nodes: [tool("start_postgres"), human("ok")],
  edges: ["start_postgres -> ok", "ok -> done"],
});
const source = { path: "pg.iter", text: "tool start_postgres:\n", sha256: "00" };
const plan: RunPlan = { ...planOf(graph), source };
const refusal = {
  code: "INPUT_INVALID",
  message: expect.stringContaining("`PG_PASSWORD`") as string,
};

/** What a world of that environment has. */
function keeping(environment: Readonly<Record<string, string>>) {
  return keeperOf(createRedactor({ values: secretValues(environment) }), environment);
}

const withSecret = keeping({ PG_PASSWORD: "postgres" });

it("leaves nothing behind where it would have begun", async () => {
  const { world, store } = stageOf({ graph, more: withSecret });

  await expect(startRun(world, plan, { runId: "run_x" })).rejects.toMatchObject(refusal);

  expect(await store.exists("run_x")).toBe(false);
});

it("stays as it is where it would have gone on, and goes on without the secret", async () => {
  const first = stageOf({ graph, more: keeping({}) });
  const { store } = first;
  await startRun(first.world, plan, { runId: "run_x" });
  const before = await first.log();

  await expect(stageOf({ graph, store, more: withSecret }).resume()).rejects.toMatchObject(refusal);

  expect(await first.log()).toEqual(before);
  const answers = [{ gate: null, answers: { approved: true } }];
  const { state } = await stageOf({ graph, store, more: keeping({}) }).resume({ answers });
  expect(state.status).toBe("finished");
});

it("doesn't go on with another text that has it", async () => {
  const first = stageOf({ graph, more: keeping({ PG_PASSWORD: "tool start_my" }) });
  const { store } = first;
  await startRun(first.world, plan, { runId: "run_x" });
  const before = await first.log();
  const changed = { path: "my.iter", text: "tool start_my:\n", sha256: "11" };
  const stage = stageOf({ graph, store, more: keeping({ PG_PASSWORD: "tool start_my" }) });
  const compile = ({ text }: { readonly text: string }) =>
    text === changed.text ? { ...graph, hash: "another" } : graph;

  await expect(stage.resume({ source: changed, force: true, compile })).rejects.toMatchObject(
    refusal,
  );

  expect(await first.log()).toEqual(before);
});
