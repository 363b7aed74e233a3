import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { documentOf, iter } from "#support/command-line.ts";
import { nestedText } from "#support/nested.ts";
import { folderWith, judgedWorkflow, runJudged } from "#support/judged-workflow.ts";

const deep = "it nests deeper than 500 levels";

describe("a run that is refused leaves nothing behind:", () => {
  it.each([
    ["v.json", nestedText(6000), deep, "flatter"],
    ["v.yaml", nestedText(501), deep, "flatter"],
    ["v.yaml", nestedText(6000), deep, "flatter"],
    ["v.yaml", "a: 1\n---\nb: 2\n", "there is a second document at line 2, column 1", "YAML"],
    ["v.yaml", "a: 1\n? [b]\n: 2\n", "a key is a list or a mapping, not a text at line 2", "YAML"],
  ])("variables in %s that can't be read: %#", async (name, text, message, help) => {
    const cwd = folderWith({ [name]: text });

    const { code, err } = await runJudged(cwd, "--vars-file", name);

    expect(code).toBe(2);
    expect(err).toContain(`The file \`${name}\` of --vars-file can't be read: ${message}`);
    expect(err).toContain(help);
    expect(existsSync(join(cwd, ".iterion"))).toBe(false);
  });

  it.each([
    ["a missing variable", [], "`title` is missing", "--var title=…"],
    [
      "a variable of a wrong type",
      ["--var", "title=x", "--var", "count=two"],
      "`count` must be a whole number",
      "help:",
    ],
    [
      "a variable without a value",
      ["--var", "title"],
      "`--var title` lacks a value.",
      "title=value",
    ],
    ["a variable without a name", ["--var", "=x"], "`--var =x` lacks a name.", "name=x"],
    [
      "a limit that is none",
      ["--var", "title=x", "--budget", "max_tokns=5"],
      "max_tokens",
      "max_tokens",
    ],
    ["a duration that is none", ["--timeout", "soon"], "`soon` is no duration.", "1h30m"],
    ["an unknown preset", ["--var", "title=x", "--preset", "fast"], "fast", "help:"],
    ["a missing script", ["--script", "s.yaml"], "`s.yaml` of --script can't be read", "path"],
    ["a missing file of variables", ["--vars-file", "v.yaml"], "`v.yaml` of --vars-file", "path"],
    ["an id that is none", ["--var", "title=x", "--run-id", "a/b"], "`a/b`", "letters, digits"],
  ])("%s", async (_, words, message, help) => {
    const cwd = folderWith();

    const { code, out, err } = await runJudged(cwd, ...words);

    expect([code, out]).toEqual([2, ""]);
    expect(err.match(/^error /gm)).toHaveLength(1);
    expect(err).toContain(message);
    expect(err).toContain(help);
    expect(existsSync(join(cwd, ".iterion"))).toBe(false);
  });

  it("a script whose key names no node, with its place", async () => {
    const cwd = folderWith({ "s.yaml": "nodes:\n  reviw:\n    - output: {}\n" });

    const { code, err } = await runJudged(cwd, "--var", "title=x", "--script", "s.yaml");

    expect(code).toBe(2);
    expect(err).toContain("s.yaml:2:3: the workflow has no node `reviw`; did you mean `review`?");
    expect(existsSync(join(cwd, ".iterion"))).toBe(false);
  });

  it("a workflow with errors, all of them in the document", async () => {
    const cwd = folderWith({ "w.iter": judgedWorkflow.replace("-> done", "-> don") });

    const said = await runJudged(cwd, "--json");

    expect(said.code).toBe(2);
    expect(documentOf(said)).toMatchObject({
      file: "w.iter",
      store: ".iterion",
      status: null,
      exit_code: 2,
      code: "INVALID_WORKFLOW",
      diagnostics: [{ code: "C001", line: 17 }],
    });
    expect(existsSync(join(cwd, ".iterion"))).toBe(false);
  });

  it("a script without the simulator", async () => {
    const { code, err } = await iter(["run", "w.iter", "--script", "s"], { cwd: folderWith() });

    expect(code).toBe(2);
    expect(err).toContain("help: add `--simulate`");
  });

  it("a script that can't be read, with the place", async () => {
    const cwd = folderWith({ "s.yaml": "nodes:\n  review:\n    - outptu: {}\n" });

    const { code, err } = await runJudged(cwd, "--var", "title=x", "--script", "s.yaml");

    expect(code).toBe(2);
    expect(err).toContain("s.yaml:3:");
  });

  it("an id that is taken", async () => {
    const cwd = folderWith();
    await runJudged(cwd, "--var", "title=x", "--run-id", "r1");
    const before = readFileSync(join(cwd, ".iterion/runs/r1/events.jsonl"), "utf8");

    const { code, err } = await runJudged(cwd, "--var", "title=x", "--run-id", "r1");

    expect(code).toBe(2);
    expect(err).toContain("error RUN_EXISTS: There is already a run `r1` in .iterion.");
    expect(err).toContain("help: it is over: give the new run another id, or none\n");
    expect(readFileSync(join(cwd, ".iterion/runs/r1/events.jsonl"), "utf8")).toBe(before);
  });

  it("a model without a key, by the variable's name", async () => {
    const cwd = folderWith({
      "w.iter": judgedWorkflow.replace("simulate/any", "anthropic/claude-sonnet-4-5"),
    });

    const { code, err } = await iter(["run", "w.iter", "--var", "title=x"], { cwd });

    expect(code).toBe(2);
    expect(err).toContain("`review` can't run");
    expect(err).toContain("ANTHROPIC_API_KEY");
    expect(existsSync(join(cwd, ".iterion/runs"))).toBe(false);
  });
});

