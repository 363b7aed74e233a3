import { expect, it } from "vitest";
import type { Config } from "#src/github/config/config.ts";
import { gateSettings, mergeConfig, settingsOf, triggerOf } from "#src/github/config/config.ts";
import { findPolicyMistakes, readConfig } from "#src/github/config/read-config.ts";

const small = "version: 1\ntriggers:\n  review: { on: pull_request, workflow: review }\n";

it("reads a small file", () => {
  expect(readConfig(small)).toEqual({
    config: { version: 1, triggers: { review: { on: "pull_request", workflow: "review" } } },
  });
});

const scheduled = (cron: string): string =>
  `version: 1\ntriggers:\n  nightly: { on: schedule, workflow: a, cron: "${cron}" }\n`;

it.each([
  [
    "an unknown key, and the nearest one",
    "version: 1\ntriggers:\n  review: { on: push, workflow: a, brnches: [main] }\n",
    { path: "triggers.review.brnches", line: 3, message: "did you mean `branches`?" },
  ],
  [
    "an unknown key at the top",
    "version: 1\ntrigers: {}\n",
    { path: "trigers", line: 2, message: "did you mean `triggers`?" },
  ],
  ["no version", "triggers: {}\n", { path: "version", line: 1, message: "`version`" }],
  ["what is no YAML", "version: [1\n", { path: "", line: 2, message: "no YAML" }],
  [
    "a trigger without an event",
    "version: 1\ntriggers:\n  review: { workflow: a }\n",
    { path: "triggers.review.on", line: 3, message: "has no `on`" },
  ],
  [
    "a rule for a trigger that there is not",
    `${small}environments:\n  production: { trigger: reveiw }\n`,
    { path: "environments.production.trigger", line: 5, message: "did you mean `review`?" },
  ],
  [
    "a prefix of two words",
    'version: 1\ncommands: { prefix: "/iter now" }\n',
    { path: "commands.prefix", line: 2, message: "one token" },
  ],
  [
    "refs among the branches",
    `${small}state: { refs: refs/heads/iter }\n`,
    { path: "state.refs", line: 4, message: "a folder of refs such as `refs/iter`" },
  ],
  [
    "approvers of a level that there is not",
    `${small}gates:\n  plan:\n    approvers:\n      - monalisa\n      - role:maintainer\n`,
    { path: "gates.plan.approvers", line: 8, message: "did you mean `role:maintain`?" },
  ],
  [
    "approvers that are no account",
    `${small}gates:\n  plan: { escalate-to: ["@octo-org reviewers"] }\n`,
    { path: "gates.plan.escalate-to", line: 5, message: "it takes logins, @org/team" },
  ],
  [
    "a word for approvers that is written another way",
    `${small}gates:\n  plan: { approvers: [code-owners] }\n`,
    { path: "gates.plan.approvers", line: 5, message: "write `codeowners`, or `@code-owners`" },
  ],
  [
    "passing on to nobody",
    `${small}gates:\n  plan: { on-timeout: escalate }\n`,
    { path: "gates.plan.on-timeout", line: 5, message: "add `escalate-to:`" },
  ],
  [
    "an environment that isn't named",
    `${small}gates:\n  plan: { surface: environment }\n`,
    { path: "gates.plan.surface", line: 5, message: "add `environment: <name>`" },
  ],
  [
    "a time that no clock shows",
    'version: 1\ntriggers:\n  nightly: { on: schedule, workflow: a, cron: "every day" }\n',
    { path: "triggers.nightly.cron", line: 3, message: "such as `17 5 * * 1`" },
  ],
  [
    "a key that all runs have",
    "version: 1\ntriggers:\n  one: { on: push, workflow: a, concurrency: { key: thred } }\n",
    { path: "triggers.one.concurrency.key", line: 3, message: "did you mean `thread`?" },
  ],
  [
    "fewer than none",
    `${small}safe-outputs: { comment: { max: -1 } }\n`,
    { path: "safe-outputs.comment.max", line: 4, message: "at least 0" },
  ],
  [
    "anybody's start of what may push",
    "version: 1\ntriggers:\n  one: { on: issues, workflow: a, permission: none }\n",
    { path: "triggers.one.permission", line: 3, message: "add `forks: read-only`" },
  ],
  [
    "a phrase that is the prefix",
    'version: 1\ncommands: { prefix: "@iter", trigger-phrase: "@Iter" }\n',
    { path: "commands.trigger-phrase", line: 2, message: "write another word" },
  ],
  ...(["1s", "9m", "91d", "999d"].map((timeout) => [
    `a gate that stays open for ${timeout}`,
    `${small}gates:\n  plan: { timeout: ${timeout} }\n`,
    { path: "gates.plan.timeout", line: 5, message: "from `10m` to `90d`" },
  ]) as [string, string, { path: string; line: number; message: string }][]),
])("refuses %s", (_, text, { path, line, message }) => {
  const read = readConfig(text);
  const [mistake] = "mistakes" in read ? read.mistakes : [];

  expect(mistake).toMatchObject({ path, line });
  expect(mistake?.message).toContain(message);
});

