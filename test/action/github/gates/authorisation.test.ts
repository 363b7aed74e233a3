import { expect, it, vi } from "vitest";
import { gate, workflow } from "#support/action-step.ts";
import { commentsOfOurs, eventFixture, runDoor, saying } from "#support/door-step.ts";
import type { DoorStep } from "#support/door-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 120_000 });

const config = `version: 1
commands: { permission: { run: read } }
triggers:
  plain: { on: command, workflow: plain, permission: read }
  asked: { on: command, workflow: asked, permission: read, gates: { review: { self-approval: never } } }
`;
const plain = workflow.replace("{{github.pr.number}} of", "").replace(": {{github.pr.title}}", "");
const asked = gate.replace("{{github.pr.number}} of", "").replace(": {{github.pr.title}}", "");
const files = {
  ".github/iter.yml": config,
  ".github/iter/plain.iter": plain,
  ".github/iter/asked.iter": asked,
};
const issue = { number: 43, title: "It is slow", author: "hubot" };
const world = { ...helloWorld, threads: [...(helloWorld.threads ?? []), issue], files };

it("holds an approval against who started its run, not another run of the thread", async () => {
  await using github = await startGithub(world);
  await say(github, "octocat", "/iter run plain");
  const { outputs } = await say(github, "monalisa", "/iter run asked");
  const run = outputs["run-id"] ?? "";

  const bare = await say(github, "monalisa", "/iter approve g1");
  const named = await say(github, "monalisa", `/iter approve g1 --run ${run}`);
  const other = await say(github, "octo-lead", "/iter approve g1");

  expect(bare.outputs, bare.log).toMatchObject({ "reason-code": "self_approval" });
  expect(named.outputs, named.log).toMatchObject({ "reason-code": "self_approval" });
  expect(other.outputs, other.log).toMatchObject({ decision: "answer", status: "finished" });
});

it("lets nobody cancel a run because they started another", async () => {
  await using github = await startGithub(world);
  const theirs = await say(github, "octocat", "/iter run asked");
  const own = await say(github, "hubot", "/iter run asked", 43);

  const run = theirs.outputs["run-id"] ?? "";
  const foreign = await say(github, "hubot", `/iter cancel --run ${run}`, 43);
  const cancelled = await say(github, "hubot", "/iter cancel", 43);

  expect(own.outputs, own.log).toMatchObject({ status: "paused_waiting_human" });
  expect(foreign.outputs, foreign.log).toMatchObject({ "reason-code": "not_authorised" });
  expect(cancelled.outputs, cancelled.log).toMatchObject({ decision: "cancel" });
});

function say(
  github: LoopbackGithub,
  login: string,
  body: string,
  thread?: number,
): Promise<DoorStep> {
  return runDoor(github, saying(github, login, body, thread));
}

it("hears the owner of a personal push token as everybody else", async () => {
  const review = "triggers:\n  review: { on: pull_request, workflow: asked }\n";
  const tokens = { ...helloWorld.tokens, "token-of-monalisa": "monalisa" };
  const changed = { ...files, ".github/iter.yml": config.replace("triggers:\n", review) };
  await using github = await startGithub({ ...world, tokens, files: changed });
  const inputs = { "push-token": "token-of-monalisa" };
  const sender = { id: 10_002, login: "monalisa", type: "User" };
  const payload = { ...eventFixture("pull_request.opened.json"), sender };

  const opened = await runDoor(github, { event: "pull_request", payload, inputs });
  const asked = await runDoor(github, { ...saying(github, "monalisa", "/iter help"), inputs });

  expect(opened.outputs, opened.log).toMatchObject({ status: "paused_waiting_human" });
  expect(asked.outputs, asked.log).toMatchObject({ decision: "reply" });
});

it("starts nothing as somebody whose comment another dispatches", async () => {
  await using github = await startGithub(world);
  const { comment } = saying(github, "octo-lead", "/iter run plain");
  const own = saying(github, "monalisa", "/iter run plain").comment;

  const foreign = await dispatch(github, comment.id, "a");
  const first = await dispatch(github, own.id, "a");
  const again = await dispatch(github, own.id, "b");

  expect(foreign.outputs, foreign.log).toMatchObject({ "reason-code": "bad_envelope" });
  expect(first.outputs, first.log).toMatchObject({ decision: "start", status: "finished" });
  expect(again.outputs["run-id"], again.log).toBe(first.outputs["run-id"]);
});

