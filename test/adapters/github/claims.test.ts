import { expect, it } from "vitest";
import { claimEnd, claimRun } from "#adapters/github/claims.ts";
import type { ClaimRequest, Claimed } from "#adapters/github/claims.ts";
import { openGithub } from "#adapters/github/client.ts";
import type { GithubClient } from "#adapters/github/client.ts";
import { helloWorld, jobToken } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

const run = "iter_k7xkg7c8mhjmx0n6xwnm";

it("gives a run to the first of two jobs", async () => {
  await using github = await begin();

  const first = await claim(github, { workflowRun: 1 });
  const second = await claim(github, { workflowRun: 2 });

  expect(first).toMatchObject({ state: "held", fresh: true });
  expect(second).toEqual({ state: "taken", by: 1 });
});

it("knows its own claim again", async () => {
  await using github = await begin();
  await claim(github, { workflowRun: 1 });

  const again = await claim(github, { workflowRun: 1, attempt: 2 });

  expect(again).toMatchObject({ state: "held", fresh: false });
  await expect(holds(again)).resolves.toBe(true);
});

it("takes a run over from a job that has ended, which then writes nothing any more", async () => {
  await using github = await begin();
  const lost = await claim(github, { workflowRun: 1 });
  finish(github, 1);

  const over = await claim(github, { workflowRun: 2 });
  finish(github, 2);
  const third = await claim(github, { workflowRun: 3 });

  expect(over).toMatchObject({ state: "held", fresh: false });
  await expect(holds(lost)).resolves.toBe(false);
  await expect(holds(over)).resolves.toBe(false);
  await expect(holds(third)).resolves.toBe(true);
  expect(refs(github)).toEqual(["0", "0.2", "0.3"]);
});

it("leaves a run that is being driven to who drives it", async () => {
  await using github = await begin();
  await claim(github, { workflowRun: 1 });

  const busy = await claim(github, { workflowRun: 2, seq: 4 });
  const waiting = await claim(github, { workflowRun: 3, seq: 4, idle: true });

  expect(busy).toEqual({ state: "taken", by: 1 });
  expect(waiting).toMatchObject({ state: "held" });
});

it("lets nobody go on from an old checkpoint, nor with a run that is over", async () => {
  await using github = await begin();
  const client = clientOf(github);
  await claim(github, { workflowRun: 1, seq: 2 });
  finish(github, 1);
  const tree = github.state.refs.get("refs/heads/main") ?? "";

  const old = await claim(github, { workflowRun: 2, seq: 1, idle: true });
  await claimEnd(client, { run, seq: 5, workflowRun: 1, tree });
  const ended = await claim(github, { workflowRun: 2, seq: 4, idle: true });

  expect(old).toEqual({ state: "taken", by: 1 });
  expect(ended).toEqual({ state: "taken", by: 1 });
});

it("says so where refs may not be written", async () => {
  await using github = await begin();
  github.fail("POST /repos/{owner}/{repo}/git/refs", {
    status: 422,
    body: { message: "Repository rule violations found" },
  });

  expect(await claim(github, { workflowRun: 1 })).toEqual({ state: "unavailable" });
});

it("doesn't take a limit for a lack of rights", async () => {
  await using github = await begin();
  const body = { message: "API rate limit exceeded for installation ID 1." };
  github.fail("POST /repos/{owner}/{repo}/git/refs", { status: 403, body });

  await expect(claim(github, { workflowRun: 1 })).rejects.toThrow("rate limit");
});

async function begin(): Promise<LoopbackGithub> {
  const github = await startGithub({ ...helloWorld, files: { "a.txt": "a" } });
  for (const id of [1, 2, 3])
    github.state.jobs.set(id, { status: "in_progress", event: "push", path: "iter.yml" });
  return github;
}

function clientOf({ url }: LoopbackGithub): GithubClient {
  return openGithub({ token: jobToken, apiUrl: url, repository: "octo-org/hello-world" });
}

function claim(github: LoopbackGithub, changes: Partial<ClaimRequest>): Promise<Claimed> {
  return claimRun(clientOf(github), {
    run,
    seq: 0,
    workflowRun: 1,
    attempt: 1,
    at: "2026-11-20T08:12:31Z",
    tree: github.state.refs.get("refs/heads/main") ?? "",
    idle: false,
    ...changes,
  });
}

async function holds(claimed: Claimed): Promise<boolean> {
  return claimed.state === "held" && claimed.claim.holds();
}

function finish({ state }: LoopbackGithub, id: number): void {
  state.jobs.set(id, { status: "completed", event: "push", path: "iter.yml" });
}

function refs({ state }: LoopbackGithub): readonly string[] {
  const prefix = `refs/iter/claims/${run}/`;
  return [...state.refs.keys()]
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}
