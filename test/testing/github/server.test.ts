import { expect, it } from "vitest";
import { startGithub } from "#testing/github/server.ts";
import { helloWorld, jobToken } from "#support/github.ts";

const repository = "/repos/octo-org/hello-world";

async function ask(url: string, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    headers: { authorization: `token ${jobToken}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

it("reads back what was written", async () => {
  await using github = await startGithub(helloWorld);
  const path = `${repository}/issues/42/comments`;

  const made = await ask(github.url, "POST", path, { body: "Hello" });
  github.comment(42, "monalisa", "/iter approve");
  const listed = (await (await ask(github.url, "GET", path)).json()) as { body: string }[];

  expect(made.status).toBe(201);
  expect(listed.map(({ body }) => body)).toEqual(["Hello", "/iter approve"]);
});

it("lets a ref be created once, and moved forward only", async () => {
  await using github = await startGithub(helloWorld);
  const post = async (path: string, body: unknown): Promise<{ sha: string }> =>
    (await (await ask(github.url, "POST", `${repository}/git/${path}`, body)).json()) as never;
  const blob = await post("blobs", { content: "a" });
  const tree = await post("trees", {
    tree: [{ path: "a", mode: "100644", type: "blob", sha: blob.sha }],
  });
  const one = await post("commits", { message: "one", tree: tree.sha });
  const two = await post("commits", { message: "two", tree: tree.sha });
  const ref = { ref: "refs/iter/claims/a/0", sha: one.sha };

  const first = await ask(github.url, "POST", `${repository}/git/refs`, ref);
  const second = await ask(github.url, "POST", `${repository}/git/refs`, ref);
  const moved = await ask(github.url, "PATCH", `${repository}/git/refs/iter/claims/a/0`, {
    sha: two.sha,
  });

  expect([first.status, second.status, moved.status]).toEqual([201, 422, 422]);
});

it.each([
  ["a body that GitHub would refuse", "POST", `${repository}/issues/42/comments`, { text: "a" }],
  ["a query that there is not", "GET", `${repository}/issues/42/comments?size=3`, undefined],
  ["an address that there is not", "GET", `${repository}/issue/42`, undefined],
])("tells of %s when it is closed", async (_, method, path, body) => {
  const github = await startGithub(helloWorld);

  await ask(github.url, method, path, body);

  await expect(github.close()).rejects.toThrow("not as GitHub describes it");
});

it("lets a call fail as it is told to", async () => {
  await using github = await startGithub(helloWorld);
  github.fail("GET /repos/{owner}/{repo}/collaborators/{username}/permission", {
    status: 404,
    body: { message: "Not Found" },
  });

  const path = `${repository}/collaborators/monalisa/permission`;
  const [first, second] = [await ask(github.url, "GET", path), await ask(github.url, "GET", path)];

  expect([first.status, second.status]).toEqual([404, 200]);
});
