import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { playJob } from "#support/action-job.ts";
import type { Step } from "#support/action-step.ts";
import { headSha, helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

const talk = `prompt ask:
  Say something.

agent speak:
  model: "anthropic/claude-sonnet-4-5"
  user: ask
  tools: [read_file, run_command, write_file, github.commit]

workflow talk:
  entry: speak
  speak -> done
`;
const build = `tool compile:
  command: "make"

workflow build:
  entry: compile
  compile -> done
`;

/** The model asks for a command, whatever it was told of. */
const script = `nodes:
  speak: [{ tool_calls: [{ tool: run_command, input: { command: env } }] }, { text: done }]
`;

function open(trigger: string): Promise<LoopbackGithub> {
  return startGithub({
    ...helloWorld,
    threads: (helloWorld.threads ?? []).concat({
      number: 43,
      title: "Fix a typo in the guide",
      author: "hubot",
      head: { sha: headSha, ref: "typo", repositoryId: 5002 },
    }),
    files: {
      ".github/iter.yml": `version: 1\ntriggers:\n  one: { on: pull_request, ${trigger} }\n`,
      ".github/iter/talk.iter": talk,
      ".github/iter/build.iter": build,
      "script.yaml": script,
    },
  });
}

function play(
  github: LoopbackGithub,
  { name = "pull_request.opened.json", sender = {}, simulate = "true" } = {},
): Promise<Step> {
  const folder = resolve(import.meta.dirname, "../../../cases/github/events");
  const event = JSON.parse(readFileSync(join(folder, name), "utf8")) as object;
  return playJob({
    url: github.url,
    event: "pull_request",
    payload: { ...event, ...sender },
    environment: { GITHUB_SHA: headSha },
    inputs: { simulate },
  });
}

function toolEvents({ outputs }: Step): readonly unknown[] {
  return readFileSync(join(outputs["run-path"] ?? "", "events.jsonl"), "utf8")
    .split("\n")
    .filter((line) => /"type":"tool_(?:called|error)"/.test(line))
    .map((line) => (JSON.parse(line) as { type: string }).type);
}

it("doesn't start a node whose work is above the tier of the trigger", async () => {
  await using github = await open("workflow: build, tier: read");

  const { outputs, log } = await play(github);

  expect(outputs["status"]).toBe("failed_resumable");
  expect(outputs["reason-code"]).toBe("tier_too_low");
  expect(log).toContain("`compile` needs the tier `sandbox`, and this run has `read`");
  expect(readFileSync(join(outputs["run-path"] ?? "", "events.jsonl"), "utf8")).not.toContain(
    "step_started",
  );
});

it("starts the same node where the tier allows it", async () => {
  await using github = await open("workflow: build, tier: sandbox");

  expect((await play(github)).outputs["status"]).toBe("finished");
});

it("takes tools away that are above the tier", async () => {
  await using github = await open("workflow: talk, tier: read");

  expect(toolEvents(await play(github, { simulate: "script.yaml" }))).toEqual(["tool_error"]);
});

it("leaves them where the tier is high enough", async () => {
  await using github = await open("workflow: talk, tier: sandbox");

  expect(toolEvents(await play(github, { simulate: "script.yaml" }))).toEqual(["tool_called"]);
});

it("lets people below write start what only reads", async () => {
  const sender = { sender: { id: 10_003, login: "hubot", type: "User" } };
  await using talking = await open("workflow: talk, permission: read");
  await using building = await open("workflow: build, permission: read");

  const [talked, built] = [await play(talking, { sender }), await play(building, { sender })];

  expect(talked.outputs["status"]).toBe("finished");
  expect(built.outputs["reason-code"]).toBe("tier_too_low");
});

it("starts nothing for a bot that nobody listed", async () => {
  await using github = await open("workflow: talk");
  const sender = { sender: { id: 10_005, login: "helper[bot]", type: "Bot" } };

  const { outputs, log } = await play(github, { sender });

  expect(outputs, log).toMatchObject({ decision: "ignore", "reason-code": "bot_not_allowed" });
});

it("gives a fork's event no more than reading, and never a push", async () => {
  await using github = await open("workflow: build, forks: read-only, permission: read");

  const { outputs } = await play(github, { name: "pull_request.opened.fork.json" });

  expect(outputs["reason-code"]).toBe("tier_too_low");
});

it("is lowered by the owner's policy, whatever the trigger says", async () => {
  await using github = await startGithub({
    ...helloWorld,
    otherFiles: {
      "octo-org/.github": { ".github/iter.yml": "version: 1\npolicy: { max-tier: read }\n" },
    },
    files: {
      ".github/iter.yml":
        "version: 1\npolicy: { max-tier: push }\ntriggers:\n  one: { on: pull_request, workflow: build }\n",
      ".github/iter/build.iter": build,
    },
  });

  expect((await play(github)).outputs["reason-code"]).toBe("tier_too_low");
});
