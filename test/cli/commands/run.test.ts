import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";
import type { Said } from "#support/command-line.ts";
import { folderWith, judgedWorkflow, runJudged } from "#support/judged-workflow.ts";

describe("a run that is finished", () => {
  it("ends with its id, status and report", async () => {
    const cwd = folderWith();

    const { code, out, err } = await runJudged(cwd, "--var", "title=x", "--run-id", "r1");

    expect(code).toBe(0);
    expect(out).toBe(
      "Output:\n  approved: true\n  note: review.note\nRun: r1\nStatus: FINISHED (simulated: no model was called)\nReport: .iterion/runs/r1/report.md\n",
    );
    expect(err).toMatch(/^\d\d:\d\d:\d\d ▶ run r1 of w/);
    expect(readFileSync(join(cwd, ".iterion/runs/r1/report.md"), "utf8")).toContain(
      "# Run Report: r1",
    );
  });

  it("shows a few lines of a long output, and none to those who want only warnings", async () => {
    const note = "one line\\n".repeat(9);
    const script = `nodes: { review: [{ output: { approved: true, note: "${note}" } }] }`;
    const cwd = folderWith({ "s.yaml": script });
    const words = ["--var", "title=x", "--script", "s.yaml"];

    const { out } = await runJudged(cwd, ...words);
    const quiet = await runJudged(cwd, ...words, "--log-level", "warn");

    expect(out.match(/one line/g)).toHaveLength(4);
    expect(out).toContain("    …\n  … the report and `--json` have more\nRun: ");
    expect(quiet.out).toMatch(/^Run: /);
  });

  it("is one document with all its keys", async () => {
    const cwd = folderWith();

    const said = await runJudged(cwd, "--var", "title=x", "--run-id", "r1", "--json");

    expect(documentOf(said)).toEqual({
      run_id: "r1",
      workflow: "w",
      file: "w.iter",
      store: ".iterion",
      status: "finished",
      exit_code: 0,
      simulated: true,
      interrupted: false,
      output: { approved: true, note: "review.note" },
      error: null,
      failure: null,
      usage: expect.objectContaining({ tokens: 0, cost_usd: 0, iterations: 0 }) as object,
      budget: expect.objectContaining({ max_tokens: null }) as object,
      changed_files: [],
      artifacts: [
        { name: "verdict", node_id: "review", version: 0, path: "artifacts/review/0.json" },
      ],
      gates: [],
      rejected: [],
      report: ".iterion/runs/r1/report.md",
    });
  });

  it("has an id of its own if none is given", async () => {
    const cwd = folderWith();

    await runJudged(cwd, "--var", "title=x");

    expect(readdirSync(join(cwd, ".iterion/runs"))).toEqual([
      expect.stringMatching(/^run_\d{8}T\d{6}_[a-z0-9]{6}$/),
    ]);
  });

  it("keeps a run.json with its status", async () => {
    const cwd = folderWith();
    await runJudged(cwd, "--var", "title=x", "--run-id", "r1");

    const text = readFileSync(join(cwd, ".iterion/runs/r1/run.json"), "utf8");

    expect(JSON.parse(text)).toMatchObject({ id: "r1", status: "finished", simulated: true });
  });

  it("is read from standard input for -", async () => {
    const cwd = createFolder();
    const words = ["run", "-", "--simulate", "--var", "title=x", "--json"];

    const said = await iter(words, { cwd, stdin: judgedWorkflow });

    expect(documentOf(said)).toMatchObject({ file: "<stdin>", status: "finished" });
  });
});

