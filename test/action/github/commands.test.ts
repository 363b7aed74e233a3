import { expect, it } from "vitest";
import { commentsOfOurs, eventFixture, runDoor, saying } from "#support/door-step.ts";
import { gate, workflow } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

const config = `version: 1
triggers:
  review: { on: pull_request, workflow: pr, vars: { rules: be kind } }
  ask: { on: command, workflow: ask }
`;
const files = {
  ".github/iter.yml": config,
  ".github/iter/pr.iter": gate,
  ".github/iter/ask.iter": workflow,
};

async function opened(): Promise<LoopbackGithub> {
  const github = await startGithub({ ...helloWorld, files });
  const payload = eventFixture("pull_request.opened.json");
  const { exitCode, log } = await runDoor(github, { event: "pull_request", payload });
  expect(exitCode, log).toBe(0);
  return github;
}

it("shows where the runs of a thread stand", async () => {
  await using github = await opened();

  const { outputs } = await runDoor(github, saying(github, "monalisa", "/iter status"));

  expect(outputs).toMatchObject({ decision: "reply", "reason-code": "allowed" });
  expect(commentsOfOurs(github).at(-1)?.body).toMatch(
    /^<!-- iter:v1 reply \S+ none -->\n\| Run .*\n.*\n.*iter_qzb2dtq5w5pxbkta94fz.*review \| waiting for an answer: g1 review/,
  );
});

it("ends a run that waits, and its gate with it", async () => {
  await using github = await opened();

  const cancelled = await runDoor(github, saying(github, "monalisa", "/iter cancel not now"));
  const late = await runDoor(github, saying(github, "octo-lead", "/iter approve g1"));

  expect(cancelled.outputs, cancelled.log).toMatchObject({
    decision: "cancel",
    status: "cancelled",
  });
  expect(commentsOfOurs(github)[0]?.body).toContain("### Iter · `review` · cancelled");
  expect(late.outputs).toMatchObject({ decision: "deny", "reason-code": "run_ended" });
});

it("goes on with a run that was cancelled", async () => {
  await using github = await opened();
  await runDoor(github, saying(github, "monalisa", "/iter cancel"));

  const { outputs, log } = await runDoor(github, saying(github, "monalisa", "/iter retry"));

  expect(outputs, log).toMatchObject({ decision: "resume", status: "paused_waiting_human" });
});

it("cancels every run of a pull request that is closed", async () => {
  await using github = await opened();
  const payload = { ...eventFixture("pull_request.opened.json"), action: "closed" };

  const { outputs } = await runDoor(github, { event: "pull_request", payload });

  expect(outputs).toMatchObject({ mode: "cancel", decision: "cancel", status: "cancelled" });
});

it("starts the only trigger that commands raise, and shows first what it would do", async () => {
  await using github = await startGithub({ ...helloWorld, files });

  const dry = await runDoor(github, saying(github, "monalisa", "/iter run --dry-run rules=mine"));
  const real = await runDoor(github, saying(github, "monalisa", "/iter run rules=mine be quick"));

  expect(dry.outputs).toMatchObject({ decision: "reply", status: "none" });
  expect(commentsOfOurs(github)[0]?.body).toContain("nothing was started or written");
  expect(commentsOfOurs(github)[0]?.body).toContain('"rules": "mine"');
  expect(real.outputs, real.log).toMatchObject({ decision: "start", status: "finished" });
});

it.each([
  ["/iter explain", "is waiting for an answer."],
  ["/iter explain stale_sha", "There are newer commits"],
  ["/iter explain C019", "C019"],
  ["/iter explain bad_quote", "`bad_quote`: A quotation is never closed"],
  ["/iter explain no_trigger", "`no_trigger`: No trigger of"],
  ["/iter explain review", "`review` is"],
  ["/iter diagram", "```mermaid\nflowchart TD"],
  ["/iter diagram ask --full", "review"],
  ["/iter logs review", "Step 1: review (human)"],
  ["/iter budget", "| Used | $0.00, 0 tokens, "],
  ["/iter help", "These wait for an answer:\n\n- **g1** `review`"],
])("answers %s", async (command, words) => {
  await using github = await opened();

  const { outputs, log } = await runDoor(github, saying(github, "monalisa", command));

  expect(outputs, log).toMatchObject({ decision: "reply" });
  expect(commentsOfOurs(github).at(-1)?.body).toContain(words);
});

it("says a refusal once to a person", async () => {
  await using github = await opened();

  await runDoor(github, saying(github, "hubot", "/iter approve g1"));
  await runDoor(github, saying(github, "hubot", "/iter approve g1"));

  expect(commentsOfOurs(github)).toHaveLength(2);
});

it("believes no comment that only the event has", async () => {
  await using github = await opened();
  const { comment, ...said } = saying(github, "monalisa", "/iter approve g1");
  github.state.comments.delete(comment.id);

  const { outputs, log } = await runDoor(github, said);

  expect(outputs, log).toMatchObject({ decision: "ignore", "reason-code": "deleted_comment" });
});

it("reads a comment again, whatever the event says that it says", async () => {
  await using github = await opened();
  const { comment, ...said } = saying(github, "monalisa", "/iter approve g1");
  comment.body = "/iter reject g1";

  const { outputs, log } = await runDoor(github, said);

  expect(outputs, log).toMatchObject({ decision: "answer", status: "failed" });
});

it("takes a command from a form, and answers in the log", async () => {
  await using github = await opened();
  const event = eventFixture("workflow_dispatch.json");
  const command = "approve g1 --run iter_qzb2dtq5w5pxbkta94fz";
  const sender = { id: 10_002, login: "monalisa", type: "User" };
  const payload = { ...event, inputs: { command }, sender };

  const { outputs, log } = await runDoor(github, { event: "workflow_dispatch", payload });

  expect(outputs, log).toMatchObject({ mode: "command", decision: "answer", status: "finished" });
});

const reaction = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
const unreaction =
  "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}";
const reply = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";

it.each([
  ["reaction", reaction, 403],
  ["reaction", reaction, 404],
  ["reaction", unreaction, 500],
])("counts an answer whose %s can't be shown by %s (%i)", async (_feature, operation, status) => {
  await using github = await opened();
  github.fail(operation, { status, body: { message: "Resource not accessible by integration" } });

  const { exitCode, outputs, log } = await runDoor(
    github,
    saying(github, "octo-lead", "/iter approve g1"),
  );

  expect(exitCode, log).toBe(0);
  expect(outputs, log).toMatchObject({ decision: "answer", status: "finished" });
});

it("loses a reply that it may not write, and says which line lacks", async () => {
  await using github = await opened();
  const denied = { message: "Resource not accessible by integration" };
  github.fail(reply, { status: 403, body: denied });

  const { exitCode, log } = await runDoor(github, saying(github, "monalisa", "/iter status"));

  expect(exitCode, log).toBe(0);
  expect(log).toContain("no comment is written: add `issues: write`");
});
