import { expect, it } from "vitest";
import { commentsOfOurs, eventFixture, runDoor, saying } from "#support/door-step.ts";
import type { DoorStep } from "#support/door-step.ts";
import { gate } from "#support/action-step.ts";
import { headSha, helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

const config = `version: 1
triggers:
  review: { on: pull_request, workflow: pr }
`;
const files = { ".github/iter.yml": config, ".github/iter/pr.iter": gate };
const pullRequest = { event: "pull_request", payload: eventFixture("pull_request.opened.json") };

function review(github: LoopbackGithub, login: string, state: string, body = ""): void {
  const author = helloWorld.accounts.find((one) => one.login === login);
  if (author === undefined) throw new Error(`There is nobody called ${login}.`);
  const id = github.state.reviews.length + 1;
  const at = new Date().toISOString();
  github.state.reviews.push({
    id,
    thread: 42,
    author,
    body,
    state,
    commit_id: headSha,
    submitted_at: at,
  });
}

function signal(github: LoopbackGithub, more: object = {}): Promise<DoorStep> {
  const fixture = eventFixture("workflow_run.completed.json") as { workflow_run: object };
  const relay = { name: "iter-review-signal", event: "pull_request_review", conclusion: "success" };
  const payload = { ...fixture, workflow_run: { ...fixture.workflow_run, ...relay, ...more } };
  return runDoor(github, { event: "workflow_run", payload });
}

it("takes a review as an answer, read from GitHub and not from the signal", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  await runDoor(github, pullRequest);

  const nothing = await signal(github);
  review(github, "hubot", "APPROVED");
  const stranger = await signal(github);
  review(github, "monalisa", "CHANGES_REQUESTED", "no tests");
  review(github, "monalisa", "COMMENTED", "see above");
  const rejected = await signal(github);

  expect(nothing.outputs).toMatchObject({ mode: "resume", decision: "ignore" });
  expect(stranger.outputs).toMatchObject({ decision: "deny", "reason-code": "not_authorised" });
  expect(rejected.outputs, rejected.log).toMatchObject({ decision: "answer", status: "failed" });
  expect(commentsOfOurs(github)[0]?.body).toContain("### Iter · `review` · failed");
});

it("tells of the answer that counted, whatever others have reviewed since", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  await runDoor(github, pullRequest);
  review(github, "octo-lead", "APPROVED");
  review(github, "hubot", "APPROVED");

  const { outputs, log } = await signal(github);

  expect(outputs, log).toMatchObject({
    decision: "answer",
    "reason-code": "approved",
    status: "finished",
  });
});

it("tells a reviewer once, on the thread, what their review didn't do, and which gates there are", async () => {
  const two = `${config}  other: { on: pull_request, workflow: pr }\n`;
  await using github = await startGithub({
    ...helloWorld,
    files: { ...files, ".github/iter.yml": two },
  });
  await runDoor(github, pullRequest);
  review(github, "octo-lead", "APPROVED");
  review(github, "monalisa", "APPROVED");

  const { outputs, log } = await signal(github);
  await signal(github);

  expect(outputs, log).toMatchObject({ decision: "deny", "reason-code": "gate_required" });
  const said = commentsOfOurs(github).map(({ body }) => body);
  const replies = said.filter((body) => body.startsWith("<!-- iter:v1 reply"));
  expect(replies).toHaveLength(2);
  expect(replies[0]).toContain("@octo-lead, about your review: Several gates are open");
  expect(replies[1]).toContain("@monalisa, about your review");
  const lines = replies[0]?.match(/- `\/iter approve g1 --run iter_\w{20}` for `review`/g);
  expect(new Set(lines).size).toBe(2);
});

it("names the line with the commit to an author who has only to name it", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  await runDoor(github, pullRequest);

  const own = await runDoor(github, saying(github, "octocat", "/iter approve g1"));

  expect(own.outputs, own.log).toMatchObject({ decision: "deny", "reason-code": "self_approval" });
  const line = `/iter approve g1 ${headSha.slice(0, 12)}`;
  expect(commentsOfOurs(github).at(-1)?.body).toContain(`This line does: \`${line}\``);

  const done = await runDoor(github, saying(github, "octocat", line));
  expect(done.outputs, done.log).toMatchObject({ status: "finished" });
});

it("names no line where nobody approves what they had a part in, and lists runs of one label", async () => {
  const never = `${config}  other: { on: pull_request, workflow: pr }\ngates: { "*": { self-approval: never } }\n`;
  await using github = await startGithub({
    ...helloWorld,
    files: { ...files, ".github/iter.yml": never },
  });
  const { outputs } = await runDoor(github, pullRequest);

  await runDoor(github, saying(github, "octo-lead", "/iter approve g1"));
  const listed = commentsOfOurs(github).at(-1)?.body;
  const run = outputs["run-id"] ?? "";
  await runDoor(github, saying(github, "octocat", `/iter approve g1 --run ${run}`));
  const own = commentsOfOurs(github).at(-1)?.body;

  expect(listed).toContain("Several runs are meant");
  expect(listed).toContain(`- \`/iter approve g1 --run ${run}\` for \`review\``);
  expect(own).toContain("You had a part in this change");
  expect(own).not.toContain("This line does");
});

it("finds every pull request of the commit where the signal names none", async () => {
  const [thread] = helloWorld.threads ?? [];
  if (thread === undefined) throw new Error("There is no thread.");
  const other = { ...thread, number: 41, base: { sha: "d".repeat(40), ref: "next" } };
  await using github = await startGithub({ ...helloWorld, files, threads: [other, thread] });
  await runDoor(github, pullRequest);
  review(github, "octo-lead", "APPROVED");

  const { outputs, log } = await signal(github, { pull_requests: [] });

  expect(outputs, log).toMatchObject({ decision: "answer", status: "finished" });
});

