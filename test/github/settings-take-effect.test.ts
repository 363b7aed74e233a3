import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { inputNames } from "#src/github/inputs.ts";
import { settingsKeys } from "#support/settings-keys.ts";

/** What reads a setting of `.github/iter.yml` and does something about it, beside the reader of the file. */
const readers: Readonly<Record<string, string>> = {
  extends: "action/github/trust/load-config.ts",
  workflows: "action/github/trust/sources.ts",
  "commands.prefix": "github/auto-mode/asked.ts",
  "commands.trigger-phrase": "github/auto-mode/asked.ts",
  "commands.permission.*": "action/github/gates/facts.ts",
  "triggers.*.on": "github/config/config.ts",
  "triggers.*.types": "github/auto-mode/matching.ts",
  "triggers.*.branches": "github/auto-mode/matching.ts",
  "triggers.*.paths": "github/auto-mode/matching.ts",
  "triggers.*.labels": "github/auto-mode/matching.ts",
  "triggers.*.cron": "github/auto-mode/matching.ts",
  "triggers.*.workflows": "github/auto-mode/matching.ts",
  "triggers.*.conclusions": "github/auto-mode/matching.ts",
  "triggers.*.drafts": "github/auto-mode/limits.ts",
  "triggers.*.forks": "github/auto-mode/limits.ts",
  "triggers.*.own-events": "github/auto-mode/matching.ts",
  "triggers.*.bots": "action/github/start.ts",
  "triggers.*.permission": "action/github/start.ts",
  "triggers.*.if": "github/auto-mode/matching.ts",
  "triggers.*.workflow": "action/github/plan-run.ts",
  "triggers.*.recipe": "action/github/settings.ts",
  "triggers.*.vars": "action/github/settings.ts",
  "triggers.*.model": "action/github/settings.ts",
  "triggers.*.simulate": "action/github/settings.ts",
  "triggers.*.tier": "action/github/start.ts",
  "triggers.*.effects": "action/github/effects/lend.ts",
  "triggers.*.budget.max_cost_usd": "action/github/settings.ts",
  "triggers.*.budget.max_tokens": "action/github/settings.ts",
  "triggers.*.budget.max_duration": "action/github/settings.ts",
  "triggers.*.budget.max_iterations": "action/github/settings.ts",
  "triggers.*.concurrency.key": "action/github/queue/concurrency.ts",
  "triggers.*.concurrency.policy": "action/github/queue/concurrency.ts",
  "triggers.*.loop.attempts-per-failure": "github/loops/guards.ts",
  "triggers.*.loop.attempts-per-thread": "github/loops/guards.ts",
  "triggers.*.loop.attempts-per-day": "github/loops/guards.ts",
  "triggers.*.loop.rerun-first": "github/loops/guards.ts",
  "triggers.*.loop.token-mode": "action/github/loops/ci-mode.ts",
  "gates.*.surface": "action/github/report/call-people.ts",
  "gates.*.approvers": "github/gates.ts",
  "gates.*.permission": "github/gates.ts",
  "gates.*.self-approval": "github/gates.ts",
  "gates.*.bind": "github/gates.ts",
  "gates.*.timeout": "action/github/gates/expiry.ts",
  "gates.*.on-timeout": "action/github/gates/expiry.ts",
  "gates.*.remind": "action/github/gates/expiry.ts",
  "gates.*.escalate-to": "action/github/gates/expiry.ts",
  "gates.*.environment": "action/github/gates/environment-gates.ts",
  "budgets.run.max_cost_usd": "action/github/settings.ts",
  "budgets.run.max_tokens": "action/github/settings.ts",
  "budgets.run.max_duration": "action/github/settings.ts",
  "budgets.run.max_iterations": "action/github/settings.ts",
  "budgets.unknown_price": "action/github/plan-run.ts",
  "safe-outputs.comment.max": "github/effects/limits.ts",
  "safe-outputs.review.max": "github/effects/limits.ts",
  "safe-outputs.review.max-comments": "github/effects/limits.ts",
  "safe-outputs.review.allow-approve": "github/effects/limits.ts",
  "safe-outputs.resolve.max": "github/effects/limits.ts",
  "safe-outputs.issue.max": "github/effects/limits.ts",
  "safe-outputs.label.max": "github/effects/limits.ts",
  "safe-outputs.label.allowed": "github/effects/limits.ts",
  "safe-outputs.dispatch.max": "github/effects/limits.ts",
  "safe-outputs.dispatch.workflows": "github/effects/limits.ts",
  "safe-outputs.commit.max": "github/effects/limits.ts",
  "safe-outputs.commit.max-files": "github/effects/limits.ts",
  "safe-outputs.commit.max-patch-kb": "github/effects/limits.ts",
  "safe-outputs.commit.branches": "github/effects/limits.ts",
  "safe-outputs.commit.push-to-head": "github/effects/limits.ts",
  "safe-outputs.pull-request.max": "github/effects/limits.ts",
  "safe-outputs.pull-request.draft": "github/effects/limits.ts",
  "safe-outputs.pull-request.labels": "github/effects/limits.ts",
  "safe-outputs.pull-request.reviewers": "github/effects/limits.ts",
  "safe-outputs.protected-paths.add": "github/effects/limits.ts",
  "safe-outputs.protected-paths.allow": "github/effects/limits.ts",
  "safe-outputs.allowed-mentions": "github/effects/limits.ts",
  "environments.*.trigger": "github/auto-mode/through-bot.ts",
  "state.store": "action/github/state/checkpoint-store.ts",
  "state.sessions": "action/github/state/keeper.ts",
  "state.retention-days": "action/github/state/checkpoint-store.ts",
  "state.refs": "action/github/door.ts",
  "state.producers": "action/github/state/checkpoint-store.ts",
  "state.auto-retry": "action/github/state/sweep.ts",
  "report.comment": "action/github/report/report-settings.ts",
  "report.check": "action/github/report/report-settings.ts",
  "report.per-node-checks": "action/github/report/report-settings.ts",
  "report.annotations": "action/github/report/report-settings.ts",
  "report.summary": "action/run.ts",
  "report.footer": "action/github/report/report-settings.ts",
  "report.throttle-seconds": "action/github/report/report-settings.ts",
  "policy.models": "github/policy.ts",
  "policy.delegates": "github/policy.ts",
  "policy.tools": "github/policy.ts",
  "policy.max-tier": "action/github/trust/ceiling.ts",
  "policy.budgets.run.max_cost_usd": "action/github/settings.ts",
  "policy.budgets.run.max_tokens": "action/github/settings.ts",
  "policy.budgets.run.max_duration": "action/github/settings.ts",
  "policy.budgets.run.max_iterations": "action/github/settings.ts",
  "policy.gates-before": "action/github/gates/evidence.ts",
  "policy.forbid-forks": "github/auto-mode/limits.ts",
  "policy.protected-paths": "github/effects/limits.ts",
  "policy.require-state-key": "action/github/trust/load-config.ts",
};