it.each(["* * * * *", "*/15 0-6,22 1 JAN-mar mon", "17 5 * * 1", "0 0 29 2 *"])(
  "knows the time %s",
  (cron) => {
    expect(readConfig(scheduled(cron))).toHaveProperty("config");
  },
);

it.each([
  "@daily",
  "60 * * * *",
  "* * 0 * *",
  "* * * * 7",
  "5-1 * * * *",
  "*/0 * * * *",
  "* * * *",
])("knows no time %s", (cron) => {
  expect(readConfig(scheduled(cron))).toHaveProperty("mistakes");
});

it("finds what a gate lacks in a wider or a nearer place", () => {
  const config = `${small}gates:
  "*": { escalate-to: ["@octo-org/leads", "role:maintain", codeowners, author, octo_acme] }
  plan: { on-timeout: escalate, surface: environment }
  review.plan: { environment: live }
`;

  expect(readConfig(config)).toHaveProperty("config");
});

it("takes what a trigger doesn't say from the defaults", () => {
  const config = { version: 1, defaults: { drafts: true }, triggers: { a: { workflow: "a" } } };

  expect(triggerOf({ ...config, version: 1 }, "a")).toEqual({ drafts: true, workflow: "a" });
  expect(triggerOf({ ...config, version: 1 }, "toString")).toBeUndefined();
});

it("lets the nearer settings of a gate win", () => {
  const config = {
    version: 1 as const,
    gates: { "*": { timeout: "1d", permission: "write" as const }, plan: { timeout: "2d" } },
  };
  const ofTrigger = (gates: Record<string, object>): Config => ({
    ...config,
    triggers: { on_push: { workflow: "review", gates } },
  });

  const near = ofTrigger({ "review.plan": { timeout: "3d" } });
  expect(gateSettings(near, "on_push", "plan")).toEqual({ permission: "write", timeout: "3d" });
  // The workflow's name counts, not the trigger's, unless a command named the workflow itself.
  const far = ofTrigger({ "on_push.plan": { timeout: "3d" } });
  expect(gateSettings(far, "on_push", "plan")).toEqual({ permission: "write", timeout: "2d" });
  const ofFile: Config = { version: 1, gates: { "review.plan": { timeout: "3d" } } };
  expect(gateSettings(ofFile, "review", "plan")).toEqual({ timeout: "3d" });
});

it("merges an owner's file key by key, and removes with null", () => {
  const base = { triggers: { a: { on: "push" }, b: { on: "push" } }, gates: { x: [1] } };

  expect(mergeConfig(base, { triggers: { b: null }, gates: { x: [2] } })).toEqual({
    triggers: { a: { on: "push" } },
    gates: { x: [2] },
  });
});

it("gives a workflow that is named itself what is said of every trigger", () => {
  const defaults = {
    on: "pull_request",
    tier: "read",
    gates: { "*": { permission: "admin" } },
  } as const;
  const config = { version: 1, defaults } as const;

  expect(settingsOf(config, "ask.iter")).toMatchObject({ tier: "read", workflow: "ask.iter" });
  expect(settingsOf(config, "ask.iter").on).toBeUndefined();
  expect(gateSettings(config, "ask.iter", "review").permission).toBe("admin");
});

it.each([
  ["modles: [a/*]", 4, "There is no key `modles`; did you mean `models`?"],
  ["forbid-forks: 'yes'", 4, "`policy.forbid-forks`"],
  ["gates-before: [deploy]", 4, "`policy.gates-before.0`"],
  ["max-tier: write", 4, "`policy.max-tier`"],
])("finds the mistake in a policy: %s", (line, at, words) => {
  const text = `version: 1\npolicy:\n  tools: [read_file]\n  ${line}\n`;

  for (const found of [findPolicyMistakes(text), mistakesOf(text)]) {
    expect(found).toHaveLength(1);
    expect(found[0]?.line).toBe(at);
    expect(found[0]?.message).toContain(words);
  }
});

it("finds conditions that can't be read, each at its line", () => {
  const text = `${small.replace("workflow: review }", 'workflow: review, if: "github.ref ==" }')}defaults:\n  if: "1 +"\n`;

  expect(mistakesOf(text).map(({ line, path }) => [line, path])).toEqual([
    [5, "defaults.if"],
    [3, "triggers.review.if"],
  ]);
});

function mistakesOf(text: string) {
  const read = readConfig(text);
  return "mistakes" in read ? read.mistakes : [];
}
