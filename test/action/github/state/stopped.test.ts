import { expect, it, vi } from "vitest";
import { helloWorld } from "#support/github.ts";
import { fixture, playJob } from "#support/github-job.ts";
import type { JobDone, JobHere } from "#support/github-job.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 300_000 });

const twoSteps = `tool first:
  command: "echo one >> first.log; sleep \${SLOWLY:-0}; echo one"

tool second:
  command: "echo two"

workflow pr:
  entry: first
  first -> second
  second -> done
`;
const files = {
  ".github/iter.yml": "version: 1\ntriggers:\n  review: { on: pull_request, workflow: pr }\n",
  ".github/iter/pr.iter": twoSteps,
};

it("leaves a run whose job is cut off at any write, so that another one can go on", async () => {
  let cut = true;
  for (let write = 2; cut; write += 3) {
    await using github = await startGithub({ ...helloWorld, files });
    github.cut(write, "request");
    const first = await open(github, {
      beforeLast: () => {
        cut = github.mend();
      },
    });
    expect(stickies(github)[0] ?? "", first.log).not.toContain("· running");

    const again = await open(github, { workflowRun: first.workflowRun, attempt: 2 });

    expect(again.exitCode, again.log).toBe(0);
    expect(stickies(github), again.log).toHaveLength(1);
    expect(stickies(github)[0], again.log).toContain("· finished");
  }
});

it("hands a run over when the time of its job is nearly up", async () => {
  await using github = await startGithub({ ...helloWorld, files });

  const first = await open(github, {
    inputs: { "timeout-minutes": "0.02" },
    environment: { SLOWLY: "2" },
  });
  const [asked] = github.state.dispatches;
  const next = await playJob(github, {
    event: "workflow_dispatch",
    payload: fixture("workflow_dispatch.json", { inputs: asked?.["inputs"] }),
    inputs: { simulate: "false", "run-id": first.outputs["run-id"] ?? "" },
  });

  expect(first.exitCode, first.log).toBe(0);
  expect(first.outputs).toMatchObject({ status: "failed_resumable", "reason-code": "job_time" });
  expect(github.state.dispatches).toHaveLength(1);
  expect(asked).toMatchObject({
    workflow: "iter.yml",
    inputs: { "run-id": first.outputs["run-id"] },
  });
  expect(next.outputs, next.log).toMatchObject({ status: "finished" });
  expect(stickies(github)).toHaveLength(1);
});

function open(github: LoopbackGithub, job: Partial<JobHere> = {}): Promise<JobDone> {
  const payload = fixture("pull_request.opened.json");
  const inputs = { simulate: "false", ...job.inputs };
  return playJob(github, { ...job, inputs, event: "pull_request", payload });
}
