import { expect, it } from "vitest";
import { readBranch } from "#adapters/github/checkpoint/branch-store.ts";
import { openGithub } from "#adapters/github/client.ts";
import type { GithubClient } from "#adapters/github/client.ts";
import { openThreadsApi } from "#adapters/github/threads-api.ts";
import { helloWorld, jobToken } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

const run = "iter_k7xkg7c8mhjmx0n6xwnm";
const file = { "checkpoint.tar.gz": new TextEncoder().encode("bytes") };

it("counts those who wrote commits together among the authors", async () => {
  const [thread] = helloWorld.threads ?? [];
  const message = "Mend it\n\nCo-authored-by: octo-lead <lead@example.org>";
  const threads = thread === undefined ? [] : [{ ...thread, message }];
  await using github = await startGithub({ ...helloWorld, threads });
  const ids = ["octo-lead", thread?.author].map(
    (login) => helloWorld.accounts.find((account) => account.login === login)?.id,
  );

  const found = await clientOf(github).commitAuthors(thread?.number ?? 0);

  expect(found).toEqual(expect.arrayContaining(ids));
});

it("tells who is no member from a team that can't be read", async () => {
  const teams = { "octo-org/reviewers": ["monalisa"] };
  await using github = await startGithub({ ...helloWorld, teams });
  const client = clientOf(github);

  expect(await client.team("@octo-org/reviewers", "monalisa")).toBe("active");
  expect(await client.team("@octo-org/reviewers", "hubot")).toBe("absent");
  expect(await client.team("@octo-org/secret", "hubot")).toBe("unreadable");
});

it("tells the level that a person's role has", async () => {
  const accounts = helloWorld.accounts.map((account) =>
    account.login === "monalisa" ? { ...account, level: "maintain" } : account,
  );
  await using github = await startGithub({ ...helloWorld, accounts });

  expect(await openThreadsApi(accessOf(github)).level("monalisa")).toBe("maintain");
});

it("reads a checkpoint from the run's own ref and nowhere else", async () => {
  await using github = await startGithub(helloWorld);
  const client = clientOf(github);
  const { git } = client;
  const commit = await git.commit("{}", file, []);
  const crowded = await git.commit("{}", { ...file, "more.txt": new Uint8Array() }, [commit]);

  await expect(readBranch(client, { run, commit })).rejects.toThrow(/ref of its own/);
  await git.createRef(`iter/runs/${run}`, commit);
  expect(new TextDecoder().decode(await readBranch(client, { run, commit }))).toBe("bytes");
  await git.moveRef(`iter/runs/${run}`, crowded);
  await expect(readBranch(client, { run, commit })).rejects.toThrow(/newer/);
  await expect(readBranch(client, { run, commit: crowded })).rejects.toThrow(/just a checkpoint/);
});

function accessOf(github: LoopbackGithub) {
  return { token: jobToken, apiUrl: github.url, repository: "octo-org/hello-world" };
}

function clientOf(github: LoopbackGithub): GithubClient {
  return openGithub(accessOf(github));
}
