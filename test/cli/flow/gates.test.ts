import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";

const gate = {
  id: "gate",
  type: "human_in_the_loop",
  decision_path: "input.decision",
  response_path: "input.response",
  on_approve: "write",
  on_reject: "end",
};
const nodes = [
  { id: "start", type: "start", next: "gate" },
  gate,
  { id: "write", type: "tool", tool: "iter.echo", input: 1, next: "end" },
  { id: "end", type: "end" },
];

function createFlow(changed: readonly object[] = nodes): string {
  const folder = createFolder();
  writeFileSync(join(folder, "gate.flow.json"), JSON.stringify({ name: "gate", nodes: changed }));
  return folder;
}

it("does not pause in the strict profile", async () => {
  const cwd = createFlow();

  const absent = await iter(["run", "gate.flow.json", "--strict", "--json"], { cwd });
  const empty = await iter(
    ["run", "gate.flow.json", "--strict", "--var", "decision=null", "--json"],
    { cwd },
  );

  expect(absent.code).toBe(1);
  expect(documentOf(absent)).toMatchObject({ flow: { error: { code: "MissingPath" } } });
  expect(documentOf(empty)).toMatchObject({ flow: { error: { code: "InvalidHumanDecision" } } });
});

it("takes a response that is JSON, and one that is a text", async () => {
  const cwd = createFlow();
  const play = async (id: string, response: string) => {
    await iter(["run", "gate.flow.json", "--run-id", id], { cwd });
    const words = ["--answer", "gate.decision=YES", "--answer", `gate.response=${response}`];
    return documentOf(await iter(["resume", "--run-id", id, ...words, "--json"], { cwd }));
  };

  expect(await play("json", '{"a":1}')).toMatchObject({
    flow: { node_outputs: { gate: { approved: true, response: { a: 1 } }, write: 1 } },
  });
  expect(await play("text", "fine by me")).toMatchObject({
    flow: { node_outputs: { gate: { response: "fine by me" } } },
  });
});

it("writes a record at a gate that another run begins at", async () => {
  const cwd = createFlow();
  await iter(["run", "gate.flow.json", "--run-id", "one", "--var", "a=1"], { cwd });

  const shown = await iter(["inspect", "one", "--checkpoint"], { cwd });
  const record = JSON.parse(shown.out) as Record<string, unknown>;
  writeFileSync(join(cwd, "at.json"), JSON.stringify({ ...record, workflow_name: "other" }));
  const words = ["run", "gate.flow.json", "--from-checkpoint", "at.json", "--json"];
  const again = await iter(words, { cwd });

  expect(record).toMatchObject({
    run_id: "one",
    workflow_name: "gate",
    step: 1,
    next_node_id: "gate",
    scope_snapshot: { input: { a: 1 }, node_outputs: {} },
  });
  expect(again.code).toBe(3);
  expect(again.err).toContain("the checkpoint is one of `other`");
  expect(documentOf(again)).toMatchObject({ flow: { events: [{ step: 1, node_id: "gate" }] } });

  const both = await iter([...words, "--var", "a=2"], { cwd });

  expect(both.code).toBe(2);
  expect(both.err).toContain("The input is that of the checkpoint.");
});

it("goes through a recorded flow again without asking or calling anybody", async () => {
  const cwd = createFlow();
  await iter(["run", "gate.flow.json", "--run-id", "one"], { cwd });
  const done = await iter(["resume", "--run-id", "one", "--answer", "decision=approve", "--json"], {
    cwd,
  });

  const again = await iter(["run", "--replay", "one", "--run-id", "two", "--json"], { cwd });

  expect(done.code).toBe(0);
  expect(again.code).toBe(0);
  const { flow: recorded } = documentOf(done) as { readonly flow: object };
  expect(documentOf(again)).toMatchObject({ flow: { ...recorded, run_id: "two" } });
});

const flaky = [
  { id: "start", type: "start", next: "try" },
  {
    id: "try",
    type: "retry_compensate",
    tool: "iter.fail",
    input: { message: "no luck" },
    max_retries: 2,
    compensate_tool: "iter.echo",
    compensate_input: "undone",
    next: "end",
  },
  { id: "end", type: "end" },
];

it("shows the timeline, what was tried again, and the trace with its check", async () => {
  const cwd = createFlow(flaky);
  await iter(["run", "gate.flow.json", "--run-id", "one"], { cwd });
  const written = readFileSync(join(cwd, ".iterion/runs/one/report.md"), "utf8");

  const timeline = await iter(["inspect", "one", "--timeline"], { cwd });
  const trace = await iter(["inspect", "one", "--trace", "--json"], { cwd });
  const report = await iter(["report", "one", "-o", "-"], { cwd });

  expect(timeline.out).toContain("   1  try  node_started\n   1  try  node_completed  {");
  expect(timeline.out).toContain(
    "Retries: try (retry_compensate) 2×: tool execution failed: no luck",
  );
  expect(documentOf(trace)).toMatchObject({
    trace: { metadata: { trace_id: "gate-v0-trace", finished_at_unix_ms: 7 } },
    check: { valid: true, total_events: 7, terminal_status: "completed" },
  });
  expect(report.out).toContain("## Retries\n\n- `try` (retry_compensate): 2, tool execution");
  expect(report.out).toBe(written);
});

it("has no checkpoint of a run that is over", async () => {
  const cwd = createFlow(flaky);
  await iter(["run", "gate.flow.json", "--run-id", "one"], { cwd });

  const over = await iter(["inspect", "one", "--checkpoint"], { cwd });

  expect(over).toMatchObject({ code: 2 });
  expect(over.err).toContain("The run `one` is over.");
});
