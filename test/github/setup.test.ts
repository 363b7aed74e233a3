import { expect, it } from "vitest";
import { readConfig } from "#src/github/config/read-config.ts";
import { checkRepository } from "#src/github/setup/check/check.ts";
import type { RepositoryFacts } from "#src/github/setup/check/finding.ts";
import { iterJobs } from "#src/github/setup/check/jobs.ts";
import { setupFiles, setupPaths } from "#src/github/setup/files.ts";
import { openYaml } from "#src/github/yaml-file.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";
const files = setupFiles({
  bot: false,
  reusable: false,
  watched: ["CI"],
  ready: ["pr-review"],
  action: { repository: "iter/action", ref: "v1", commit },
});
const job = files[setupPaths.job] ?? "";
const signal = files[setupPaths.signal] ?? "";
const config = files[setupPaths.config] ?? "";
const ci = "name: CI\non: { pull_request: , workflow_dispatch: }\njobs: {}\n";

interface Repository {
  readonly config?: string;
  readonly job?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly more?: Partial<RepositoryFacts>;
}

const review = {
  ...{ path: "review.iter", vars: ["depth"], needs: [], errors: [] },
  ...{ gates: ["ship"], gatesOfPushes: ["ship"], providers: [] },
};

/** A repository as `iter github init` leaves it, but for what is said. */
function factsOf(repository: Repository): RepositoryFacts {
  const text = repository.config ?? config;
  const read = readConfig(text);
  if ("mistakes" in read) throw new Error(JSON.stringify(read.mistakes));
  const all = {
    [setupPaths.job]: repository.job ?? job,
    [setupPaths.signal]: signal,
    ".github/workflows/ci.yml": ci,
    ...repository.files,
  };
  const jobs = Object.entries(all).map(([path, of]) => ({ path, yaml: openYaml(of) }));
  return {
    configPath: setupPaths.config,
    configured: true,
    config: read.config,
    configYaml: openYaml(text),
    files: jobs,
    iter: jobs.flatMap(iterJobs),
    workflows: new Map([["review", review]]),
    recipes: new Set(["fast"]),
    githubDotCom: true,
    api: null,
    ...repository.more,
  };
}

const trigger = (more: string): string =>
  `version: 1\ntriggers:\n  review: { workflow: review, ${more} }\n`;
const gate = (more: string): string =>
  `${trigger("on: pull_request")}gates:\n  ship: { ${more} }\n`;
const without = (...lines: readonly string[]): string =>
  job
    .split("\n")
    .filter((line) => !lines.includes(line.trim()))
    .join("\n");

