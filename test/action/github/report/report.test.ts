import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { textAt } from "#src/github/payload.ts";
import { commentsOfOurs, eventFixture, runDoor, saying } from "#support/door-step.ts";
import type { DoorJob } from "#support/door-step.ts";
import { gate, workflow } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

const config = `version: 1
triggers:
  review: { on: pull_request, workflow: pr, vars: { rules: be kind } }
gates:
  review: { approvers: ["@octo-org/reviewers", monalisa] }
`;

function setup(text: string, more: Partial<GithubSetup> = {}): GithubSetup {
  const files = { ".github/iter.yml": config, ".github/iter/pr.iter": text };
  return { ...helloWorld, files, ...more };
}

const opened: DoorJob = {
  event: "pull_request",
  payload: eventFixture("pull_request.opened.json"),
};

/** A judge that finds as many things as it is asked to. */
const finder = workflow.replace("summary: string", "summary: string\n  findings: json");

function script(findings: readonly object[]): string {
  const output = { approved: true, summary: "Looks fine", findings };
  return JSON.stringify({ nodes: { review: [{ output }] } });
}

it("asks in a box, mentions people once, and tells of runs before", async () => {
  await using github = await startGithub(setup(gate));

  await runDoor(github, opened);
  const asked = commentsOfOurs(github)[0]?.body ?? "";
  await runDoor(github, saying(github, "monalisa", "/iter cancel"));
  const payload = { ...eventFixture("pull_request.opened.json"), action: "ready_for_review" };
  await runDoor(github, { event: "pull_request", payload });
  const later = commentsOfOurs(github)[0]?.body ?? "";

  expect(asked).toMatch(
    /\n> \*\*g1 · review\*\* – approval of `4f2c1ab90d3e`, by @octo-org\/reviewers, @monalisa, until \d{4}-\d\d-\d\d \d\d:\d\d UTC\n>\n> Pull request 42/,
  );
  expect(asked).toContain("> ```text\n> /iter approve g1\n> /iter reject g1 <reason>\n> ```\n");
  expect(asked).toContain("|---|---|---|--:|--:|--:|--:|---|");
  expect(asked).toContain("[checkpoint](https://github.com/octo-org/hello-world/commit/");
  expect(later).toContain("<details><summary>Earlier runs: 1</summary>\n\n- [`iter_");
});

it("shows a check for each node where that is wanted, once", async () => {
  const wanted = `${config}report: { per-node-checks: true }\n`;
  const files = { ".github/iter.yml": wanted, ".github/iter/pr.iter": gate };
  await using github = await startGithub({ ...helloWorld, files });

  await runDoor(github, opened);
  const before = namesOfChecks(github);
  await runDoor(github, saying(github, "monalisa", "/iter approve g1"));

  expect(before).toEqual(["iter / review"]);
  expect(namesOfChecks(github)).toEqual(["iter / review", "iter / review / review"]);
  const [, node] = [...github.state.checks.values()];
  expect(node?.fields).toMatchObject({
    conclusion: "success",
    output: { title: expect.stringMatching(/^finished · /) as string },
  });
});

it("shows findings on lines of the change alone, fifty at a time", async () => {
  const findings = Array.from({ length: 120 }, (_, index) => ({
    path: "src/session.ts",
    line: index + 1,
    level: "warning",
    title: `finding ${index}`,
    message: "closes #1 <!-- hidden -->",
  }));
  const patch = `@@ -1,1 +1,110 @@\n${"+x\n".repeat(110)}`;
  const [pull] = helloWorld.threads ?? [];
  const threads = pull === undefined ? [] : [{ ...pull, patches: { "src/session.ts": patch } }];
  const files = {
    ".github/iter.yml": config,
    ".github/iter/pr.iter": finder,
    "answers.yaml": script(findings),
  };
  await using github = await startGithub({ ...helloWorld, files, threads });

  const { outputs, log } = await runDoor(github, {
    ...opened,
    inputs: { simulate: "answers.yaml" },
  });

  expect(outputs, log).toMatchObject({ status: "finished" });
  const [check] = [...github.state.checks.values()];
  expect(github.state.checks.size).toBe(1);
  expect(check?.annotations ?? []).toHaveLength(110);
  expect(JSON.stringify(check?.fields["output"])).toContain("doesn't show: 10");
  expect(JSON.stringify(check?.annotations?.[0])).not.toContain("closes #1");
  const sarif = readFileSync(join(outputs["run-path"] ?? "", "findings.sarif"), "utf8");
  expect(JSON.parse(sarif)).toMatchObject({
    version: "2.1.0",
    runs: [{ results: { length: 120 } }],
  });
});

