import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import type { Value } from "#core/graph/value.ts";
import { decideMode } from "#src/github/auto-mode/decide-mode.ts";
import type { ModeContext } from "#src/github/auto-mode/decide-mode.ts";
import type { TriggerSettings } from "#src/github/config/config.ts";

const path = resolve(import.meta.dirname, "../cases/github/events/workflow_run.completed.json");
const failed = JSON.parse(readFileSync(path, "utf8")) as Value;
const pull = {
  number: 42,
  draft: false,
  labels: [{ name: "iter:fix" }],
  base: { ref: "main" },
  head: { ref: "fix/session-cookie" },
};

/** What the failed CI of pull request 42, whose base is `main`, comes to. */
function startedBy(settings: TriggerSettings, facts: Partial<ModeContext["facts"]> = {}): string {
  return decideMode({
    door: "action",
    event: "workflow_run",
    payload: failed,
    inputs: {},
    env: { run_id: 1, run_attempt: 1, checkpoint: false },
    config: {
      version: 1,
      triggers: { fix: { on: "ci_failure", workflows: ["CI"], workflow: "fix", ...settings } },
    },
    facts: {
      ...{ identities: [], app_id: null, own_workflows: [], waiting_for_ci: [] },
      changed_files: ["src/session.ts"],
      pull,
      ...facts,
    },
  }).then;
}

it.each([
  ["the base's branch", { branches: ["main"] }],
  ["a changed file", { paths: ["src/**"] }],
  ["a label of the pull request", { labels: ["iter:fix"] }],
  ["what an expression says of it", { if: "github.pr.number == 42" }],
  ["who set it off", { if: 'github.actor == "octocat"' }],
])("mends failing checks by %s", (_what, settings) => {
  expect(startedBy(settings)).toBe("start");
});

it.each([
  ["the base's branch", { branches: ["release/**"] }],
  ["the branch of the change, which is no base", { branches: ["fix/session-cookie"] }],
  ["the changed files", { paths: ["docs/**"] }],
  ["the labels", { labels: ["iter:other"] }],
  ["what an expression says of it", { if: "github.pr.number == 41" }],
])("leaves failing checks alone because of %s", (_what, settings) => {
  expect(startedBy(settings)).toBe("ignore");
});

it("knows the base from the event where the pull request was not looked up", () => {
  expect(startedBy({ branches: ["main"] }, { pull: null })).toBe("start");
  expect(startedBy({ branches: ["release/**"] }, { pull: null })).toBe("ignore");
});
