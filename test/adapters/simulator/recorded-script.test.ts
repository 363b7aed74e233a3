import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readScript } from "#adapters/simulator/read-script.ts";
import { writeScript } from "#adapters/simulator/write-script.ts";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { toScript } from "#core/report/recorded-script.ts";
import type { Fields } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import { findCases } from "#testing/packs/find-cases.ts";
import { playInProcess } from "#testing/packs/runs/in-process.ts";
import { visitedOf } from "#core/report/check/log-view.ts";
import { playScenario } from "#testing/packs/runs/play.ts";
import { readScenario } from "#testing/packs/runs/read-scenario.ts";
import type { Scenario } from "#testing/packs/runs/scenario.ts";

/** Those that are one run, with nothing happening to it from outside. */
const scenarios = findCases(join(import.meta.dirname, "../../cases/runs"))
  .map(({ path }) => readScenario(path))
  .filter(({ phases, expected }) => {
    const [first] = phases;
    const plain = first?.crash_after === undefined && first?.signal_after === undefined;
    return phases.length === 1 && plain && expected.status !== "none";
  });

async function play(scenario: Scenario): Promise<readonly RunEvent[]> {
  return (await playScenario(scenario, playInProcess, createMemoryStore)).log;
}

/** The scenario with another script. */
async function playWith(scenario: Scenario, script: Fields): Promise<readonly RunEvent[]> {
  const folder = mkdtempSync(join(tmpdir(), "iter-recorded-"));
  try {
    cpSync(scenario.folder, folder, { recursive: true });
    writeFileSync(join(folder, "script.yaml"), writeScript(script, ["Recorded."]));
    return await play({ ...scenario, folder, runTools: false });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Facts without what a script can't say: sessions of delegates, and whether a cost was computed. */
function facts(events: readonly RunEvent[]) {
  const kept = ["step_finished", "node_finished", "node_failed", "edge_selected", "run_failed"];
  return events
    .filter(({ type }) => kept.includes(type))
    .map(({ type, node_id: node, branch_id: branch, timestamp, data = {} }) => ({
      type,
      node,
      branch,
      timestamp,
      output: data["output"],
      code: data["code"],
      edge: data["edge"],
      tokens: data["_tokens"] ?? 0,
      cost: data["_cost_usd"] ?? 0,
    }));
}

describe.concurrent("every scenario", () => {
  it.for(scenarios)("$name comes to the same from its recorded script", async (scenario) => {
    const recorded = await play(scenario);

    const again = await playWith(scenario, toScript(recorded));

    expect(visitedOf(again)).toEqual(visitedOf(recorded));
    expect(facts(again)).toEqual(facts(recorded));
  });
});

it("says nodes by branch only where several branches called them", () => {
  const step = (node: string, branch: string | undefined, seq: number): RunEvent => ({
    seq,
    timestamp: "2026-05-04T09:00:00.000Z",
    run_id: "run_x",
    type: "step_finished",
    node_id: node,
    activation_id: `${branch ?? ""}/${node}#0`,
    ...(branch === undefined ? {} : { branch_id: branch }),
    data: { step: "model:0", attempt: 1, result: { text: `{"n":${seq}}` } },
  });
  const script = toScript([step("a", "f#0.a", 1), step("b", "f#0.b", 2), step("b", undefined, 3)]);

  expect(script).toEqual({
    nodes: {
      a: [{ output: { n: 1 } }],
      "f#0.b/b": [{ output: { n: 2 } }],
      b: [{ output: { n: 3 } }],
    },
  });
});

it("can be read again, whatever the texts are", () => {
  const texts = [
    "yes",
    "null",
    "1.0",
    "# no comment",
    "- list",
    "a: b",
    "  blanks  \n\n",
    "ü\t'\"",
  ];
  const script = { nodes: { a: texts.map((text) => ({ text })) } };

  const read = readScript(writeScript(script, ["A script."]), "recorded.yaml");

  expect(read.nodes.get("a")?.map(({ reply }) => reply)).toEqual(
    texts.map((text) => ({ kind: "text", text })),
  );
});
