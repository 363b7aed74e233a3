import { expect, it } from "vitest";
import { openOctokit } from "#adapters/github/octokit.ts";
import { helloWorld, jobToken } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";

it("asks for no write where nothing is to be written, whatever the token may do", async () => {
  await using github = await startGithub(helloWorld);
  const access = { token: jobToken, apiUrl: github.url, repository: "octo-org/hello-world" };
  const octokit = openOctokit({ ...access, readOnly: true });
  const here = { owner: "octo-org", repo: "hello-world", issue_number: 42 };
  const mutation = `mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { id } } }`;

  const comment = octokit.rest.issues.createComment({ ...here, body: "Hello" });
  const resolved = octokit.graphql(mutation, { id: "x" });

  await expect(comment).rejects.toMatchObject({ status: 403, name: "WriteWithheld" });
  await expect(resolved).rejects.toMatchObject({ status: 403, name: "WriteWithheld" });
  expect(github.state.comments.size).toBe(0);
  await expect(octokit.rest.issues.get(here)).resolves.toMatchObject({ status: 200 });
});
