/** What a recorded run was told, step by step, and nothing else. Spec: runtime §28. */
import { describe, expect, it } from "vitest";
import { closeWorld } from "#core/engine/playback.ts";
import type { Playback } from "#core/engine/playback.ts";
import type { World } from "#core/engine/world.ts";
import type { CallSite } from "#core/ports/model.ts";
import { discoverStep } from "#core/run/discovered-tools.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { EventType, RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import type { Fields } from "#core/graph/value.ts";
import { agent, graphOf } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

const graph = graphOf({
  entry: "a",
  nodes: [agent("a"), agent("b")],
  edges: ["a -> b", "b -> done"],
});
const model: CallSite = {
  runId: "run_again",
  nodeId: "a",
  activationId: "a#0",
  step: "model:0",
  attempt: 1,
} as CallSite;
const later: CallSite = { ...model, nodeId: "b", activationId: "b#0" };

type Told = readonly [type: EventType, data?: Fields, activation?: string];

/** A log of a run in which this was told, a second after each other. */
function recording(...told: readonly Told[]): RunEvent[] {
  const all: readonly Told[] = [["run_started", { entry: "a", writer: { epoch: 1 } }], ...told];
  return all.map(([type, data = {}, activation], seq) => ({
    seq,
    type,
    timestamp: `2026-05-04T09:12:${String(seq).padStart(2, "0")}.000Z`,
    run_id: "run_old",
    ...(activation === undefined
      ? {}
      : { activation_id: activation, node_id: activation.replace(/#.*/, "") }),
    data,
  }));
}

interface Closed {
  readonly world: World;
  readonly playback: Playback;
  /** The replay records so. */
  readonly tell: (...told: Told) => void;
}

function close(...told: readonly Told[]): Closed {
  const world = closeWorld(stageOf({ graph }).world, recording(...told));
  const { playback } = world;
  if (!playback) throw new Error("Nothing is played.");
  let seq = 0;
  return {
    world,
    playback,
    tell(type, data = {}, activation) {
      const [event] = recording([type, data, activation ?? ""]).slice(-1);
      if (event) world.models.observe?.({ ...event, seq: seq++, run_id: "run_again" });
    },
  };
}

const began: Told = ["step_started", { step: "model:0", attempt: 1 }, "a#0"];
const ended = (n: number): Told => [
  "step_finished",
  { step: "model:0", attempt: n, result: { n } },
  "a#0",
];

describe("a step", () => {
  it("gets what its attempts got, in their order, then nothing", () => {
    const { playback, tell } = close(began, ended(1), began, ended(2));

    expect(playback.next(model)).toMatchObject({
      ...{ result: { n: 1 }, durationMs: 1_000 },
      ...{ begun: { at: 1, workedMs: 1_000 }, ended: { at: 2, workedMs: 2_000 } },
    });
    expect(playback.next(model)).toMatchObject({ result: { n: 1 } });
    tell(...ended(1));
    expect(playback.next(model)).toMatchObject({ result: { n: 2 } });
    tell(...ended(2));
    expect(playback.next(model)).toBeUndefined();
  });

  it("gets nothing of another step or activation", () => {
    const { playback, tell } = close(began, ended(1));

    expect(playback.next({ ...model, step: "model:1" })).toBeUndefined();
    expect(playback.next(later)).toBeUndefined();
    tell("step_finished", { step: "model:1" }, "a#0");
    tell("step_finished", { step: "model:0" }, "b#0");
    tell("step_started", { step: "model:0" }, "a#0");
    tell("step_finished", {}, "a#0");
    expect(playback.next(model)).toMatchObject({ result: { n: 1 } });
  });

  it("that was never made fails, and says where to look", () => {
    const { playback } = close(began);

    expect(playback.mismatch(later).failure).toEqual({
      code: "REPLAY_MISMATCH",
      message: "the recorded run has no further step `model:0` of `b#0`",
      hint: "`iter inspect --run-id run_old --events --node b` shows what it has",
      retryable: false,
    });
  });
});

it("answers are found by their question, whatever the run is called", () => {
  const asked = (id: string, activation: string, about?: string): Told => [
    "human_input_requested",
    { interaction_id: id, ...(about === undefined ? {} : { about }) },
    activation,
  ];
  const answered = (id: string, by: string): Told => [
    "human_answers_recorded",
    { interaction_id: id, answers: { ok: by }, by, via: "cli" },
  ];
  const { playback } = close(
    ...[asked("run_old_a-0", "a#0"), asked("run_old_b-0", "b#0"), asked("cut-1f", "a#0")],
    ...[asked("files_1", "a#0", "files"), asked("files_2", "b#0", "files")],
    ...[answered("run_old_a-0", "ada"), answered("run_old_a-0", "bob")],
    ...[answered("run_old_b-0", "cy"), answered("cut-1f", "di"), answered("files_2", "ed")],
  );
  const by = (activationId: string, ordinal: number, about = ""): readonly string[] =>
    playback.answers(`${activationId}/${about}/${ordinal}`).map((answer) => answer.by);

  expect([by("a#0", 1), by("b#0", 1), by("a#0", 2)]).toEqual([["ada", "bob"], ["cy"], ["di"]]);
  expect([by("a#0", 1, "files"), by("b#0", 2, "files"), by("c#0", 1)]).toEqual([[], ["ed"], []]);
  expect(playback.answers("b#0//1")).toMatchObject([
    { answers: { ok: "cy" }, by: "cy", via: "cli" },
  ]);
});

describe("a run that came to stand", () => {
  const failed = (code: string): Told => [
    "run_failed",
    { error: "it stood", code, resumable: true },
  ];
  const stopped = failed("INTERRUPTED");
  const paused: Told = ["run_paused", { gates: ["g1"] }];
  const resumed = (data: Fields = {}): Told => ["run_resumed", { resumed_from: "failed", ...data }];
  const asked: Told = ["human_input_requested", { interaction_id: "run_old_b#0" }, "b#0"];
  const answered: Told = [
    "human_answers_recorded",
    { interaction_id: "run_old_b#0", answers: { ok: true }, by: "ada", via: "cli", closes: true },
    "b#0",
  ];
  /** What a replay came to in which this was told. */
  const standing = (...told: readonly Told[]): RunState => fold(recording(...told));
  const byFailure = standing(failed("TOOL_FAILED"));
  const byQuestion = standing(paused);

  it("by a failure of its own has no stop from outside", () => {
    const { playback } = close(
      began,
      ["node_failed", { code: "AUTH_FAILED" }, "a#0"],
      failed("AUTH_FAILED"),
    );

    expect(playback.ahead()).toMatchObject({ outside: null, resume: null });
  });

  it("by a signal stands there", () => {
    const { playback } = close(began, stopped);

    expect(playback.ahead()?.outside).toMatchObject([
      { type: "run_failed", data: { code: "INTERRUPTED", replayed: true } },
    ]);
  });

  it("stood there if somebody answered before it went on, unless it only waited for that", () => {
    const cut = close(asked, stopped, answered, resumed());
    const waited = close(asked, paused, answered, resumed());

    expect(cut.playback.ahead()).toMatchObject({ by: "other", resume: {} });
    expect(waited.playback.ahead()?.resume).toBeNull();
  });

  it("goes back on the brink of a failure, of which the replay comes to know", () => {
    const { playback } = close(
      ...[began, resumed({ from: "a#0", n: 1 })],
      ...[failed("TOOL_FAILED"), resumed({ n: 2 }), stopped],
    );

    expect(playback.takeResume(byFailure)).toMatchObject({ data: { n: 1 }, stop: 0 });
    expect(playback.takeResume(byFailure)).toMatchObject({ data: { n: 2 }, stop: 1 });
  });

  it("and went on as it was did not stand there for a replay, unless it had failed", () => {
    const passed = close(stopped, resumed(), paused, resumed(), failed("CANCELLED"));
    const stood = [{ from: "a#0" }, { budget: { max_tokens: 5 } }, { rearm: ["l"] }].flatMap(
      (change) => [close(stopped, resumed(change)), close(paused, resumed(change))],
    );
    const failing = close(failed("TOOL_FAILED"), resumed());

    expect(passed.playback.ahead()?.resume).toBeNull();
    for (const { playback } of stood) expect(playback.ahead()?.resume).not.toBeNull();
    expect(failing.playback.ahead()).toMatchObject({ by: "failure", resume: {} });
  });

  it("goes on as it did, each time once", () => {
    const fault = failed("TOOL_FAILED");
    const { playback } = close(fault, resumed({ n: 1 }), fault, resumed({ n: 2 }), fault);

    expect(playback.takeResume(byFailure)).toMatchObject({ data: { n: 1 }, stop: 0 });
    expect(playback.takeResume(byFailure)).toMatchObject({ data: { n: 2 }, stop: 1 });
    expect(playback.takeResume(byFailure)).toBeUndefined();
    expect(playback.takeResume(byFailure)).toBeUndefined();
  });

  it("does not go on after a failure because it had been answered, or cancelled", () => {
    const fault = failed("TOOL_FAILED");

    for (const stop of [paused, stopped]) {
      const { playback } = close(stop, resumed(), fault);
      expect(playback.takeResume(byFailure)).toBeUndefined();
    }
  });

  it("does not go on where the replay alone was stopped", () => {
    const { playback } = close(failed("TOOL_FAILED"), resumed());

    expect(playback.takeResume(standing(["run_cancelled"]))).toBeUndefined();
    expect(playback.takeResume(standing(stopped))).toBeUndefined();
    expect(playback.takeResume(standing(failed("REPLAY_MISMATCH")))).toBeUndefined();
    expect(playback.takeResume(byQuestion)).toBeUndefined();
  });

  it("goes on where the replay was stopped as it had been", () => {
    const { playback, tell } = close(stopped, resumed({ from: "a#0", n: 1 }));
    const replayed = standing(stopped);

    expect(playback.takeResume(replayed)).toBeUndefined();
    tell("run_failed", { replayed: true });
    expect(playback.takeResume(replayed)).toMatchObject({ data: { n: 1 } });
  });

  it("goes on behind what another process has replayed of it", () => {
    const fault = failed("TOOL_FAILED");
    const { playback, tell } = close(fault, resumed({ n: 1 }), fault, resumed({ n: 2 }), fault);

    tell("run_resumed", { n: 0 });
    tell("run_finished", { replayed: true });
    tell("run_resumed", { n: 1, replayed: true });

    expect(playback.takeResume(byFailure)).toMatchObject({ data: { n: 2 } });
    tell("run_resumed", { n: 2, replayed: true, stop: 1 });
    expect(playback.takeResume(byFailure)).toBeUndefined();
  });

  it("takes the limits along that were changed where a replay has nothing to stand at", () => {
    const change = (n: number) => resumed({ budget: { max_tokens: n, max_iterations: 2 * n } });
    const { playback } = close(
      ...[stopped, change(1), stopped, resumed({ budget: { max_tokens: 9 } })],
      ...[failed("TOOL_FAILED"), resumed(), stopped],
    );

    expect(playback.takeResume(byFailure)).toMatchObject({
      data: { budget: { max_tokens: 9, max_iterations: 2 } },
      stop: 2,
    });
    expect(playback.ahead()?.resume).toBeNull();
  });

  it("has what came later only once the replay is behind that stop", () => {
    const { playback } = close(
      ...[asked, began, failed("TOOL_FAILED"), answered, resumed()],
      ...[began, ended(1), paused, answered, resumed()],
    );

    expect(playback.next(model)).toBeUndefined();
    expect(playback.answers("b#0//1")).toHaveLength(0);
    playback.takeResume(byFailure);
    expect(playback.next(model)).toMatchObject({ result: { n: 1 } });
    expect(playback.answers("b#0//1")).toHaveLength(2);
  });
});

describe("the world of a replay", () => {
  it("reaches nothing outside", async () => {
    const { world } = close(began);
    const nothing = expect.objectContaining({
      failure: {
        code: "REPLAY_MISMATCH",
        message: "a replay reaches nothing outside",
        retryable: false,
      },
    }) as Error;
    const none = undefined as never;
    const reached = [
      () => world.models.generate(none, none),
      () => world.delegates.execute(none, none),
      () => world.shell.run(none, none),
      () => world.tools.call("any", none, none),
    ];

    for (const reach of reached) await expect(reach()).rejects.toEqual(nothing);
  });

  it("lets every model be asked for, and knows the tools that there are", () => {
    const { world } = close(began);

    expect(world.models.hasPrice("any/thing")).toBe(true);
    expect(world.models.check("any/thing")).toBeUndefined();
    expect(world.delegates.check("claude_code")).toBeUndefined();
    expect(world.tools.list()).toEqual([]);
    expect(world.tools.readsOnly("read_file")).toBe(true);
    expect(world.tools.readsOnly("write_file")).toBe(false);
  });

  it("asks servers for their tools only where the recorded run did", () => {
    const worlds = ["model:0", discoverStep, `${discoverStep}~2`].map(
      (step) => close(["step_started", { step }, "a#0"]).world,
    );

    expect(worlds.map(({ tools }) => "discover" in tools)).toEqual([false, true, true]);
  });
});
