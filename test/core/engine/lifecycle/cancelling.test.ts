/** Runs that are cancelled from outside the process that drives them. Spec: runtime §19. */
import { describe, expect, it } from "vitest";
import { cancelRun } from "#core/engine/lifecycle.ts";
import { Refusal } from "#core/run/failure.ts";
import { agent, graphOf, human } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Stage } from "#support/engine/world.ts";

const waiting = graphOf({ entry: "g", nodes: [human("g")], edges: ["g -> done"] });

/** A run that waits for a person. */
async function paused(): Promise<Stage> {
  const stage = stageOf({ graph: waiting });
  await stage.start();
  return stage;
}

it.each([
  [
    { reason: "wrong branch", by: "ada" },
    { reason: "wrong branch", by: "ada" },
  ],
  [{}, { reason: "cancel" }],
])("a run that nobody drives is over at once: %j", async (asked, said) => {
  const stage = await paused();

  const state = await cancelRun(stage.world, { runId: "run_x", ...asked });

  expect(state.status).toBe("cancelled");
  expect((await stage.log()).at(-1)).toMatchObject({ type: "run_cancelled" });
  expect((await stage.log()).at(-1)?.data).toEqual(said);
  expect(await stage.store.holder("run_x")).toBeUndefined();
});

it("a run that is cancelled is not cancelled again", async () => {
  const stage = await paused();
  await cancelRun(stage.world, { runId: "run_x" });

  await expect(cancelRun(stage.world, { runId: "run_x" })).rejects.toMatchObject({
    code: "RESUME_INVALID",
    message: "the run is cancelled: nothing to cancel",
  });
});

it("a run that is finished has nothing to cancel", async () => {
  const stage = stageOf({
    graph: graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] }),
  });
  await stage.start();

  await expect(cancelRun(stage.world, { runId: "run_x" })).rejects.toMatchObject({
    message: "the run is finished: nothing to cancel",
  });
  expect((await stage.log()).at(-1)?.type).toBe("run_finished");
});

it("a run that has failed for now can be cancelled", async () => {
  const stage = stageOf({
    graph: graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] }),
    answers: () => ({ error: { code: "AUTH_FAILED" } }),
  });
  await stage.start();

  expect((await cancelRun(stage.world, { runId: "run_x" })).status).toBe("cancelled");
});

describe("a run that another process drives", () => {
  function driven(durationMs: number): Stage {
    const graph = graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] });
    return stageOf({ graph, answers: () => ({ durationMs }) });
  }

  it("is asked to stop, and waited for", async () => {
    const stage = driven(60_000);
    const run = stage.start();
    await stage.clock.sleep(1_000);

    const state = await cancelRun(stage.world, { runId: "run_x", reason: "enough", by: "ada" });

    expect(state.status).toBe("cancelled");
    expect((await run).state.status).toBe("cancelled");
    expect((await stage.log()).at(-1)?.data).toEqual({ reason: "enough", by: "ada" });
  });

  it("and that only waits is cancelled as soon as it is let go", async () => {
    const stage = await paused();
    const holder = await stage.store.acquire("run_x");
    const before = stage.clock.now();
    void stage.clock.sleep(1_000).then(() => holder.release());

    const cancelled = cancelRun(stage.world, { runId: "run_x", reason: "enough", by: "ada" });
    stage.clock.idle?.();

    expect((await cancelled).status).toBe("cancelled");
    expect(stage.clock.now() - before).toBe(1_000);
    expect((await stage.log()).at(-1)?.data).toEqual({ reason: "enough", by: "ada" });
    expect(await stage.store.holder("run_x")).toBeUndefined();
  });

  it("hears of it also if another one takes it meanwhile, who drops what was asked before", async () => {
    const stage = await paused();
    const first = await stage.store.acquire("run_x");
    const heard: unknown[] = [];
    void stage.clock.sleep(300).then(async () => {
      await first.release();
      const second = await stage.store.acquire("run_x");
      second.onCancelRequest((request) => heard.push(request));
      await stage.clock.sleep(2_000);
      await second.release();
    });

    const cancelled = cancelRun(stage.world, { runId: "run_x", reason: "enough" });
    stage.clock.idle?.();

    expect((await cancelled).status).toBe("cancelled");
    expect(heard[0]).toMatchObject({ reason: "enough" });
  });

  it("and that ends before it hears is left as it ended", async () => {
    const stage = driven(300);
    const run = stage.start();
    await stage.clock.sleep(100);
    const deaf = { ...stage.store, requestCancel: () => Promise.resolve() };

    const state = await cancelRun({ ...stage.world, store: deaf }, { runId: "run_x" });

    expect([state.status, (await run).state.status]).toEqual(["finished", "finished"]);
    expect((await stage.log()).at(-1)?.type).toBe("run_finished");
  });

  it("that doesn't hear is left after a while", async () => {
    const stage = await paused();
    const locked = new Refusal("RUN_LOCKED", "it is written");
    const log = (await stage.log()).slice(0, 1);
    stage.store.put("run_x", log);
    const asked: unknown[] = [];
    const store = {
      ...stage.store,
      acquire: () => Promise.reject(locked),
      requestCancel: (runId: string, request?: unknown) => {
        asked.push([runId, request]);
        return Promise.resolve();
      },
    };
    const before = stage.clock.now();
    const cancelled = cancelRun({ ...stage.world, store }, { runId: "run_x", reason: "enough" });
    stage.clock.idle?.();

    const state = await cancelled;

    expect(state.status).toBe("running");
    expect(stage.clock.now() - before).toBe(15_000);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked[0]).toEqual(["run_x", { runId: "run_x", reason: "enough" }]);
  });

  it("whose store fails otherwise is told of that", async () => {
    const stage = await paused();
    const full = new Refusal("STORE_FAILED", "no space");
    const store = { ...stage.store, acquire: () => Promise.reject(full) };

    await expect(cancelRun({ ...stage.world, store }, { runId: "run_x" })).rejects.toBe(full);
  });
});