it("warns of a tool that nobody has where the simulator calls none", async () => {
  const cwd = folderWith({
    "w.iter": judgedWorkflow.replace("  output:", "  tools: [read_fil]\n  output:"),
  });

  const { code, err } = await runJudged(cwd, "--var", "title=x");

  expect(code).toBe(0);
  expect(err).toContain(
    "warning: w.iter:10:7: `review`: there is no tool `read_fil`; did you mean `read_file`?",
  );
});

it("refuses a tool that no model can call, before anything runs", async () => {
  const cwd = folderWith({
    "t.iter": `agent a:
  model: "simulate/any"
  tools: [paint_house]

workflow w:
  entry: a
  a -> done
`,
  });

  const { code, err } = await iter(["run", "t.iter"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain("`a` can't run: there is no tool `paint_house`");
  expect(existsSync(join(cwd, ".iterion"))).toBe(false);
});

it.each([
  [["--var", "title=x", "--preset", "q"], "there is no preset `q`; the workflow has none.\n"],
  [["--var", "title=x", "--var", "tgas=[]"], "there is no variable `tgas`; did you mean `tags`?\n"],
  [["--budget", "cost=1", "--var", "title=x"], "is no limit; there are `max_parallel_branches`,"],
])("says what there is instead of %j", async (words, expected) => {
  const cwd = folderWith({
    "w.iter": `schema request:
  title: string
  tags: string[]

agent a:
  model: "simulate/any"
  input: request

workflow w:
  entry: a
  a -> done
`,
  });

  const { code, err } = await runJudged(cwd, "--var", "tags=[]", ...words);

  expect(code).toBe(2);
  expect(err).toContain(expected);
  expect(err).not.toContain("iter explain");
});

it("suggests a file whose name is near, not one that only ends alike", async () => {
  const cwd = folderWith({ "huge.iter": judgedWorkflow });

  const far = await iter(["validate", "nope.iter"], { cwd });
  const near = await iter(["validate", "hueg.iter"], { cwd });

  expect(far.err).toContain("help: check the path");
  expect(near.err).toContain("help: did you mean `huge.iter`?");
});
