import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter, root } from "#support/command-line.ts";

const nodes = [
  { id: "begin", type: "start", next: "look up" },
  { id: "look up", type: "tool", tool: "look", input: { it: "it's" }, next: "items" },
  { id: "items", type: "batch", items_path: "$.input.items", next: "both" },
  { id: "both", type: "parallel", branches: ["ask", "same"], next: "one" },
  { id: "ask", type: "llm", model: "simulate/any", prompt: "Is it\n\nfine?" },
  { id: "same", type: "transform", expression: "input.topic", next: "one" },
  { id: "one", type: "merge", sources: ["ask", "same"], policy: "first", next: "count" },
  { id: "count", type: "reduce", source: "items", operation: "count", next: "again" },
  {
    id: "again",
    type: "loop",
    condition: "!input.done && node_outputs.count != 3",
    body: "gate",
    next: "end",
    max_iterations: 2,
  },
  {
    id: "gate",
    type: "human_in_the_loop",
    decision_path: "input.d",
    on_approve: "again",
    on_reject: "end",
  },
  { id: "end", type: "end" },
];

function createFlow(): string {
  const folder = createFolder();
  writeFileSync(join(folder, "a.flow.json"), JSON.stringify({ name: "a flow", nodes }));
  writeFileSync(join(folder, "a.host.yaml"), 'tools: { look: { command: [cat, "-"] } }\n');
  return folder;
}

it("writes the nearest text, which can be run", async () => {
  const cwd = createFlow();

  const said = await iter(["convert", "a.flow.json", "-o", "a.iter"], { cwd });
  const valid = await iter(["validate", "a.iter"], { cwd });
  const run = await iter(
    ["run", "a.iter", "--simulate", "--no-interactive", "--var", 'input={"items":[],"done":true}'],
    { cwd },
  );

  expect(said, said.err).toMatchObject({ code: 0, out: "Written: a.iter\n" });
  expect(said.err).toContain("`gate` (human_in_the_loop): it always asks");
  expect(valid.code, valid.err).toBe(0);
  expect(run.out, run.err).toContain("Status: FINISHED");
  expect(readFileSync(join(cwd, "a.iter"), "utf8")).toContain(`workflow a_flow:
  entry: look_up

  again -> gate when "!(vars.input.done) && outputs.count.value != 3" as again_loop(2)
  again -> done
  both -> ask
  both -> same
  ask -> both_join
  same -> both_join
  both_join -> one
`);
});

it("writes nothing and lists every node that has no spelling", async () => {
  const said = await iter(["convert", "examples/flow/quiet_alarm.flow.json", "--json"], {
    cwd: root,
  });

  expect(said.code).toBe(2);
  expect(documentOf(said)).toMatchObject({
    converted: false,
    faults: [
      {
        node_id: "keep",
        line: 22,
        message: "`keep` (cache_write): nothing in `.iter` does what `cache_write` does",
      },
      { node_id: "known", line: 15 },
      { node_id: "ring", line: 37 },
      { node_id: "settle", line: 29 },
    ],
  });
});

it.each([
  [
    "a null",
    { id: "x", type: "condition", expression: "input.a == null", on_true: "end", on_false: "end" },
    "`null` has no word in `.iter`",
  ],
  [
    "the last answer",
    { id: "x", type: "transform", expression: "last_llm_output", next: "end" },
    "`last_llm_output` has no word in `.iter`",
  ],
  [
    "a list",
    { id: "x", type: "transform", expression: "[1]", next: "end" },
    "expressions of `.iter` have no lists",
  ],
  [
    "a prompt with a reference",
    { id: "x", type: "llm", model: "m/m", prompt: "{{a}}", next: "end" },
    "`{{` and `${` mean something in `.iter`",
  ],
  [
    "a loop without a bound",
    { id: "x", type: "loop", condition: "input.a", body: "end", next: "end" },
    "a loop of `.iter` needs a bound",
  ],
  [
    "the output of a condition",
    { id: "x", type: "transform", expression: "node_outputs.y", next: "end" },
    "nothing stands for the output of `y`",
  ],
])("has no spelling for %s", async (_what, node, message) => {
  const cwd = createFolder();
  const start = { id: "start", type: "start", next: "y" };
  const other = {
    id: "y",
    type: "condition",
    expression: "input.a",
    on_true: "x",
    on_false: "end",
  };
  const end = { id: "end", type: "end" };
  const flow = { name: "a", nodes: [start, other, node, end] };
  writeFileSync(join(cwd, "a.flow.json"), JSON.stringify(flow));

  const { code, err } = await iter(["convert", "a.flow.json"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain(message);
});
