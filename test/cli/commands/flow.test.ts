import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";
import { nestedText } from "#support/nested.ts";

const nodes = [
  { id: "start", type: "start", next: "look" },
  { id: "look", type: "tool", tool: "lookup", input: { k: 1 }, next: "each" },
  { id: "each", type: "map", tool: "iter.echo", items_path: "input.items", next: "ask" },
  { id: "ask", type: "llm", model: "small", prompt: "Is this fine?", next: "gate" },
  {
    id: "gate",
    type: "human_in_the_loop",
    decision_path: "input.decision",
    on_approve: "end",
    on_reject: "end",
  },
  { id: "end", type: "end" },
];

const lookup = `
let text = "";
process.stdin.on("data", (part) => (text += part)).on("end", () => {
  const { input, scope } = JSON.parse(text);
  if (scope.input.items.length === 0) { console.error("nothing to look up"); process.exit(3); }
  console.log(JSON.stringify({ got: input, items: scope.input.items.length }));
});
`;

function createFlow(changed: readonly object[] = nodes): string {
  const folder = createFolder();
  mkdirSync(join(folder, "tools"));
  writeFileSync(join(folder, "tools/lookup.js"), lookup);
  writeFileSync(
    join(folder, "review.flow.json"),
    JSON.stringify({ name: "review", nodes: changed }),
  );
  writeFileSync(
    join(folder, "review.host.yaml"),
    "tools:\n  lookup: { command: [node, tools/lookup.js] }\nmodels: { small: simulate/any }\n",
  );
  return folder;
}

it("validates a flow with its host, and places every fault", async () => {
  const cwd = createFlow();
  const broken = createFlow(
    nodes.map((one) => (one.id === "gate" ? { ...one, on_reject: "edn" } : one)),
  );

  const fine = await iter(["validate", "review.flow.json"], { cwd });
  const bad = await iter(["validate", "review.flow.json", "--json"], { cwd: broken });

  expect(fine).toMatchObject({ code: 0, err: "" });
  expect(fine.out).toContain("review.flow.json: valid: flow `review`, 6 nodes");
  expect(bad.code).toBe(2);
  expect(documentOf(bad)).toMatchObject({
    valid: false,
    diagnostics: [{ code: "UnknownTarget", node_id: "gate", line: 1, help: "did you mean `end`?" }],
  });
});

it("runs a flow with real commands, pauses at its gate and goes on", async () => {
  const cwd = createFlow();
  const words = ["run", "review.flow.json", "--simulate", "--run-id", "one", "--no-interactive"];

  const paused = await iter([...words, "--input", '{"items":[1,2]}', "--json"], { cwd });
  const refused = await iter(["resume", "--run-id", "one", "--answer", "decision=maybe"], { cwd });
  const done = await iter(["resume", "--run-id", "one", "--answer", "approved=no", "--json"], {
    cwd,
  });

  expect(paused.code).toBe(3);
  expect(documentOf(paused)).toMatchObject({
    flow: { status: "paused", node_outputs: { look: { got: { k: 1 }, items: 2 }, each: [1, 2] } },
  });
  expect(refused.code).toBe(2);
  expect(refused.err).toContain("a word such as approve or reject");
  expect(done.code).toBe(0);
  expect(documentOf(done)).toMatchObject({
    flow: {
      status: "completed",
      terminal_node_id: "end",
      node_outputs: { ask: "simulated answer of ask", gate: { approved: false, response: null } },
    },
  });
});

it("tells what a function said that failed", async () => {
  const cwd = createFlow();

  const failed = await iter(
    ["run", "review.flow.json", "--simulate", "--var", "items=[]", "--json"],
    { cwd },
  );

  expect(failed.code).toBe(1);
  expect(documentOf(failed)).toMatchObject({
    flow: {
      status: "failed",
      error: {
        code: "ToolRetryExhausted",
        node_id: "look",
        last_error: "tool execution failed: nothing to look up",
      },
    },
  });
});

it("draws a flow", async () => {
  const { code, out } = await iter(["diagram", "review.flow.json"], { cwd: createFlow() });

  expect(code).toBe(0);
  expect(out).toContain('  gate -- "approve" --> n_end');
});

