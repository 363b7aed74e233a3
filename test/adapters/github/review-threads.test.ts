import { expect, it } from "vitest";
import { openThreadsApi } from "#adapters/github/threads-api.ts";
import { openWriteApi } from "#adapters/github/write-api.ts";
import { at, listAt, textAt } from "#src/github/payload.ts";
import { headSha, helloWorld, jobToken } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";

it("answers below a remark, where the thread is read with it", async () => {
  await using github = await startGithub(helloWorld);
  const [, author] = helloWorld.accounts;
  if (author === undefined) throw new Error("There is nobody.");
  github.state.reviewComments.push({
    ...{ id: 5, thread: 42, review: 1, author, path: "a.ts", line: 1, side: "RIGHT" },
    ...{ commit_id: headSha, created_at: "2026-01-01T00:00:00Z", body: "Why?", resolved: false },
  });
  const access = { token: jobToken, apiUrl: github.url, repository: "octo-org/hello-world" };

  const { id } = await openWriteApi(access).reply("thread-5", "Because.");

  const [thread = null] = await openThreadsApi(access).reviewThreads(42);
  const said = listAt(thread, "comments", "nodes");
  expect(said.map((one) => textAt(one, "body"))).toEqual(["Why?", "Because."]);
  expect(at(said[1] ?? null, "databaseId")).toBe(id);
  expect(textAt(said[1] ?? null, "author", "login")).toBe("github-actions[bot]");
});
