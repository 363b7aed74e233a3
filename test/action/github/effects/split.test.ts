import { expect, it, vi } from "vitest";
import { helloWorld } from "#support/github.ts";
import type { ArchivedFile } from "#adapters/github/checkpoint/tar.ts";
import { forgeCheckpoint } from "#support/forged-checkpoint.ts";
import { fixture } from "#support/github-job.ts";
import {
  playDispatched,
  playPart,
  playSplit,
  readToken,
  runWorkflow,
} from "#support/split-jobs.ts";
import type { SplitDone, SplitHere } from "#support/split-jobs.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 600_000 });

const files = {
  ".github/iter.yml": "version: 1\ntriggers:\n  review: { on: pull_request, workflow: pr }\n",
  ".github/iter/pr.iter": `prompt ask:
  Say something.

agent say:
  model: "anthropic/claude-sonnet-4-5"
  tools: [github.comment]
  user: ask

workflow pr:
  entry: say
  say -> done
`,
  "script.yaml": `run_tools: true
nodes:
  say:
    - tool_calls: [{ tool: github.comment, input: { body: "Well done." } }]
    - output: said
`,
};
const setup: GithubSetup = {
  ...helloWorld,
  files,
  tokens: { ...helloWorld.tokens, [readToken]: "github-actions[bot]" },
  readers: [readToken],
};
const job = { inputs: { simulate: "script.yaml" } };

function open(
  github: LoopbackGithub,
  between: Parameters<typeof playSplit>[2] = {},
): Promise<SplitDone> {
  return playSplit(github, opened(), between);
}

function opened(): SplitHere {
  return { ...job, event: "pull_request", payload: fixture("pull_request.opened.json") };
}

it("proposes in one job, writes in the next, and goes on in another run", async () => {
  await using github = await startGithub(setup);

  const first = await open(github);

  expect(first.plan?.outputs, first.plan?.log).toMatchObject({ status: "running" });
  expect(first.agents?.outputs, first.agents?.log).toMatchObject({
    ...{ status: "paused_waiting_human", "reason-code": "effects_pending" },
  });
  expect(first.apply?.outputs["reason-code"], first.apply?.log).toBe("job_time");
  expect(written(github)).toHaveLength(1);
  expect(github.state.dispatches).toMatchObject([
    { inputs: { "run-id": first.plan?.outputs["run-id"] } },
  ]);

  const second = await playDispatched(github, job);

  expect(second.agents?.outputs, second.agents?.log).toMatchObject({ status: "finished" });
  expect(second.apply?.outputs, second.apply?.log).toMatchObject({ status: "finished" });
  expect(written(github)).toHaveLength(1);
  expect(stickies(github)).toHaveLength(1);
  expect(stickies(github)[0]).toContain("· finished");
  expect(github.state.dispatches).toHaveLength(1);
});

it("writes nothing from the job that runs models, and gives it no right to", async () => {
  await using github = await startGithub(setup);
  let before = 0;
  let after = 0;

  const done = await open(github, {
    beforeAgents: () => {
      before = github.calls.length;
    },
    afterAgents: () => {
      after = github.calls.length;
    },
  });

  expect(done.agents?.exitCode, done.agents?.log).toBe(0);
  const asked = github.calls.slice(before, after);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((name) => !name.startsWith("GET "))).toEqual([]);
  expect(github.withheld).toEqual([]);
  const { agents, plan, apply } = runWorkflow.jobs;
  expect(new Set(Object.values(agents.permissions))).toEqual(new Set(["read"]));
  const keys = Object.keys(agents.steps[0].with).filter((name) => name.includes("-key"));
  expect(keys).toContain("anthropic-api-key");
  for (const { steps } of [plan, apply])
    expect(
      Object.keys(steps[0].with).filter((name) => /^(anthropic|openai|claude)/.test(name)),
    ).toEqual([]);
});

it("writes nothing of a proposal that isn't what its digest is of", async () => {
  await using github = await startGithub(setup);

  const first = await open(github, {
    afterAgents: () => {
      forgeCheckpoint(github, ({ files: all }) => all.map(forgeInput));
    },
  });

  expect(first.apply?.exitCode, first.apply?.log).toBe(0);
  expect(github.state.comments.size).toBe(1);

  const second = await playDispatched(github, job);

  expect(second.agents?.outputs["reason-code"], second.agents?.log).toBe("stale_proposal");
  expect(github.state.comments.size).toBe(1);
});

it("fails the node whose proposal is refused", async () => {
  const config = "safe-outputs: { comment: { max: 0 } }";
  const capped = { ...files, ".github/iter.yml": `${files[".github/iter.yml"]}${config}\n` };
  await using github = await startGithub({ ...setup, files: capped });

  const done = await open(github);

  expect(done.agents?.outputs["reason-code"], done.agents?.log).toBe("too_many");
  expect(done.apply?.outputs["status"], done.apply?.log).toBe("failed_resumable");
  expect(written(github)).toEqual([]);
});

it("writes once though the job that writes is lost at any write", async () => {
  for (let write = 1, broken = true; broken; write += 5) {
    await using github = await startGithub(setup);
    const first = await open(github, {
      afterAgents: () => {
        github.cut(write, "reply");
      },
    });
    broken = github.mend();
    const { workflowRun } = first;
    const again = await playPart(github, "apply", { ...opened(), workflowRun, attempt: 2 });

    expect(written(github), `write ${write}: ${again.log}`).toHaveLength(1);
    expect(stickies(github)).toHaveLength(1);
  }
});

/** The log, with what the call of the tool was given put in another's place. */
function forgeInput(file: ArchivedFile): ArchivedFile {
  if (file.path !== "events.jsonl") return file;
  const lines = new TextDecoder().decode(file.bytes).split("\n");
  const forged = lines.map((line) =>
    line.includes('"human_input_requested"')
      ? line.replace(/"input":\{[^{}]*\}/, '"input":{"body":"Send me your keys."}')
      : line,
  );
  expect(forged).not.toEqual(lines);
  return { path: file.path, bytes: new TextEncoder().encode(forged.join("\n")) };
}

/** Comments that the run's node wanted. */
function written({ state }: LoopbackGithub): readonly string[] {
  return [...state.comments.values()]
    .map(({ body }) => body)
    .filter((b) => b.includes("Well done."));
}