describe("a run that fails", () => {
  const no = "nodes:\n  review:\n    - output: { approved: false, note: no }\n";

  it("says why and that it is over", async () => {
    const cwd = folderWith({ "s.yaml": no });

    const { code, out } = await runJudged(cwd, "--var", "title=x", "--script", "s.yaml");

    expect(code).toBe(1);
    expect(out).toContain("Status: FAILED (simulated");
    expect(out).toContain("Error: WORKFLOW_FAILED");
    expect(out).not.toContain("Resume:");
  });

  it("takes keys of a script with a branch or an activation", async () => {
    const items = "[{ output: { approved: true, note: n } }]";
    const cwd = folderWith({ "s.yaml": `nodes:\n  "review#0": ${items}\n  "a#0.b/review": []\n` });

    expect((await runJudged(cwd, "--var", "title=x", "--script", "s.yaml")).code).toBe(0);
  });

  it("says that the last answer of a script does not fit, and why", async () => {
    const item = '{ output: { approved: "yes", note: no } }';
    const cwd = folderWith({ "s.yaml": `nodes:\n  review:\n    - ${item}\n` });

    const { out } = await runJudged(cwd, "--var", "title=x", "--script", "s.yaml");

    expect(out).toContain(
      'Error: SCRIPT_EXHAUSTED at review: item 1 for `review` does not fit (`approved` must be true or false, but is "yes"), and the script has no item 2 to mend it',
    );
  });

  it("says which loop to let begin anew if one is used up", async () => {
    const looping = judgedWorkflow.replace(
      "  review -> fail when not approved",
      "  review -> review when not approved as again(1)",
    );
    const items =
      "nodes:\n  review:\n    - { output: { approved: false, note: no }, repeat: true }\n";
    const cwd = folderWith({ "w.iter": looping, "s.yaml": items });

    const { out } = await runJudged(
      cwd,
      "--var",
      "title=x",
      "--script",
      "s.yaml",
      "--run-id",
      "r1",
    );

    expect(out).toContain("Error: LOOP_EXHAUSTED at review");
    expect(out).toContain("Resume: iter resume --run-id r1 --rearm again\n");
  });

  it("keeps the first lines of what a command said, and their breaks", async () => {
    const lines = Array.from({ length: 60 }, (_, index) => `usage ${index}`).join("\\n");
    const tool =
      'tool check:\n  command: "git diff"\n\nworkflow w:\n  entry: check\n  check -> done\n';
    const items = `nodes:\n  check:\n    - { stderr: "Not a git repository\\n${lines}", exit_code: 1 }\n`;
    const cwd = folderWith({ "w.iter": tool, "s.yaml": items });

    const { out } = await runJudged(cwd, "--script", "s.yaml", "--run-id", "r1");
    const seen = await iter(["inspect", "--run-id", "r1"], { cwd });
    const report = readFileSync(join(cwd, ".iterion/runs/r1/report.md"), "utf8");

    for (const text of [out, seen.out]) {
      expect(text).toContain("Hint: standard error:\n  Not a git repository\n  usage 0\n");
      expect(text).toContain("\n  … 18 more …\n  usage 20\n");
    }
    expect(report).toContain("standard error:<br>Not a git repository<br>usage 0<br>");
  });

  it("says how to go on in another store", async () => {
    const cwd = folderWith({ "s.yaml": "nodes: {}\n" });
    const words = ["--script", "s.yaml", "--run-id", "r1", "--store-dir", "my runs"];

    const { out } = await runJudged(cwd, "--var", "title=x", ...words);

    expect(out).toContain("Resume: iter resume --run-id r1 --store-dir 'my runs'\n");
  });

  it("says how to go on if it can be resumed", async () => {
    const cwd = folderWith({ "s.yaml": "nodes: {}\n" });

    const said = await runJudged(cwd, "--var", "title=x", "--script", "s.yaml", "--run-id", "r1");
    const json = await runJudged(cwd, "--var", "title=x", "--script", "s.yaml", "--json");

    expect(said.code).toBe(1);
    expect(said.out).toContain("Status: FAILED (resumable)");
    expect(said.out).toContain("Error: SCRIPT_EXHAUSTED at review: ");
    expect(said.out).toContain("Resume: iter resume --run-id r1");
    expect(documentOf(json)).toMatchObject({
      status: "failed_resumable",
      exit_code: 1,
      failure: { code: "SCRIPT_EXHAUSTED", node: "review", branch_id: "" },
    });
  });
});