it("carries out no other command of a review, however often others review", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  review(github, "monalisa", "APPROVED", "/iter run review");
  const first = await signal(github);
  review(github, "hubot", "COMMENTED", "I see");

  const again = await signal(github);

  expect([first, again].map(({ outputs }) => outputs["run-id"] ?? "")).toEqual(["", ""]);
  expect(commentsOfOurs(github)).toEqual([]);
});

it("checks every workflow and the configuration of the head commit", async () => {
  const [pull] = helloWorld.threads ?? [];
  const tree = {
    ".github/iter.yml": "version: 1\ntrigers: {}\n",
    "flows/broken.iter": gate.replace("-> fail", "-> fial"),
    ".github/iter/pr.iter": gate,
  };
  const threads = pull === undefined ? [] : [{ ...pull, tree, files: ["flows/broken.iter"] }];
  const unlistened = { ...files, ".github/iter.yml": "version: 1\n" };
  await using github = await startGithub({ ...helloWorld, files: unlistened, threads });

  const { exitCode, outputs, log } = await runDoor(github, pullRequest);

  expect(exitCode).toBe(1);
  expect(outputs, log).toMatchObject({ mode: "validate", "reason-code": "workflow_changed" });
  expect(log).toMatch(/::error title=C001,file=flows\/broken\.iter,line=\d+/);
  expect(log).toContain("::error title=bad_config,file=.github/iter.yml,line=2");
  expect(github.state.checks.size).toBe(0);
});

it("checks flows of a pull request with their host files", async () => {
  const [pull] = helloWorld.threads ?? [];
  const tree = {
    "flows/a.flow.json": JSON.stringify({ nodes: { a: { type: "nothing" } }, start: "a" }),
    "flows/b.flow.yaml": "start: a\nnodes: [",
    "flows/c.flow.json": "{}",
    "flows/c.host.yaml": "functions: 3",
  };
  const threads = pull === undefined ? [] : [{ ...pull, tree, files: ["flows/a.flow.json"] }];
  const unlistened = { ...files, ".github/iter.yml": "version: 1\n" };
  await using github = await startGithub({ ...helloWorld, files: unlistened, threads });

  const { exitCode, outputs, log } = await runDoor(github, pullRequest);

  expect(exitCode).toBe(1);
  expect(outputs, log).toMatchObject({ mode: "validate", "reason-code": "workflow_changed" });
  for (const name of ["a.flow.json", "b.flow.yaml", "c.flow.json"])
    expect(log).toMatch(new RegExp(`::error title=\\w+,file=flows/${name}`));
  expect(log).toContain("c.host.yaml");
});

it("says on the commit why nothing was started, and what would start it", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  const sender = { id: 10_003, login: "hubot", type: "User" };
  const payload = { ...pullRequest.payload, sender };

  const { outputs } = await runDoor(github, { event: "pull_request", payload });

  expect(outputs).toMatchObject({ decision: "ignore", "reason-code": "not_authorised" });
  const [check] = [...github.state.checks.values()];
  expect(check?.fields).toMatchObject({ conclusion: "neutral", name: "iter / review" });
  expect(JSON.stringify(check?.fields["output"])).toContain("/iter run review");
});

it.each([
  ["branches: [main], paths: ['src/**']", "start"],
  ["branches: ['release/**']", "ignore"],
  ["paths: ['docs/**']", "ignore"],
  ["labels: ['iter:refine']", "ignore"],
  ["if: 'github.actor == \"octocat\"'", "ignore"],
])("refines the pull requests that the trigger is for: %s", async (settings, decision) => {
  const refine = `version: 1\ntriggers:\n  refine: { on: review_feedback, workflow: pr, ${settings} }\n`;
  const only = { ...files, ".github/iter.yml": refine };
  await using github = await startGithub({ ...helloWorld, files: only });
  review(github, "monalisa", "CHANGES_REQUESTED", "no tests");

  const { outputs, log } = await signal(github);

  expect(outputs, log).toMatchObject({ decision });
});

it("starts once for a review, whichever signals tell of it, and anew for the next review", async () => {
  const refine = "version: 1\ntriggers:\n  refine: { on: review_feedback, workflow: pr }\n";
  const talk = `prompt ask:\n  What now?\n\nagent say:\n  model: "anthropic/claude-sonnet-4-5"\n  user: ask\n\nworkflow pr:\n  entry: say\n  say -> done\n`;
  const only = { ".github/iter.yml": refine, ".github/iter/pr.iter": talk };
  await using github = await startGithub({ ...helloWorld, files: only });
  review(github, "monalisa", "CHANGES_REQUESTED", "no tests");

  const first = await signal(github);
  const again = await signal(github);
  review(github, "monalisa", "CHANGES_REQUESTED", "still no tests");
  const next = await signal(github);

  const ids = [first, again, next].map(({ outputs }) => outputs["run-id"]);
  expect(first.outputs, first.log).toMatchObject({ decision: "start", status: "finished" });
  expect(next.outputs, next.log).toMatchObject({ decision: "start", status: "finished" });
  const claimed = [...github.state.refs.keys()].flatMap(
    (name) => /iter\/claims\/(iter_\w+)\/0$/.exec(name)?.[1] ?? [],
  );
  expect(claimed.toSorted()).toEqual([ids[0], ids[2]].toSorted());
  expect(again.log).not.toContain("▶ say");
});