it("shows findings in the log where there is to be no check, and counts the rest", async () => {
  const findings = Array.from({ length: 14 }, (_, index) => ({
    path: "src/session.ts",
    line: index + 1,
    level: "warning",
    message: `finding ${index}`,
  }));
  const [pull] = helloWorld.threads ?? [];
  const patch = `@@ -1,1 +1,12 @@\n${"+x\n".repeat(12)}`;
  const threads = pull === undefined ? [] : [{ ...pull, patches: { "src/session.ts": patch } }];
  const more = { threads, files: { ...setup(finder).files, "answers.yaml": script(findings) } };
  await using github = await startGithub(setup(finder, more));

  const { log, summary } = await runDoor(github, {
    ...opened,
    inputs: { simulate: "answers.yaml", report: "annotations, summary" },
  });

  expect(log.match(/^::warning [^\n]*src\/session\.ts/gm)).toHaveLength(10);
  expect(summary).toContain("Findings without an annotation: 4.");
  expect(github.state.checks.size).toBe(0);
});

it("names the permission that lacks, and loses no more than what needs it", async () => {
  await using github = await startGithub(setup(workflow, { lacks: ["checks"] }));

  const { exitCode, outputs, log } = await runDoor(github, opened);

  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({ status: "finished" });
  expect(log.match(/there is no check run: add `checks: write`/g)).toHaveLength(1);
  expect(commentsOfOurs(github)).toHaveLength(1);
});

it("makes a comment half as long once, where GitHub wants less", async () => {
  const long = gate.replace("Pull request {{github.pr.number}}", "long ".repeat(11_000));
  await using github = await startGithub(setup(long));
  const tooLong = { status: 422, body: { message: "body is too long" } };
  github.fail("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", tooLong);

  const { outputs, log } = await runDoor(github, opened);

  expect(outputs, log).toMatchObject({ status: "paused_waiting_human" });
  const [sticky] = commentsOfOurs(github);
  expect(sticky?.body.length).toBeLessThanOrEqual(60_000);
  expect(sticky?.body).toContain("/iter approve g1");
});

it("writes nothing where effects are none", async () => {
  await using github = await startGithub(setup(gate));

  const { outputs, log } = await runDoor(github, { ...opened, inputs: { effects: "none" } });

  expect(outputs, log).toMatchObject({ status: "paused_waiting_human" });
  expect(commentsOfOurs(github)).toEqual([]);
  expect(github.state.checks.size).toBe(0);
  expect([...github.state.refs.keys()].filter((ref) => ref.includes("iter/"))).toEqual([]);
});

it("reports to nobody but the summary if it is told to", async () => {
  await using github = await startGithub(setup(workflow));

  const { summary } = await runDoor(github, { ...opened, inputs: { report: "summary" } });

  expect(commentsOfOurs(github)).toEqual([]);
  expect(github.state.checks.size).toBe(0);
  expect(summary).toContain("### Iter · `review` · finished");
  expect(summary).toContain("| Run | Commit | Started by | Time | Tokens | Cost |");
  expect(summary).toContain("```mermaid");
  expect(summary).not.toContain("<!-- iter");
});

function namesOfChecks({ state }: LoopbackGithub): readonly string[] {
  return [...state.checks.values()].map(({ fields }) => textAt(fields, "name"));
}
