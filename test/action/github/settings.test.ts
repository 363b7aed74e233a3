import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withSettings } from "#src/action/github/settings.ts";
import { readInputs } from "#src/action/inputs.ts";
import { limitUnpriced } from "#src/action/limits.ts";
import { workflow } from "#support/action-step.ts";
import { eventFixture, runDoor } from "#support/door-step.ts";
import type { DoorJob, DoorStep } from "#support/door-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";

it.each([
  ["of the trigger", { max_cost_usd: 2 }, { max_cost_usd: 5 }, 2],
  ["of every run", { max_cost_usd: 9 }, { max_cost_usd: 5 }, 5],
  ["of every run, alone", {}, { max_cost_usd: 5 }, 5],
])("takes the lowest budget: that %s", async (_what, budget, ofRuns, most) => {
  const inputs = readInputs({ INPUT_WORKFLOW: "w" });

  expect((await withSettings(inputs, { budget }, { ofRuns })).maxCostUsd).toBe(most);
});

const opened: DoorJob = {
  event: "pull_request",
  payload: eventFixture("pull_request.opened.json"),
};

/** One job of a repository whose configuration says more. */
async function playWith(more: string, job: DoorJob = opened, text = workflow): Promise<DoorStep> {
  const config = `version: 1\ntriggers:\n  review: { on: pull_request, workflow: pr }\n${more}`;
  const files = { ".github/iter.yml": config, ".github/iter/pr.iter": text };
  await using github = await startGithub({ ...helloWorld, files });
  return await runDoor(github, job);
}

/** What the run began with. */
function begunBy({ outputs }: DoorStep): { readonly vars: object; readonly budget: object } {
  const log = readFileSync(join(outputs["run-path"] ?? "", "events.jsonl"), "utf8");
  const [begun = ""] = log.split("\n");
  const { data } = JSON.parse(begun) as { readonly data: ReturnType<typeof begunBy> };
  return data;
}

it.each([
  ["by itself", "", {}, true],
  ["not where the file says so", "report: { summary: false }\n", {}, false],
  ["where an input asks for it", "report: { summary: false }\n", { report: "summary" }, true],
])("writes the job's summary: %s", async (_what, more, inputs, written) => {
  const { summary, outputs, log } = await playWith(more, { ...opened, inputs });

  expect(outputs, log).toMatchObject({ status: "finished" });
  expect(summary !== "").toBe(written);
});

it("shows no annotation where the file wants none", async () => {
  const mistaken = workflow.replace("user: ask", "user: asked");

  const shown = await playWith("", opened, mistaken);
  const hidden = await playWith("report: { annotations: false }\n", opened, mistaken);

  expect(shown.log).toMatch(/^::error title=C\d+,file=\.github\/iter\/pr\.iter/m);
  expect(hidden.log).not.toMatch(/^::error title=C/m);
  expect(hidden.log).toContain("asked");
});

/** The form of the Actions page, filled in. */
function form(inputs: Readonly<Record<string, string>>): DoorJob {
  const { repository, sender } = eventFixture("pull_request.opened.json") as {
    readonly repository: object;
    readonly sender: object;
  };
  return { event: "workflow_dispatch", payload: { inputs, repository, sender } };
}

it("takes the variables of the form over those of the trigger and the job", async () => {
  const vars = "defaults: { vars: { rules: of the trigger } }\n";
  const filled = form({ trigger: "review", vars: "rules: of the form" });

  const step = await playWith(vars, { ...filled, inputs: { vars: "rules: of the job" } });

  expect(step.outputs, step.log).toMatchObject({ status: "finished" });
  expect(begunBy(step).vars).toMatchObject({ rules: "of the form" });
});

it("says what is wrong with the variables of a form", async () => {
  const { exitCode, outputs, log } = await playWith(
    "",
    form({ trigger: "review", vars: "- rules" }),
  );

  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ decision: "error", status: "none" });
  expect(log).toContain("`vars` is no mapping of names to values.");
});

it("fills in what a trigger's variables name, and nothing that they bring along", async () => {
  const vars = 'defaults: { vars: { rules: "{{github.pr.head_ref}}: {{github.pr.title}}" } }\n';
  const payload = eventFixture("pull_request.opened.json") as { readonly pull_request: object };
  const pull = { ...payload.pull_request, title: "{{github.actor}}" };

  const step = await playWith(vars, { ...opened, payload: { ...payload, pull_request: pull } });

  expect(begunBy(step).vars).toMatchObject({ rules: "fix/session-cookie: {{github.actor}}" });
});

it("says of models without a price what the file says", async () => {
  const step = await playWith("budgets: { unknown_price: ignore, run: { max_tokens: 900 } }\n");

  expect(begunBy(step).budget).toEqual({ max_tokens: 900, unknown_price: "ignore" });
});

it.each([
  ["tokens", { unknownPrice: "error", maxTokens: 900 }, "ignore"],
  ["tokens", { unknownPrice: "error" }, "error"],
  ["error", { unknownPrice: "ignore" }, "error"],
  [undefined, { unknownPrice: "ignore" }, "ignore"],
] as const)("limits models without a price by `%s`", (rule, budget, unknownPrice) => {
  expect(limitUnpriced(budget, rule)).toEqual({ ...budget, unknownPrice });
});
