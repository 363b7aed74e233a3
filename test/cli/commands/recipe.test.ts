import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";

const workflow = `vars:
  topic: string = "everything"

prompt review_system:
  Review {{vars.topic}}.

schema verdict:
  approved: bool
  reason: string

judge review:
  model: "simulate/any"
  output: verdict
  system: review_system

human gate:
  output: verdict

workflow w:
  budget:
    max_tokens: 1000
  entry: review
  review -> gate
  gate -> done
`;

const recipe = {
  name: "strict",
  workflow_ref: { name: "w" },
  preset_vars: { topic: "security" },
  prompt_pack: { review_system: "Be strict about {{vars.topic}}." },
  budget: { max_tokens: 50, max_cost_usd: 1 },
  evaluation_policy: { primary_metric: "gate.approved", success_value: "true" },
};

let cwd: string;

beforeEach(() => {
  cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), workflow);
  writeFileSync(join(cwd, "strict.json"), JSON.stringify(recipe, null, 2));
});

async function run(...words: readonly string[]) {
  return iter(["run", "w.iter", "--simulate", "--run-id", "r1", ...words], { cwd });
}

async function resume(...words: readonly string[]) {
  return iter(["resume", "--run-id", "r1", ...words], { cwd });
}

function write(name: string, text: string): void {
  writeFileSync(join(cwd, name), text);
}

function log(): string {
  return readFileSync(join(cwd, ".iterion/runs/r1/events.jsonl"), "utf8");
}

const answer = ["--answer", "approved=true", "--answer", "reason=fine"];

describe("run --recipe", () => {
  it("changes variables, prompts and limits, below what flags say", async () => {
    await run("--recipe", "strict.json", "--budget", "max_tokens=70");

    expect(log()).toContain('"system_prompt":"Be strict about security."');
    expect(log()).toContain('"budget":{"max_cost_usd":1,"max_tokens":70}');
    expect(log()).toContain('"recipe":{"name":"strict","path":"strict.json","content":{');

    await iter(
      [
        "run",
        "w.iter",
        "--simulate",
        "--run-id",
        "r2",
        "--recipe",
        "strict.json",
        "--var",
        "topic=x",
      ],
      { cwd },
    );
    const second = readFileSync(join(cwd, ".iterion/runs/r2/events.jsonl"), "utf8");
    expect(second).toContain('"system_prompt":"Be strict about x."');
  });

  it("takes YAML", async () => {
    write("strict.yaml", "name: strict # short\npreset_vars:\n  topic: yaml\n");

    await run("--recipe", "strict.yaml");

    expect(log()).toContain('"system_prompt":"Review yaml."');
  });

  it("shows every mistake with its line, and leaves nothing behind", async () => {
    write("bad.json", '{\n  "name": "x",\n  "preset_vars": { "topik": "a" },\n  "bugdet": {}\n}\n');

    const said = await run("--recipe", "bad.json");
    const asked = await iter(["run", "w.iter", "--recipe", "bad.json", "--json"], { cwd });

    expect(said.code).toBe(2);
    expect(said.err).toContain(`bad.json:3:20 error R004: There is no variable \`topik\`.

  3 |   "preset_vars": { "topik": "a" },
    |                    ^^^^^^^

  help: did you mean \`topic\`?
  more: iter explain R004`);
    expect(said.err).toContain("error INPUT_INVALID: `bad.json` has 2 errors.");
    expect(documentOf(asked)).toMatchObject({
      code: "INPUT_INVALID",
      exit_code: 2,
      diagnostics: [
        { code: "R004", file: "bad.json", line: 3, column: 20, help: "did you mean `topic`?" },
        { code: "R002", file: "bad.json", line: 4, column: 3, help: "did you mean `budget`?" },
      ],
    });
    expect((await iter(["inspect", "--json"], { cwd })).out.trim()).toBe("[]");
  });

  it("says which file it can't read", async () => {
    const said = await run("--recipe", "none.json");

    expect(said.code).toBe(2);
    expect(said.err).toContain("The file `none.json` of --recipe can't be read (ENOENT).");
  });
});