it("lays a flow out and keeps what its author wrote", async () => {
  const { code, out } = await iter(["format", "review.flow.json", "--stdout"], {
    cwd: createFlow([{ id: "start", type: "start", next: " end ", "x-note": "mine" }]),
  });

  expect(code).toBe(0);
  expect(out).toContain('      "next": " end ",\n      "x-note": "mine"\n');
});

it.each([
  [{}, 'Hint: give it by `--input \'{"ask": {"small": …}}\'` to a new run'],
  [{ ask: {} }, 'Hint: give it by `--input \'{"ask": {"small": …}}\'` to a new run'],
  [{ ask: { smal: true } }, "Hint: did you mean `input.ask.smal`?"],
])("says how to give what the input %j lacks", async (input, hint) => {
  const test = {
    type: "condition",
    expression: "input.ask.small",
    on_true: "end",
    on_false: "end",
  };
  const cwd = createFlow([
    { id: "start", type: "start", next: "test" },
    { id: "test", ...test },
    { id: "end", type: "end" },
  ]);

  const { code, out } = await iter(["run", "review.flow.json", "--input", JSON.stringify(input)], {
    cwd,
  });

  expect(code).toBe(1);
  expect(out).toContain(hint);
});

it("takes a field that nobody knows for the one that is missing", async () => {
  const typo = { id: "test", type: "condition", expression: "input.a", on_true: "end" };
  const cwd = createFlow([
    { id: "start", type: "start", next: "test" },
    { ...typo, on_flase: "end" },
    { id: "end", type: "end" },
  ]);

  const { code, err } = await iter(["validate", "review.flow.json"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain("The node `test` lacks `on_false`.");
  expect(err).toContain("help: did you mean `on_false` by `on_flase`?");
});

it("shows the timeline of the latest run if none is named", async () => {
  const cwd = createFlow([
    { id: "start", type: "start", next: "end" },
    { id: "end", type: "end" },
  ]);
  await iter(["run", "review.flow.json"], { cwd });

  const { out } = await iter(["inspect", "--timeline"], { cwd });

  expect(out).toContain("end  node_completed");
});

it("explains the codes of flows", async () => {
  const { code, out } = await iter(["explain", "UnknownTarget"], { cwd: createFlow() });

  expect(code).toBe(0);
  expect(out).toContain("An edge that leads nowhere");
});

it.each([
  ["--preset", ["review.flow.json", "--preset", "p"], "`--preset` is for `.iter` files"],
  ["--recipe", ["review.flow.json", "--recipe", "r.yaml"], "`--recipe` is for `.iter` files"],
  ["--input", ["w.iter", "--input", "{}"], "`--input` is for flows, and `w.iter` is none."],
  ["--limit", ["w.iter", "--limit", "max_steps=1"], "`--limit` is for flows"],
])("refuses %s where it would mean nothing", async (_flag, words, said) => {
  const { code, err } = await iter(["run", ...words], { cwd: createFlow() });

  expect(code).toBe(2);
  expect(err).toContain(said);
});

it("fills the input from a file of variables, and from variables over it", async () => {
  const cwd = createFlow();
  writeFileSync(join(cwd, "vars.yaml"), "items: [1, 2, 3]\ndecision: no\n");
  const words = ["run", "review.flow.json", "--simulate", "--vars-file", "vars.yaml"];

  const run = await iter([...words, "--var", "decision=yes", "--json"], { cwd });

  expect(documentOf(run)).toMatchObject({
    flow: { node_outputs: { each: [1, 2, 3], gate: { approved: true } } },
  });
});

it.each([
  [["--input", nestedText(6000)], "`--input` nests deeper than 500 levels."],
  [["--var", `items=${nestedText(6000)}`], "`--var items` nests deeper than 500 levels."],
])("refuses an input that nests too deep: %#", async (words, message) => {
  const { code, err } = await iter(["run", "review.flow.json", "--simulate", ...words], {
    cwd: createFlow(),
  });

  expect(code).toBe(2);
  expect(err).toContain(message);
});
