import { expect, it } from "vitest";
import { commentsOfOurs, eventFixture, runDoor, saying } from "#support/door-step.ts";
import { gate, workflow } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { Account } from "#testing/github/state.ts";

const config = `version: 1
triggers:
  review: { on: pull_request, workflow: pr, permission: write }
  broken: { on: command, workflow: broken }
  lost: { on: command, workflow: nosuch }
`;
const files = {
  ".github/iter.yml": config,
  ".github/iter/pr.iter": gate,
  ".github/iter/broken.iter": workflow.replace("-> fail", "-> fial"),
};
const bot: Account = { id: 555, login: "chatty[bot]", type: "Bot", level: "write" };
const nobody: Account = { id: 10_009, login: "nobody", level: "none" };

function start(): Promise<LoopbackGithub> {
  const accounts = [...helloWorld.accounts, bot, nobody];
  return startGithub({ ...helloWorld, accounts, files });
}

function reactionsOf(github: LoopbackGithub): readonly string[] {
  return [...github.state.comments.values()].flatMap(({ reactions }) =>
    [...reactions.values()].map(({ content }) => content),
  );
}

it.each([
  ["/iter diagram nosuch", "octocat", "no_such_workflow", "There is no workflow `nosuch`"],
  [
    "/iter run nosuch.iter",
    "monalisa",
    "no_such_workflow",
    "There is no workflow `.github/iter/nosuch.iter`",
  ],
  ["/iter run lost", "monalisa", "no_such_workflow", "There is no workflow `nosuch`"],
  ["/iter run lost --dry-run", "monalisa", "no_such_workflow", "There is no workflow `nosuch`"],
  ["/iter run broken", "monalisa", "compile_error", "has 1 error"],
  ["/iter run review --recipe nosuch", "monalisa", "bad_input", "There is no recipe `nosuch`"],
])("answers %s, and fails no job by it", async (command, login, reason, words) => {
  await using github = await start();

  const { exitCode, outputs, log } = await runDoor(github, saying(github, login, command));

  expect(exitCode, log).toBe(0);
  expect(outputs).toMatchObject({ decision: "deny", "reason-code": reason });
  expect(commentsOfOurs(github).map(({ body }) => body)).toEqual([expect.stringContaining(words)]);
  expect(reactionsOf(github)).toEqual(["-1"]);
  expect([...github.state.refs.keys()].filter((ref) => ref.includes("claims"))).toEqual([]);
});

it.each([
  [bot.login, "bot_not_allowed"],
  ["nobody", "not_authorised"],
])("hears no mistake of %s", async (login, reason) => {
  await using github = await start();

  const { outputs, log } = await runDoor(github, saying(github, login, "/iter foo"));

  expect(outputs, log).toMatchObject({ decision: "ignore", "reason-code": reason });
  expect(github.state.comments.size).toBe(1);
  expect(reactionsOf(github)).toEqual([]);
});

it("answers a comment once, however often its event comes", async () => {
  await using github = await start();
  const asked = saying(github, "monalisa", "/iter help");

  await runDoor(github, asked);
  await runDoor(github, asked);

  expect(commentsOfOurs(github)).toHaveLength(1);
});

it("says nothing to an answer that comes again", async () => {
  await using github = await start();
  const payload = eventFixture("pull_request.opened.json");
  await runDoor(github, { event: "pull_request", payload });
  const yes = saying(github, "octo-lead", "/iter approve g1");

  await runDoor(github, yes);
  const again = await runDoor(github, yes);

  expect(again.outputs, again.log).toMatchObject({
    decision: "ignore",
    "reason-code": "already_counted",
  });
  expect(commentsOfOurs(github)).toHaveLength(1);
  expect(reactionsOf(github)).toEqual(["rocket"]);
});

it("shows a refused start in one check, however often its event comes", async () => {
  await using github = await start();
  const payload = {
    ...eventFixture("pull_request.opened.json"),
    sender: { id: 10_003, login: "hubot", type: "User" },
  };

  await runDoor(github, { event: "pull_request", payload });
  const { outputs, log } = await runDoor(github, { event: "pull_request", payload });

  expect(outputs, log).toMatchObject({ decision: "ignore", "reason-code": "not_authorised" });
  expect(github.state.checks.size).toBe(1);
});
