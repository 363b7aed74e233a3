/** Where people are called to a gate besides our comment: review requests and issues. Spec: github §6.3. */
import type { Octokit } from "@octokit/rest";
import { numberAt, textAt } from "#src/github/payload.ts";
import { readValue } from "./answers.ts";

/** An issue of ours. */
export interface OwnIssue {
  readonly number: number;
  readonly authorId: number;
  readonly body: string;
}

/** Who is asked for a review: logins, and teams of the owner by their slugs. */
export interface Reviewers {
  readonly people?: readonly string[];
  readonly teams?: readonly string[];
}

/** The surfaces of a repository. */
export interface GateSurfaces {
  askReviewers(number: number, reviewers: Reviewers): Promise<void>;
  /** The newest issues that are open. */
  openIssues(): Promise<readonly OwnIssue[]>;
  issue(number: number): Promise<OwnIssue>;
  openIssue(issue: {
    readonly title: string;
    readonly body: string;
    readonly assignees: readonly string[];
  }): Promise<number>;
  closeIssue(number: number): Promise<void>;
}

/** Opens the surfaces of one repository. */
export function openSurfaces(
  { rest }: Octokit,
  here: { readonly owner: string; readonly repo: string },
): GateSurfaces {
  return {
    async askReviewers(number, { people = [], teams = [] }) {
      const asked = {
        ...{ ...here, pull_number: number },
        ...(people.length === 0 ? {} : { reviewers: [...people] }),
        ...(teams.length === 0 ? {} : { team_reviewers: [...teams] }),
      };
      await rest.pulls.requestReviewers(asked);
    },
    async openIssues() {
      const { data } = await rest.issues.listForRepo({ ...here, state: "open", per_page: 100 });
      return data.map(toIssue);
    },
    async issue(number) {
      return toIssue((await rest.issues.get({ ...here, issue_number: number })).data);
    },
    async openIssue({ title, body, assignees }) {
      const asked = { ...here, title, body, assignees: [...assignees] };
      return (await rest.issues.create(asked)).data.number;
    },
    async closeIssue(number) {
      const asked = { ...here, issue_number: number, state: "closed" as const };
      await rest.issues.update(asked);
    },
  };
}

function toIssue(data: unknown): OwnIssue {
  const value = readValue(data);
  return {
    number: numberAt(value, "number") ?? 0,
    authorId: numberAt(value, "user", "id") ?? 0,
    body: textAt(value, "body"),
  };
}
