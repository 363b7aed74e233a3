import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";

const ends = [
  { id: "start", type: "start", next: "look" },
  { id: "end", type: "end" },
];
const look = { id: "look", type: "tool", tool: "lookup", input: 1, next: "gate" };
const gate = {
  id: "gate",
  type: "human_in_the_loop",
  decision_path: "input.decision",
  on_approve: "end",
  on_reject: "end",
};
const checks = { name: "checks", nodes: [...ends, look, gate] };
const host = { tools: { lookup: { builtin: "iter.echo" } } };

const main = `schema seen:
  look: json

compute prepare:
  expr:
    topic: "'dogs'"

use check:
  file: "flows/checks.flow.json"
  output: seen

workflow w:
  entry: prepare
  prepare -> check
  check -> done
`;

function createFiles(files: Readonly<Record<string, string | object>>): string {
  const folder = createFolder();
  mkdirSync(join(folder, ".git"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const files = {
  "main.iter": main,
  "flows/checks.flow.json": checks,
  "flows/checks.host.json": host,
};

it("pauses in a flow that a workflow uses, and goes on when there is an answer", async () => {
  const cwd = createFiles(files);

  const paused = await iter(["run", "main.iter", "--run-id", "one", "--json"], { cwd });
  const words = ["resume", "--run-id", "one", "--answer", "gate.decision=approve", "--json"];
  const done = await iter(words, { cwd });

  expect(paused.code).toBe(3);
  expect(documentOf(paused)).toMatchObject({ gates: [{ node_id: "gate" }] });
  expect(done.code).toBe(0);
  expect(documentOf(done)).toMatchObject({
    output: { look: 1, gate: { approved: true, response: null } },
  });
});

it("goes on with a flow whose file is the same, named or not", async () => {
  const cwd = createFiles({ "checks.flow.json": checks, "checks.host.json": host });
  await iter(["run", "checks.flow.json", "--run-id", "one"], { cwd });
  const words = ["resume", "--run-id", "one"];

  const again = await iter(words, { cwd });
  const named = await iter([...words, "--file", "checks.flow.json"], { cwd });

  expect([again.code, again.err]).toEqual([3, expect.not.stringContaining("note:")]);
  expect([named.code, named.err]).toEqual([3, expect.not.stringContaining("error")]);
  writeFileSync(join(cwd, "checks.flow.json"), JSON.stringify({ ...checks, name: "other" }));
  const changed = await iter(words, { cwd });
  const other = await iter([...words, "--file", "checks.flow.json", "--force"], { cwd });
  expect(changed.err).toMatch(/note: `checks.flow.json` has changed since; .*\n$/);
  expect([other.code, other.err]).toEqual([2, expect.stringContaining("SOURCE_CHANGED")]);
});

it("goes on with the flow that it was started with, and says that its file has changed", async () => {
  const cwd = createFiles(files);
  await iter(["run", "main.iter", "--run-id", "one"], { cwd });
  const words = ["resume", "--run-id", "one", "--answer", "gate.decision=approve"];
  const same = await iter([...words.slice(0, 3), "--file", "main.iter"], { cwd });
  const untouched = await iter(words.slice(0, 3), { cwd });
  const changed = { ...checks, nodes: [...ends, { ...look, input: 2 }, gate] };
  writeFileSync(join(cwd, "flows/checks.flow.json"), JSON.stringify(changed));

  const refused = await iter([...words, "--file", "main.iter"], { cwd });
  const forced = await iter([...words, "--file", "main.iter", "--force"], { cwd });
  rmSync(join(cwd, "flows/checks.flow.json"));
  const gone = await iter(words.slice(0, 3), { cwd });
  writeFileSync(join(cwd, "flows/checks.flow.json"), JSON.stringify(changed));
  const done = await iter(words, { cwd });

  expect([untouched.code, untouched.err]).toEqual([3, expect.not.stringContaining("note:")]);
  expect(gone.err).toContain("note: a file that `main.iter` uses is gone, or broken; the run goes");
  expect([same.code, same.err]).toEqual([3, expect.not.stringContaining("has changed")]);
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringContaining("SOURCE_CHANGED: a file that `main.iter` uses has changed since"),
  ]);
  expect([forced.code, forced.err]).toEqual([2, expect.stringContaining("in which the run is")]);
  expect(done.err).toContain("note: a file that `main.iter` uses has changed since; the run goes");
  expect(done.code).toBe(0);
});

it.each([
  ["is not there", { "main.iter": main }, "there is no such file"],
  [
    "has errors",
    { ...files, "flows/checks.flow.json": { ...checks, nodes: ends } },
    "has 3 errors: flows/checks.flow.json:1:63 UnknownTarget: ",
  ],
  [
    "has a host with faults",
    { ...files, "flows/checks.host.json": { tools: { lookup: {} } } },
    "The host file `flows/checks.host.json` is not right",
  ],
  [
    "leads back",
    {
      ...files,
      "flows/checks.host.json": { ...host, graphs: { back: "../main.iter" } },
      "flows/checks.flow.json": {
        name: "checks",
        nodes: [...ends, { id: "look", type: "subgraph", graph: "back", next: "end" }],
      },
    },
    "uses this file itself, so the two would never end.",
  ],
])("reports a file that %s where it is named", async (_, some, said) => {
  const { code, err } = await iter(["validate", "main.iter"], { cwd: createFiles(some) });

  expect(code).toBe(2);
  expect(err).toContain("main.iter:9:9 error C123: `flows/checks.flow.json` ");
  expect(err).toContain(said);
});

it("reports an output that the flow doesn't give", async () => {
  const cwd = createFiles({ ...files, "main.iter": main.replace("look: json", "found: json") });

  const { code, err } = await iter(["validate", "main.iter"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain(
    "main.iter:10:11 error C124: The schema `seen` of `check` wants `found`, which `flows/checks.flow.json` doesn't give.",
  );
  expect(err).toContain("it gives `gate` and `look`");
});

it("reports what is wrong with graphs that a flow calls, each in its own file", async () => {
  const inner = "workflow w:\n  entry: nowhere\n";
  const calls = { id: "look", type: "subgraph", graph: "inner", next: "end" };
  const cwd = createFiles({
    "outer.flow.json": { name: "outer", nodes: [...ends, calls] },
    "outer.host.json": { graphs: { inner: "inner.iter" } },
    "inner.iter": inner,
  });

  const { code, err, out } = await iter(["validate", "outer.flow.json"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain("inner.iter:2:10 error C008");
  expect(out).toContain("outer.flow.json: not valid");
});

it("refuses two flows whose hosts mean different functions by one name", async () => {
  const both = main
    .replace("  check -> done", "  check -> more\n  more -> done")
    .replace("workflow w", 'use more:\n  file: "more/more.flow.json"\n\nworkflow w');
  const cwd = createFiles({
    ...files,
    "main.iter": both,
    "more/more.flow.json": checks,
    "more/more.host.json": { tools: { lookup: { builtin: "iter.sleep" } } },
  });

  const { code, err } = await iter(["run", "main.iter", "--no-interactive"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain("name two different functions `lookup`");
});

it("keeps to what the host of the flow that is used says", async () => {
  const ask = { id: "look", type: "llm", model: "small", prompt: "Hello?", next: "end" };
  const some = { ...files, "flows/checks.flow.json": { name: "checks", nodes: [...ends, ask] } };
  const play = async (limits: object) => {
    const cwd = createFiles({
      ...some,
      "flows/checks.host.json": { models: { small: "simulate/tiny" }, limits },
    });
    return documentOf(await iter(["run", "main.iter", "--json"], { cwd }));
  };

  expect(await play({})).toMatchObject({ output: { look: "simulated answer of look" } });
  expect(await play({ max_steps: 2 })).toMatchObject({ failure: { code: "StepLimitExceeded" } });
});