const faults: readonly (readonly [string, Repository])[] = [
  ["G001 error .github/iter.yml:1", { config: "version: 1\n", more: { configured: false } }],
  [
    "G002 error review.iter:3",
    {
      more: {
        workflows: new Map([
          ["review", { ...review, errors: [{ code: "E001", line: 3, message: "No." }] }],
        ]),
      },
    },
  ],
  [
    "G002 error .github/iter.yml:3",
    {
      config: trigger("on: pull_request"),
      more: { workflows: new Map([["review", { ...review, needs: ["depth"] }]]) },
    },
  ],
  ["C182 error .github/iter.yml:5", { config: gate("on-timeout: approve") }],
  ["C183 warning .github/iter.yml:5", { config: gate("timeout: 1d").replace("ship:", "shp:") }],
  [
    "C183 warning .github/iter.yml:3",
    { config: trigger("on: pull_request, gates: { shp: { timeout: 1d } }") },
  ],
  [
    "G002 error .github/iter.yml:3",
    { config: trigger("on: pull_request").replace("review,", "reviw,") },
  ],
  ["G002 error .github/iter.yml:3", { config: trigger("on: pull_request, recipe: fats") }],
  ["G002 error .github/iter.yml:3", { config: trigger("on: pull_request, vars: { dept: 2 }") }],
  [
    "G002 error .github/workflows/iter.yml:56",
    { job: job.replace("anthropic-api-key:", "anthropic-apikey:") },
  ],
  [
    "G003 error .github/workflows/other.yml:3",
    { files: { ".github/workflows/other.yml": "on: push\njobs: [\n" } },
  ],
  ["G003 error .github/iter.yml:3", { config: trigger("on: push") }],
  ["G003 error .github/iter.yml:3", { config: trigger('on: schedule, cron: "1 2 3 4 5"') }],
  ["G003 error .github/iter.yml:3", { config: trigger("on: deployment_protection_rule") }],
  ["G003 error .github/iter.yml:3", { config: trigger("on: issues, types: [opened]") }],
  ["G003 warning .github/workflows/iter.yml:4", { job: without("- closed") }],
  [
    "G003 error .github/iter.yml:3",
    { config: trigger("on: ci_failure, workflows: [CI]"), job: without("- CI") },
  ],
  ["G004 error .github/workflows/iter.yml:48", { job: without("checks: write") }],
  [
    "G005 warning .github/workflows/iter.yml:48",
    { job: job.replace("checks: write", "checks: write\n      packages: write") },
  ],
  [
    "G006 warning .github/workflows/iter.yml:45",
    { job: job.replace("    runs-on:", "    concurrency: { group: iter }\n    runs-on:") },
  ],
  [
    "G007 error .github/iter.yml:5",
    {
      config: gate("surface: environment, environment: live"),
      more: { api: { public: false, secrets: null, environments: { live: false } } },
    },
  ],
  [
    "G008 warning .github/iter.yml:6",
    { files: { [setupPaths.signal]: "name: other\non: push\n" } },
  ],
  ["G009 warning .github/iter.yml:5", { config: gate('approvers: ["@octo-org/leads"]') }],
  [
    "G010 warning .github/workflows/iter.yml:56",
    { more: { api: { public: false, secrets: ["ITER_STATE_KEY"], environments: {} } } },
  ],
  ["G011 warning .github/workflows/iter.yml:54", { job: job.replace(commit, "v1") }],
  [
    "G012 error .github/workflows/test.yml:6",
    {
      files: {
        ".github/workflows/test.yml": `on: pull_request_target
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "\${{ github.event.pull_request.head.sha }}" }
`,
      },
    },
  ],
  [
    "G013 warning .github/iter.yml:3",
    {
      config: trigger("on: ci_failure, workflows: [CI]"),
      files: { ".github/workflows/ci.yml": "name: CI\non: push\n" },
    },
  ],
  [
    "G014 error .github/iter.yml:5",
    { config: `${gate("timeout: 9d")}state: { retention-days: 3 }\n` },
  ],
  [
    "G015 warning .github/workflows/iter.yml:56",
    {
      job: without("state-key: ${{ secrets.ITER_STATE_KEY }}"),
      more: { api: { public: true, secrets: null, environments: {} } },
    },
  ],
  [
    "G012 warning .github/workflows/iter.yml:54",
    {
      config: trigger("on: [pull_request, command]"),
      more: { api: { public: true, secrets: null, environments: {} } },
    },
  ],
  ["G016 warning .github/iter.yml:5", { config: gate("permission: read") }],
  [
    "G017 warning .github/workflows/iter.yml:3",
    { job: without("schedule:", "- cron: 41 */6 * * *") },
  ],
  [
    "G018 error .github/workflows/iter.yml:56",
    {
      job: job.replace("with:", "with:\n          state: artifact"),
      more: { githubDotCom: false },
    },
  ],
];

it.each(faults)("finds %s", (expected, repository) => {
  const found = checkRepository(factsOf(repository));

  expect(
    found.map(({ code, severity, file, line }) => `${code} ${severity} ${file}:${line}`),
  ).toEqual([expected]);
  expect(found.map(({ message, help }) => [message, help].every((text) => text !== ""))).toEqual([
    true,
  ]);
});

