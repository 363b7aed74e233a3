/** Who wrote the commits of a pull request: only GraphQL also tells who wrote them together. Spec: github §5 C. */
import type { Octokit } from "@octokit/rest";
import { at, listAt, numberAt, textAt } from "#src/github/payload.ts";
import { readValue } from "./answers.ts";

const query = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) {
    commits(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { commit {
      authors(first: 100) { nodes { user { databaseId } } } committer { user { databaseId } } } } } } } }`;

/** The ids of all authors and committers, each once. */
export async function readCommitAuthors(
  octokit: Octokit,
  here: { readonly owner: string; readonly repo: string },
  number: number,
): Promise<readonly number[]> {
  const found = new Set<number>();
  for (let after: string | null = null; ;) {
    const answer = readValue(await octokit.graphql(query, { ...here, number, after }));
    const page = at(answer, "repository", "pullRequest", "commits");
    for (const node of listAt(page, "nodes")) {
      const people = [
        ...listAt(node, "commit", "authors", "nodes"),
        at(node, "commit", "committer"),
      ];
      for (const one of people) {
        const id = numberAt(one, "user", "databaseId");
        if (id !== null) found.add(id);
      }
    }
    if (at(page, "pageInfo", "hasNextPage") !== true) return [...found];
    after = textAt(page, "pageInfo", "endCursor");
  }
}
