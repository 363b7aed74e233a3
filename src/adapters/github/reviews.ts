/** Reviews of a pull request, read again from the API: whatever told of one only says where to look. */
import type { Octokit } from "@octokit/rest";
import type { Value } from "#core/graph/value.ts";
import { listAt, numberAt, textAt } from "#src/github/payload.ts";
import { orNull, readValue } from "./answers.ts";

/** One review. */
export interface PullReview {
  readonly id: number;
  readonly author: { readonly id: number; readonly login: string; readonly type: string };
  /** In lower case: `approved`, `changes_requested`, `commented`, `dismissed`. */
  readonly state: string;
  readonly body: string;
  readonly commitId: string;
  readonly at: string;
}

/** The reviews of a repository. */
export interface GithubReviews {
  /** All reviews of a pull request, oldest first. */
  reviews(number: number): Promise<readonly PullReview[]>;
  /** The open pull requests whose head is a commit. */
  pullsAt(sha: string): Promise<readonly number[]>;
}

/** Opens the reviews of one repository. */
export function openReviews(
  octokit: Octokit,
  here: { readonly owner: string; readonly repo: string },
): GithubReviews {
  const { rest } = octokit;
  return {
    async reviews(number) {
      const asked = { ...here, pull_number: number, per_page: 100 };
      const all = await octokit.paginate(rest.pulls.listReviews, asked);
      return all.map((review) => {
        const value = readValue(review);
        return {
          id: numberAt(value, "id") ?? 0,
          author: {
            id: numberAt(value, "user", "id") ?? 0,
            login: textAt(value, "user", "login"),
            type: textAt(value, "user", "type"),
          },
          state: textAt(value, "state").toLowerCase(),
          body: textAt(value, "body"),
          commitId: textAt(value, "commit_id"),
          at: textAt(value, "submitted_at"),
        };
      });
    },
    async pullsAt(sha) {
      const all = { ...here, per_page: 100 };
      const byCommit = rest.repos.listPullRequestsAssociatedWithCommit;
      const found = await orNull(octokit.paginate(byCommit, { ...all, commit_sha: sha }));
      const known = openAt(sha, readValue(found));
      if (known.length > 0) return known;
      // Of a commit that only a fork has, GitHub tells nothing by its hash.
      const pulls = await octokit.paginate(rest.pulls.list, { ...all, state: "open" });
      return openAt(sha, readValue(pulls));
    },
  };
}

function openAt(sha: string, pulls: Value): readonly number[] {
  return listAt(pulls).flatMap((pull) => {
    const isAtIt = textAt(pull, "head", "sha") === sha && textAt(pull, "state") === "open";
    return isAtIt ? [numberAt(pull, "number") ?? 0] : [];
  });
}