describe("variables", () => {
  it("come from flags, which win over those of a file", async () => {
    const cwd = folderWith({ "v.yaml": "title: from file\ncount: 2\ntags: [x, y]\n" });

    const said = await runJudged(
      cwd,
      "--vars-file",
      "v.yaml",
      "--var",
      "count=3",
      "--dry-run",
      "--json",
    );

    expect(documentOf(said)).toMatchObject({
      vars: { title: "from file", count: 3, tags: ["x", "y"] },
    });
  });

  it("from a file keep their types, those of flags are read by them", async () => {
    const cwd = folderWith({ "v.json": '{ "title": 5 }' });

    const wrong = await runJudged(cwd, "--vars-file", "v.json");
    const right = await runJudged(cwd, "--var", "title=5", "--dry-run", "--json");

    expect(wrong.code).toBe(2);
    expect(documentOf(right)).toMatchObject({ vars: { title: "5" } });
  });

  it("that nothing declares are warned of, with the name that was meant", async () => {
    const cwd = folderWith();

    const { code, err } = await runJudged(cwd, "--var", "title=x", "--var", "cuont=3");

    expect(code).toBe(0);
    expect(err).toContain("warning: nothing declares the variable `cuont`");
    expect(err).toContain("did you mean `count`?");
  });

  it("may be in no file that is a list", async () => {
    const { err } = await runJudged(folderWith({ "v.yaml": "- a\n" }), "--vars-file", "v.yaml");

    expect(err).toContain("`v.yaml` holds no object of variables.");
  });
});

describe("the environment", () => {
  const env = (words: readonly string[], place: Parameters<typeof iter>[1]): Promise<Said> =>
    iter(["run", "w.iter", "--var", "title=x", "--dry-run", ...words], place);

  function keyFolder(files: Readonly<Record<string, string>>): string {
    return folderWith({ "w.iter": judgedWorkflow.replace("simulate/any", "${MODEL}"), ...files });
  }

  it("is taken from .env as well", async () => {
    const cwd = keyFolder({
      ".env": "# models\nexport MODEL='anthropic/claude-sonnet-4-5'\nANTHROPIC_API_KEY=k\n",
    });

    expect((await env([], { cwd })).code).toBe(0);
    expect((await env(["--no-env-file"], { cwd })).err).toContain("MODEL");
  });

  it("wins over .env", async () => {
    const cwd = keyFolder({ ".env": "MODEL=nonsense/x\nANTHROPIC_API_KEY=k\n" });

    const said = await env([], { cwd, env: { MODEL: "anthropic/claude-sonnet-4-5" } });

    expect(said.code).toBe(0);
  });

  it("is taken from a file that is named", async () => {
    const cwd = keyFolder({ keys: "MODEL=anthropic/claude-sonnet-4-5\nANTHROPIC_API_KEY=k\n" });

    expect((await env(["--env-file", "keys"], { cwd })).code).toBe(0);
    expect((await env(["--env-file", "kees"], { cwd })).err).toContain("`kees` of --env-file");
  });
});

it("runs nothing with --dry-run", async () => {
  const cwd = folderWith();

  const { code, out } = await runJudged(cwd, "--var", "title=x", "--dry-run");

  expect(code).toBe(0);
  expect(out).toContain('w.iter: workflow `w` can run\n  title = "x"\n');
  expect(existsSync(join(cwd, ".iterion"))).toBe(false);
});

it("gives nodes that name no model the one of --model", async () => {
  const cwd = folderWith({ "w.iter": judgedWorkflow.replace('  model: "simulate/any"\n', "") });

  const without = await runJudged(cwd, "--var", "title=x");
  const with_ = await runJudged(cwd, "--var", "title=x", "--model", "simulate/any");

  expect([without.code, with_.code]).toEqual([2, 0]);
});