it("finds nothing in a repository as it is set up", () => {
  expect(checkRepository(factsOf({}))).toEqual([]);
});

it.each([
  [{ mode: "validate" }, { contents: "read" }],
  [{ workflow: "review", token: "" }, { contents: "read" }],
  [
    { effects: "propose" },
    { contents: "read", issues: "read", "pull-requests": "read", checks: "read", actions: "read" },
  ],
])("asks for no more permissions than %j needs", (inputs, permissions) => {
  const uses = `iter/action@${commit}`;
  const text = JSON.stringify({
    on: ["pull_request", "schedule", "workflow_run"],
    jobs: { iter: { "runs-on": "x", permissions, steps: [{ uses, with: inputs }] } },
  });

  const found = checkRepository(factsOf({ job: text }));

  expect(found.map(({ code }) => code)).toEqual(["G008"]);
});

it.each([
  ["prefix: '@iter'", ["@iter"]],
  ["trigger-phrase: '@iter'", ["/iter", "@iter"]],
])("finds the job that never hears commands with %s, and none that does", (commands, words) => {
  const told = `version: 1\ncommands: { ${commands} }\n${config.replace("version: 1\n", "")}`;
  const heard = setupFiles({
    ...{ bot: false, reusable: false, watched: ["CI"], ready: ["pr-review"], words },
    action: { repository: "iter/action", ref: "v1", commit },
  })[setupPaths.job];

  const found = checkRepository(factsOf({ config: told }));

  expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual([
    "G003 Comments that begin with `@iter` never start the job `iter`: its condition leaves them out.",
  ]);
  expect(found[0]?.help).toContain("startsWith(github.event.comment.body, '@iter')");
  expect(checkRepository(factsOf({ config: told, job: heard ?? "" }))).toEqual([]);
});

it("knows the secrets of a job that calls the reusable workflow", () => {
  const called = setupFiles({
    ...{ bot: false, reusable: true, watched: ["CI"], ready: ["pr-review"] },
    action: { repository: "iter/action", ref: "v1", commit },
  })[setupPaths.job];
  const api = { public: true, secrets: ["ITER_STATE_KEY"], environments: null };

  const found = checkRepository(factsOf({ job: called ?? "", more: { api } }));

  expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual([
    "G010 The secret `ANTHROPIC_API_KEY` is not set.",
  ]);
});

it.each([
  ["a variable that people give", { config: trigger("on: command") }],
  ["a variable of the recipe", { config: trigger("on: pull_request, recipe: fast") }],
])("misses no value of %s", (_what, { config: text }) => {
  const workflows = new Map([["review", { ...review, needs: ["depth"] }]]);

  expect(checkRepository(factsOf({ config: text, more: { workflows } }))).toEqual([]);
});

it("finds the environment that no job waits for, and the reusable workflow enough", () => {
  const config = gate("surface: environment, environment: live");
  const called = setupFiles({
    ...{ bot: false, reusable: true, watched: ["CI"], ready: ["pr-review"] },
    action: { repository: "iter/action", ref: "v1", commit },
  })[setupPaths.job];
  const waiting = `${job}  gate:
    runs-on: ubuntu-latest
    environment: \${{ needs.iter.outputs.gate-environment }}
    steps: [{ run: "true" }]
`;
  const other = "  other: { workflow: review, on: push, gates: { ship: { environment: live } } }";
  const unnamed = `${trigger("on: pull_request")}${other}\ngates: { ship: { surface: environment } }`;
  const found = (text = "", of = config): readonly string[] =>
    checkRepository(factsOf({ config: of, job: text })).map(
      ({ code, message }) => `${code} ${message}`,
    );

  expect(found(job)).toEqual([
    "G007 No job waits for the reviewers of `live`, whom the gate `ship` asks.",
  ]);
  expect(found(job, unnamed)).toContain(
    "G007 The gate `ship` doesn't say which environment it is.",
  );
  expect(found(called)).toEqual([]);
  expect(found(waiting)).toEqual([]);
});