it("asks of the person whom our App names what it asks of everybody", async () => {
  const started = config.replace(
    "on: command, workflow: plain, permission: read",
    "on: pull_request, workflow: plain",
  );
  await using github = await startGithub({
    ...world,
    files: { ...files, ".github/iter.yml": started },
  });
  const ours = { id: 41_898_282, login: "github-actions[bot]", type: "Bot" };
  const told = (id: number, login: string, sender: object = ours): Promise<DoorStep> => {
    const event = { event: "pull_request", action: "opened", thread: 42, triggers: ["plain"] };
    const inputs = {
      "iter-event": JSON.stringify({ v: 1, key: login, ...event, actor: { id, login } }),
    };
    const payload = { ...eventFixture("workflow_dispatch.json"), inputs, sender };
    return runDoor(github, { event: "workflow_dispatch", payload });
  };

  const stranger = await told(10_003, "hubot");
  const other = await told(10_004, "monalisa");
  const posing = await told(10_002, "monalisa", { id: 10_003, login: "hubot", type: "User" });
  const writer = await told(10_002, "monalisa");

  expect(stranger.outputs, stranger.log).toMatchObject({ "reason-code": "not_authorised" });
  expect(other.outputs, other.log).toMatchObject({ "reason-code": "identity_mismatch" });
  expect(posing.outputs, posing.log).toMatchObject({ "reason-code": "not_authorised" });
  expect(writer.outputs, writer.log).toMatchObject({ decision: "start", status: "finished" });
});

it("counts a person once, whatever they are called", async () => {
  const accounts = [...helloWorld.accounts];
  const two = asked.replace("  instructions: ask", "  instructions: ask\n  min_answers: 2");
  const changed = { ...files, ".github/iter/asked.iter": two };
  await using github = await startGithub({ ...world, accounts, files: changed });
  await say(github, "octo-lead", "/iter run asked");
  const once = await say(github, "monalisa", "/iter approve g1");
  accounts[1] = { id: 10_002, login: "mona", level: "write" };

  const twice = await say(github, "mona", "/iter approve g1");

  expect(once.outputs, once.log).toMatchObject({ decision: "record" });
  expect(twice.outputs, twice.log).toMatchObject({ "reason-code": "already_counted" });
});

it("holds an answer against the gate that it is for, not others of its name", async () => {
  const form = asked
    .replace("  approved: bool", "  count: int")
    .replace(/  review -> done when approved\n.*\n/, "  review -> done\n");
  const triggers = `${config}  counted: { on: command, workflow: counted }\n`;
  const changed = { ...files, ".github/iter.yml": triggers, ".github/iter/counted.iter": form };
  await using github = await startGithub({ ...world, files: changed });
  await say(github, "octocat", "/iter run counted");
  const { outputs } = await say(github, "octocat", "/iter run asked");

  const yes = await say(github, "octo-lead", `/iter approve g1 --run ${outputs["run-id"] ?? ""}`);
  const wrong = await say(github, "octo-lead", "/iter answer g1 count=@octo-org/leads");

  expect(yes.outputs, yes.log).toMatchObject({ decision: "answer", status: "finished" });
  expect(wrong.outputs, wrong.log).toMatchObject({ "reason-code": "invalid_answer" });
  expect(commentsOfOurs(github).at(-1)?.body).toContain("`count`");
  expect(commentsOfOurs(github).at(-1)?.body).not.toContain("@octo-org/leads");
});

it("lets the author of a thread read about its runs only", async () => {
  await using github = await startGithub(world);
  const theirs = await say(github, "octocat", "/iter run plain");
  await say(github, "hubot", "/iter run plain", 43);

  const run = theirs.outputs["run-id"] ?? "";
  const foreign = await say(github, "hubot", `/iter logs --run ${run}`, 43);
  const own = await say(github, "hubot", "/iter logs", 43);

  expect(foreign.outputs, foreign.log).toMatchObject({ "reason-code": "not_authorised" });
  expect(own.outputs, own.log).toMatchObject({ decision: "reply" });
});

it("asks of who dispatches a run's id what `retry` asks", async () => {
  const strict = config.replace("run: read", "run: read, retry: maintain");
  await using github = await startGithub({
    ...world,
    files: { ...files, ".github/iter.yml": strict },
  });
  const { outputs } = await say(github, "octocat", "/iter run asked");
  const inputs = { "run-id": outputs["run-id"] ?? "" };
  const resume = (id: number, login: string): Promise<DoorStep> => {
    const sender = { id, login, type: "User" };
    const payload = { ...eventFixture("workflow_dispatch.json"), inputs, sender };
    return runDoor(github, { event: "workflow_dispatch", payload });
  };

  const writer = await resume(10_002, "monalisa");
  const maintainer = await resume(10_004, "octo-lead");

  expect(writer.outputs, writer.log).toMatchObject({ "reason-code": "not_authorised" });
  expect(maintainer.outputs, maintainer.log).toMatchObject({ status: "paused_waiting_human" });
});

/** What monalisa sends off by hand, in the words of the bot. */
function dispatch(github: LoopbackGithub, comment: number, key: string): Promise<DoorStep> {
  const actor = { id: 10_004, login: "octo-lead" };
  const told = { v: 1, key, event: "issue_comment", action: "created", comment, actor };
  const inputs = { "iter-event": JSON.stringify(told) };
  const sender = { id: 10_002, login: "monalisa", type: "User" };
  const payload = { ...eventFixture("workflow_dispatch.json"), inputs, sender };
  return runDoor(github, { event: "workflow_dispatch", payload });
}
