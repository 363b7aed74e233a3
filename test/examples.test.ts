import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { readyWorkflow } from "#src/github/setup/ready.ts";
import type { ReadyName } from "#src/github/setup/ready.ts";

const iter = resolve("src/cli/index.ts");
const examples = resolve("examples");

/** The nodes that a simulated run of each example visits, and the status it comes to. */
const paths: Readonly<Record<string, { readonly status: string; readonly visited: string }>> = {
  minimal_linear: { status: "finished", visited: "reviewer done" },
  human_gate: { status: "paused_waiting_human", visited: "write_notes approve" },
  loop_with_judge: { status: "finished", visited: "write assess done" },
  parallel_fan_out_join: {
    status: "finished",
    visited: "ask_all users operations costs collect recommend done",
  },
  llm_router_task_dispatch: { status: "finished", visited: "triage find_cause reply done" },
  pr_refine_single_model: { status: "finished", visited: "collect review done" },
  pr_refine_delegate: { status: "finished", visited: "review done" },
  ci_fix_until_green: { status: "finished", visited: "check done" },
  dual_review_parallel: {
    status: "finished",
    visited: "split review_first review_second decide done",
  },
};

interface Played {
  readonly document: {
    readonly status: string;
    readonly output: unknown;
    readonly gates: readonly unknown[];
  };
  readonly visited: string;
}

async function call(cwd: string, ...rest: string[]): Promise<string> {
  const finished = await promisify(execFile)(process.execPath, [iter, ...rest], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "" },
  }).catch((error: unknown) => error as { stdout: string });
  return finished.stdout;
}

async function play(cwd: string, name: string, ...rest: string[]): Promise<Played> {
  const file = join(examples, `${name}.iter`);
  const stdout = await call(
    cwd,
    "run",
    file,
    "--simulate",
    "--json",
    "--no-interactive",
    "--run-id",
    "run_example",
    ...rest,
  );
  const log = readFileSync(join(cwd, ".iterion/runs/run_example/events.jsonl"), "utf8");
  const events = log
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string; node_id?: string });
  const visited = events
    .filter(({ type }) => type === "node_started")
    .map((event) => event.node_id);
  return { document: JSON.parse(stdout) as Played["document"], visited: visited.join(" ") };
}

function folder(): string {
  return mkdtempSync(join(tmpdir(), "iter-example-"));
}

const given: Readonly<Record<string, readonly string[]>> = {
  minimal_linear: ["--var", "code=let x = 1"],
};

it("has a path for every example", () => {
  const names = readdirSync(examples).filter((name) => name.endsWith(".iter"));

  expect(names.map((name) => name.replace(".iter", "")).sort()).toEqual(Object.keys(paths).sort());
});

it("begins every example with what it shows", () => {
  const silent = Object.keys(paths).filter(
    (name) =>
      !/^## .+\n(##.*\n)*## Shows: /.test(readFileSync(join(examples, `${name}.iter`), "utf8")),
  );

  expect(silent).toEqual([]);
});

it.concurrent.each(Object.entries(paths))(
  "runs %s without a key",
  async (name, { status, visited }) => {
    const played = await play(folder(), name, ...(given[name] ?? []));

    expect(played.document.status).toBe(status);
    expect(played.visited).toBe(visited);
  },
);

it.concurrent.each(Object.keys(paths))("finds nothing wrong with %s", async (name) => {
  const stdout = await call(
    folder(),
    "validate",
    join(examples, `${name}.iter`),
    "--strict",
    "--json",
  );

  expect(JSON.parse(stdout)).toMatchObject({ valid: true, diagnostics: [] });
});

it("takes a person's answers to the human gate to the end", async () => {
  const cwd = folder();
  await play(cwd, "human_gate");
  const resume = ["resume", "--run-id", "run_example", "--json", "--no-interactive"];

  const again = await call(
    cwd,
    ...resume,
    "--answer",
    "approved=false",
    "--answer",
    "remarks=Shorter",
  );
  const done = await call(cwd, ...resume, "--answer", "approved=true", "--answer", "remarks=");

  expect(JSON.parse(again)).toMatchObject({
    status: "paused_waiting_human",
    gates: [{ gate: "g2" }],
  });
  expect(JSON.parse(done)).toMatchObject({
    status: "finished",
    output: { notes: "write_notes.notes" },
  });
});

it("changes a workflow by the recipe beside it, and judges the run by it", async () => {
  const cwd = folder();
  const recipe = join(examples, "pr_refine_single_model.recipe.json");

  const { document } = await play(cwd, "pr_refine_single_model", "--recipe", recipe);

  const log = readFileSync(join(cwd, ".iterion/runs/run_example/events.jsonl"), "utf8");
  const report = await call(cwd, "report", "--run-id", "run_example", "--output", "-");
  expect(document).toMatchObject({
    status: "finished",
    budget: { max_cost_usd: 5, max_duration_ms: 600_000, max_tokens: 400_000 },
    evaluation: {
      primary_metric: "review.approved",
      value: true,
      success_value: true,
      success: true,
      reason: "review.approved is true",
      secondary_metrics: {
        "review.summary": "review.summary",
        total_cost_usd: 0,
        total_tokens: 0,
      },
    },
  });
  expect(log).toContain("You review pull requests for security.");
  expect(report).toContain("| Recipe | `security_review` |");
  expect(report).toContain("## Evaluation\n\nSUCCESS: review.approved is true\n");
});

it("names only scripts that there are", () => {
  const scripts = readdirSync(examples).filter((name) => name.endsWith(".script.yaml"));

  expect(
    scripts.filter((name) => !existsSync(join(examples, name.replace(".script.yaml", ".iter")))),
  ).toEqual([]);
});

it.each(readdirSync(join(examples, "github")).filter((name) => name.endsWith(".iter")))(
  "finds nothing wrong with github/%s, whose text is what `github init` writes",
  async (name) => {
    const file = join(examples, "github", name);
    const stdout = await call(folder(), "validate", file, "--strict", "--json");

    expect(JSON.parse(stdout)).toMatchObject({ valid: true, diagnostics: [] });
    expect(readyWorkflow(name.replace(".iter", "") as ReadyName).text).toBe(
      readFileSync(file, "utf8"),
    );
  },
);

it("passes its tests, which take every edge", async () => {
  const stdout = await call(resolve("."), "test", examples, "--min-coverage", "100", "--json");

  const { failed, files, coverage } = JSON.parse(stdout) as {
    readonly failed: number;
    readonly files: readonly { readonly workflow: string }[];
    readonly coverage: { readonly percent: number };
  };
  expect(files.map(({ workflow }) => workflow.split("/").at(-1))).toEqual([
    "approve_refund.flow.yaml",
    "ask_and_look_up.flow.json",
    "checks.flow.json",
    "decide_by_event.flow.json",
    "price_list.flow.json",
    "quiet_alarm.flow.json",
    "refund_letter.iter",
    "two_opinions.flow.json",
    "ci-fix.iter",
    "issue-to-pr.iter",
    "pr-refine.iter",
    "pr-review.iter",
    "human_gate.iter",
    "loop_with_judge.iter",
    "parallel_fan_out_join.iter",
    "pr_refine_single_model.iter",
  ]);
  expect({ failed, percent: coverage.percent }).toEqual({ failed: 0, percent: 100 });
});