describe("the evaluation of a run with a recipe", () => {
  it("is pending, then a success: in the text, the document and both reports", async () => {
    const paused = await run("--recipe", "strict.json");

    const done = await resume(...answer);
    const report = await iter(["report", "--run-id", "r1", "--output", "-"], { cwd });
    const data = await iter(["report", "--run-id", "r1", "--json"], { cwd });

    expect(paused.out).toContain("Evaluation: PENDING: the run isn't over\n");
    expect(done.out).toContain("Evaluation: SUCCESS: gate.approved is true\n");
    expect(report.out).toContain('| `gate.approved` | `true` | `"true"` |');
    expect(readFileSync(join(cwd, ".iterion/runs/r1/report.md"), "utf8")).toContain(
      "## Evaluation\n\nSUCCESS: gate.approved is true\n",
    );
    expect(documentOf(data)).toMatchObject({
      recipe: "strict",
      evaluation: {
        primary_metric: "gate.approved",
        value: true,
        success_value: "true",
        success: true,
        reason: "gate.approved is true",
        secondary_metrics: {},
      },
    });
  });

  it("is a failure of the recipe, not of the run", async () => {
    await run("--recipe", "strict.json");

    const done = await resume("--answer", "approved=false", "--answer", "reason=no", "--json");

    expect(done.code).toBe(0);
    expect(documentOf(done)).toMatchObject({
      status: "finished",
      evaluation: { success: false, reason: 'gate.approved is false, not "true"' },
    });
  });

  it("isn't there without a policy", async () => {
    expect(documentOf(await run("--json"))).not.toHaveProperty("evaluation");
  });
});

describe("resume", () => {
  /** Another graph. */
  const longer = workflow.replace(
    "review -> gate",
    "review -> review when not approved as again(1)\n  review -> gate",
  );

  it("keeps the recipe, though its file is gone, and takes other limits", async () => {
    await run("--recipe", "strict.json");
    write("strict.json", "{}");

    const said = await resume(...answer, "--budget", "max_tokens=+5", "--json");

    expect(documentOf(said)).toMatchObject({
      status: "finished",
      budget: { max_tokens: 55, max_cost_usd: 1 },
      evaluation: { success: true },
    });
  });

  it("applies it to a new text, limits included", async () => {
    await run("--recipe", "strict.json", "--var", "topic=here");
    write("w.iter", longer.replace("max_tokens: 1000", "max_tokens: 2000"));
    const words = ["--file", "w.iter", "--force", "--from", "review"];

    const said = await resume(...words, "--json");

    expect(documentOf(said)).toMatchObject({ budget: { max_tokens: 50, max_cost_usd: 1 } });
    expect(log().match(/"system_prompt":"Be strict about here."/g)).toHaveLength(2);
  });

  it("refuses a new text that the recipe doesn't fit", async () => {
    await run("--recipe", "strict.json");
    write("w.iter", longer.replaceAll("review_system", "system"));

    const said = await resume("--file", "w.iter", "--force", ...answer);

    expect(said.code).toBe(2);
    expect(said.err).toContain("RESUME_INVALID");
    expect(said.err).toContain("No node uses a prompt `review_system`.");
  });
});

describe("validate --recipe", () => {
  it("says that a recipe fits", async () => {
    const said = await iter(["validate", "w.iter", "--recipe", "strict.json"], { cwd });
    const asked = await iter(["validate", "w.iter", "--recipe", "strict.json", "--json"], { cwd });

    expect(said.code).toBe(0);
    expect(said.out).toContain("strict.json: fits `w`");
    expect(documentOf(asked)).toMatchObject({
      valid: true,
      recipe: { file: "strict.json", valid: true, diagnostics: [] },
    });
  });

  it("says what doesn't", async () => {
    write("bad.yaml", "name: x\nprompt_pack:\n  review_sistem: y\n");

    const said = await iter(["validate", "w.iter", "--recipe", "bad.yaml"], { cwd });

    expect(said.code).toBe(2);
    expect(said.err).toContain("bad.yaml:3:3 error R004: No node uses a prompt `review_sistem`.");
    expect(said.out).toContain("bad.yaml: doesn't fit `w`");
  });

  it("shows the plan that a recipe makes", async () => {
    const words = ["validate", "w.iter", "--recipe", "strict.json", "--emit", "plan", "--json"];

    expect(documentOf(await iter(words, { cwd }))).toMatchObject({
      plan: { vars: { topic: "security" }, recipe: { name: "strict" } },
    });
  });
});

it("explains the codes of recipes", async () => {
  const said = await iter(["explain", "r004"], { cwd });

  expect(said.out).toContain("R004: A recipe names something that the workflow doesn't have");
});
