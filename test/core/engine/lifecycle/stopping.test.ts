/** Runs that somebody or something stops. Spec: runtime §19. */
import { describe, expect, it } from "vitest";
import { createControl } from "#core/engine/world.ts";
import type { Stop } from "#core/engine/world.ts";
import type { RunEvent } from "#core/run/events.ts";
import { agent, graphOf } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Answers, Stage } from "#support/engine/world.ts";

function line(answers: Answers): Stage {
  const graph = graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] });
  return stageOf({ graph, answers });
}

/** The last event of a run, and the second at which it happened. */
async function endOf(stage: Stage): Promise<readonly [RunEvent | undefined, number]> {
  const log = await stage.log();
  const last = log.at(-1);
  const since = Date.parse(last?.timestamp ?? "") - Date.parse(log[0]?.timestamp ?? "");
  return [last, since / 1_000];
}

/** A run that is stopped some seconds after it has begun. */
async function stoppedAfter(seconds: number, stop: Stop, stage: Stage): Promise<void> {
  const control = createControl();
  void stage.clock.sleep(seconds * 1_000).then(() => control.stop(stop));
  await stage.start({ control });
}

describe("a run that is interrupted", () => {
  it.each(["interrupt", "soft"] as const)(
    "says by what, and that nothing has failed: %s",
    async (kind) => {
      const stage = line(() => ({ durationMs: 2_000 }));

      await stoppedAfter(1, { kind, reason: "SIGTERM" }, stage);

      const [last] = await endOf(stage);
      expect(last).toMatchObject({
        type: "run_failed",
        data: {
          error: "the run was interrupted (SIGTERM)",
          code: "INTERRUPTED",
          resumable: true,
          reason: "SIGTERM",
          hint: "resume it; nothing in it has failed",
        },
      });
    },
  );

  it("gently lets what is under way come to its end", async () => {
    const stage = line(() => ({ durationMs: 7_000 }));

    await stoppedAfter(1, { kind: "soft", reason: "SIGTERM" }, stage);

    expect((await endOf(stage))[1]).toBe(7);
    expect((await stage.resume()).state.status).toBe("finished");
    expect(stage.calls).toHaveLength(1);
  });

  it("gently doesn't wait until something may be tried again", async () => {
    const stage = line((_, { failed }) =>
      failed === 0 ? { error: { code: "RATE_LIMITED", retryAfterMs: 90_000 } } : {},
    );

    await stoppedAfter(10, { kind: "soft", reason: "SIGTERM" }, stage);

    expect((await endOf(stage))[1]).toBe(10);
    expect((await stage.resume()).state.status).toBe("finished");
  });
});

describe("a run that is cancelled", () => {
  it.each([
    ["by somebody", { reason: "wrong branch", by: "ada" }],
    ["by nobody who is known", { reason: "wrong branch" }],
  ])("says why, and by whom if that is known: %s", async (_, said) => {
    const stage = line(() => ({ durationMs: 5_000 }));

    await stoppedAfter(1, { kind: "cancel", ...said }, stage);

    const [last, seconds] = await endOf(stage);
    expect(last).toMatchObject({ type: "run_cancelled" });
    expect([last?.data, seconds]).toEqual([said, 1]);
  });

  it.each([
    [
      "what it was asked with",
      { reason: "wrong branch", by: "ada" },
      { reason: "wrong branch", by: "ada" },
    ],
    ["that it was asked to", {}, { reason: "cancel" }],
  ])("by another process says %s", async (_, asked, said) => {
    const stage = line(() => ({ durationMs: 5_000 }));
    void stage.clock.sleep(1_000).then(() => stage.store.requestCancel("run_x", asked));

    await stage.start();

    const [last] = await endOf(stage);
    expect([last?.type, last?.data]).toEqual(["run_cancelled", said]);
  });
});

it("a process that is to leave records nothing more, and another one goes on", async () => {
  const control = createControl();
  control.stop({ kind: "leave", reason: "asked" });
  const stage = line(() => ({}));

  await stage.start({ control });
  const types = (await stage.log()).map(({ type }) => type);
  const { state } = await stage.resume();

  expect(types).toEqual(["run_started"]);
  expect([state.status, stage.calls.length]).toEqual(["finished", 1]);
});

it("an invocation that takes too long ends, and the next one has its own time", async () => {
  const stage = line((_, { count }) => ({ durationMs: count === 0 ? 60_000 : 4_000 }));

  await stage.start({ timeoutMs: 5_000 });
  const [last, seconds] = await endOf(stage);
  const { state } = await stage.resume({ timeoutMs: 5_000 });

  expect(seconds).toBe(5);
  expect(last?.data).toMatchObject({
    error: "the invocation took longer than its timeout of 5 s",
    code: "TIMEOUT",
    resumable: true,
    hint: "resume it, with a larger `--timeout` if need be",
  });
  expect(state.status).toBe("finished");
});

it("a reporter that fails keeps neither the run nor the other reporters from going on", async () => {
  const heard: string[] = [];
  const broken = {
    on: () => {
      throw new Error("broken");
    },
  };
  const graph = graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] });
  const reporters = [broken, { on: ({ type }: RunEvent) => void heard.push(type) }];
  const stage = stageOf({ graph, more: { reporters } });

  const { state } = await stage.start();

  expect(state.status).toBe("finished");
  expect(heard).toEqual((await stage.log()).map(({ type }) => type));
});
