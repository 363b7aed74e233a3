import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { parse } from "yaml";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture } from "#support/github-job.ts";
import { playDispatched, playSplit, readToken } from "#support/split-jobs.ts";
import type { SplitDone } from "#support/split-jobs.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { EnvironmentReview, GithubSetup } from "#testing/github/state.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 600_000 });

const setup: GithubSetup = {
  ...helloWorld,
  environments: { production: ["octo-lead", "monalisa"] },
  files: {
    ".github/iter.yml": `version: 1
triggers: { review: { on: pull_request, workflow: pr } }
gates: { "*": { surface: environment, environment: production } }
`,
    ".github/iter/pr.iter": gate,
  },
  tokens: { ...helloWorld.tokens, [readToken]: "github-actions[bot]" },
  readers: [readToken],
};

/** The workflow run of a pull request, in which reviewers of the environment say something. */
function open(github: LoopbackGithub, ...said: readonly EnvironmentReview[]): Promise<SplitDone> {
  const payload = fixture("pull_request.opened.json");
  const atGate = (workflowRun: number): void => {
    github.state.environmentReviews.set(workflowRun, said);
  };
  return playSplit(github, { event: "pull_request", payload }, { atGate });
}

const yes = { environment: "production", state: "approved", comment: "", by: "octo-lead" } as const;

it("waits in a job of the environment, and goes on in another run when it is approved", async () => {
  await using github = await startGithub(setup);

  const first = await open(github, yes);

  expect(first.apply?.outputs, first.apply?.log).toMatchObject({
    ...{ status: "paused_waiting_human", "gate-environment": "production" },
  });
  expect(first.resume?.outputs, first.resume?.log).toMatchObject({ decision: "answer" });
  expect(github.state.dispatches).toMatchObject([
    { inputs: { "run-id": first.plan?.outputs["run-id"] } },
  ]);

  const second = await playDispatched(github, {});

  expect(second.apply?.outputs, second.apply?.log).toMatchObject({ status: "finished" });
  expect(stickies(github)[0]).toContain("· finished");
});

it("writes a rejection down", async () => {
  await using github = await startGithub(setup);

  const first = await open(github, { ...yes, state: "rejected", comment: "not today" });
  const second = await playDispatched(github, {});

  expect(first.resume?.outputs, first.resume?.log).toMatchObject({ "reason-code": "job_time" });
  expect(second.apply?.outputs, second.apply?.log).toMatchObject({ status: "failed" });
});

it("stays at the gate where the job went through without anybody's approval", async () => {
  await using github = await startGithub(setup);

  const { resume } = await open(github);

  expect(resume?.exitCode, resume?.log).toBe(0);
  expect(resume?.outputs).toMatchObject({ status: "paused_waiting_human", "gate-id": "g1" });
  expect(github.state.dispatches).toEqual([]);
});

it("gives the job that waits no right to anything, and no key to the one behind it", () => {
  const { jobs } = parse(readFileSync(".github/workflows/run.yml", "utf8")) as {
    readonly jobs: Readonly<
      Record<
        string,
        {
          readonly needs: readonly string[];
          readonly permissions: object;
          readonly environment?: string;
          readonly steps: readonly object[];
        }
      >
    >;
  };
  const { gate: waiting, resume } = jobs;

  expect(waiting?.environment).toBe("${{ needs.apply.outputs.gate-environment }}");
  expect(waiting).toMatchObject({ permissions: {}, steps: [{ run: "true" }] });
  expect(waiting?.permissions).toEqual({});
  expect(resume?.needs).toContain("gate");
  expect(JSON.stringify(resume)).not.toMatch(/api-key|oauth/);
});
