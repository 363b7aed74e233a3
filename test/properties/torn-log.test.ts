import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createFileStore } from "#adapters/stores/file/file.ts";
import type { RunState } from "#core/run/state.ts";
import { agent, graphOf, human, join as joinNode, router, tool } from "#support/engine/graph.ts";
import { brokenInvariants } from "#support/engine/invariants.ts";
import { outcomeOf } from "#support/engine/outcome.ts";
import { playOut } from "#support/engine/play-out.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Stage } from "#support/engine/world.ts";

const graph = graphOf({
  entry: "a",
  nodes: [
    agent("a", { publish: "plan" }),
    router("f"),
    tool("b"),
    human("c"),
    router("g"),
    agent("d"),
    agent("e", { session: "inherit_if_available" }),
    joinNode("j"),
  ],
  edges: [
    "a -> f",
    "f -> b",
    "f -> c",
    "f -> g",
    "g -> d",
    "g -> e",
    "b -> j",
    "c -> j",
    "d -> j",
    "e -> j",
    "j -> done",
  ],
});

function stageIn(folder: string): Stage {
  return stageOf({
    graph,
    answers: ({ activationId }, { heard }) => ({
      output: { ok: true, by: `${activationId} ${heard}` },
      usage: { input_tokens: 3 },
    }),
    more: { store: createFileStore(folder) },
  });
}

async function endOf(folder: string, state: RunState): Promise<string> {
  const { events } = await createFileStore(folder).read("run_x");
  expect(brokenInvariants(events, state)).toEqual([]);
  return outcomeOf(state, events).whole;
}

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "iter-torn-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it("ends the same, at whatever byte its log is cut off", async () => {
  const whole = createFolder();
  const stage = stageIn(whole);
  const expected = await endOf(whole, await playOut(stage, await stage.start()));
  const log = readFileSync(join(whole, "runs", "run_x", "events.jsonl"));
  const conversations = join(whole, "runs", "run_x", "sessions");
  const torn = createFolder();

  for (let cut = log.indexOf("\n") + 1; cut < log.length; cut += 61) {
    const folder = join(torn, String(cut));
    mkdirSync(join(folder, "runs", "run_x"), { recursive: true });
    writeFileSync(join(folder, "runs", "run_x", "events.jsonl"), log.subarray(0, cut));
    // Conversations are written before what is said of them.
    cpSync(conversations, join(folder, "runs", "run_x", "sessions"), { recursive: true });
    const next = stageIn(folder);
    const state = await playOut(next, await next.resume());

    expect(await endOf(folder, state), `cut off at byte ${cut}`).toBe(expected);
  }
}, 120_000);