/** Said of the form of the file, or for an App's bot, which is a program of its own. */
const others: ReadonlySet<string> = new Set([
  "version",
  ...["environments.*.require", "environments.*.gate", "dispatch.via", "dispatch.workflow"],
]);

/** A trigger's defaults and gates are its own settings in another place. */
const elsewhere = /^(?:defaults|triggers\.\*\.gates)\./;
/** What several runs share: the limits of threads and days. */
const shared = /(?:^|\.)budgets\.(?:thread|day)\./;
const keys = settingsKeys().filter((key) => !elsewhere.test(key) && !shared.test(key));

it("has somebody who reads each setting, and no other", () => {
  const known = [...Object.keys(readers), ...others];

  expect(keys.filter((key) => !known.includes(key))).toEqual([]);
  expect(known.filter((key) => !keys.includes(key))).toEqual([]);
});

it.each(Object.entries(readers))("takes %s to heart, in src/%s", (key, file) => {
  const last = key.split(".").findLast((part) => part !== "*") ?? "";

  expect(reads(codeOf(join("src", file)), last)).toBe(true);
});

it("asks for every input of the Action outside of what reads them", () => {
  const code = readdirSync("src/action", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.startsWith("inputs"))
    .map((path) => codeOf(join("src/action", path)))
    .join("\n");
  // Models and delegates find their keys by the variable.
  const names = inputNames.filter((name) => !/-api-key$|-oauth-token$/.test(name));
  const fields = [...names.map(toField), "keys"];

  const idle = fields.filter(
    (name) =>
      !new RegExp(`inputs\\??\\.${name}\\b|\\{[^{}]*\\b${name}\\b[^{}]*\\} = [\\w.]*inputs`).test(
        code,
      ),
  );

  expect(idle).toEqual([]);
});

/** The code of a file without its remarks. */
function codeOf(path: string): string {
  return readFileSync(path, "utf8").replaceAll(/^\s*(?:\/\*\*|\*|\/\/).*$/gm, "");
}

/** True for code that has the name as a key, a variable or a text. */
function reads(code: string, name: string): boolean {
  return new RegExp(`(?:[.?]|["'{,(\\s])${name}\\b(?!-)`).test(code);
}

function toField(name: string): string {
  return name.replaceAll(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