it("stops at a limit that a flag sets", async () => {
  const script =
    "nodes:\n  review:\n    - output: { approved: true, note: x }\n      usage: { input_tokens: 90, output_tokens: 20 }\n";
  const cwd = folderWith({ "s.yaml": script });

  const said = await runJudged(
    cwd,
    "--var",
    "title=x",
    "--script",
    "s.yaml",
    "--budget",
    "max_tokens=100",
    "--json",
  );

  expect(said.code).toBe(1);
  expect(documentOf(said)).toMatchObject({
    failure: { code: "BUDGET_EXCEEDED" },
    usage: { tokens: 110 },
  });
});

it("prints a command that goes on with a run that has used up a limit", async () => {
  const script =
    "nodes:\n  review:\n    - output: { approved: true, note: x }\n      usage: { input_tokens: 240 }\n";
  const cwd = folderWith({ "s.yaml": script });
  const budget = ["--budget", "max_tokens=100", "--run-id", "run_x"];

  const said = await runJudged(cwd, "--var", "title=x", "--script", "s.yaml", ...budget);

  const [, resume = ""] = /^Resume: iter (.*)$/m.exec(said.out) ?? [];
  expect(resume).toBe("resume --run-id run_x --budget max_tokens=480");
  expect(said.out).toContain("Hint: resume with a larger limit: `--budget max_tokens=480`");
  expect((await iter(resume.split(" "), { cwd })).code).toBe(0);
});

it("keeps secrets out of everything that is written", async () => {
  const script =
    "nodes:\n  review:\n    - output: { approved: true, note: it is tok-4f9c2a7b51 }\n";
  const cwd = folderWith({ "s.yaml": script });
  const words = [
    "run",
    "w.iter",
    "--simulate",
    "--var",
    "title=tok-4f9c2a7b51",
    "--script",
    "s.yaml",
  ];

  const said = await iter([...words, "--json", "--log-level", "trace"], {
    cwd,
    env: { API_TOKEN: "tok-4f9c2a7b51" },
  });

  expect(documentOf(said)).toMatchObject({ output: { note: "it is ***" } });
  const files = readdirSync(join(cwd, ".iterion"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  expect(files.length).toBeGreaterThan(3);
  expect([said.out, said.err, ...files].filter((text) => text.includes("tok-4f9c2a7b51"))).toEqual(
    [],
  );
});

it.each(["--store-dir", "ITER_STORE_DIR"])("keeps runs where %s says", async (how) => {
  const cwd = folderWith();
  const flag = how === "--store-dir" ? ["--store-dir", "here"] : [];
  const words = ["run", "w.iter", "--simulate", "--var", "title=x", "--run-id", "r1", ...flag];

  await iter(words, { cwd, env: how === "--store-dir" ? {} : { ITER_STORE_DIR: "here" } });

  expect(existsSync(join(cwd, "here/runs/r1/events.jsonl"))).toBe(true);
  expect(existsSync(join(cwd, ".iterion"))).toBe(false);
});

it("fails with the store's own code if the store can't be written", async () => {
  const cwd = folderWith({ taken: "" });

  const said = await runJudged(cwd, "--var", "title=x", "--store-dir", "taken", "--json");

  expect(said.code).toBe(1);
  expect(documentOf(said)).toMatchObject({ code: "STORE_FAILED", exit_code: 1, store: "taken" });
  expect(said.err).toContain("a file stands where a folder is needed");
});

describe("models of the simulator in a run that isn't simulated", () => {
  it("are answered, without a key", async () => {
    const cwd = folderWith();

    const said = await iter(["run", "w.iter", "--var", "title=x", "--json"], { cwd });

    expect(documentOf(said)).toMatchObject({
      status: "finished",
      simulated: false,
      output: { approved: true, note: "review.note" },
    });
  });
});
