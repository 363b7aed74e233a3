/** What is written to GitHub for a run. Only the executor of proposals has this. Spec: github §11.5. */
import { messageOf } from "#core/text/fault.ts";
import type { Value } from "#core/graph/value.ts";
import { at, listAt, numberAt, textAt } from "#src/github/payload.ts";
import { readValue, statusOf } from "./answers.ts";
import type { GithubAccess } from "./octokit.ts";
import { openOctokit } from "./octokit.ts";

/** A remark on a line of a pull request. */
export interface Remark {
  readonly path: string;
  readonly line: number;
  readonly start_line?: number;
  readonly side: "LEFT" | "RIGHT";
  readonly body: string;
}

/** A commit that GitHub makes and signs. */
export interface CommitInput {
  readonly branch: string;
  readonly expectedHead: string;
  readonly headline: string;
  readonly body: string;
  readonly additions: readonly { readonly path: string; readonly contents: string }[];
  readonly deletions: readonly { readonly path: string }[];
}

/** Something that was written: where it is to be seen. */
export interface Written {
  readonly id: number;
  readonly url: string;
}

/** A pull request that is there. */
export interface OpenedPull extends Written {
  /** As GraphQL knows it. */
  readonly node: string;
}

/** Writes to one repository. */
export interface WriteApi {
  comment(thread: number, body: string): Promise<Written>;
  review(
    number: number,
    review: {
      readonly commit: string;
      readonly event: string;
      readonly body: string;
      readonly comments: readonly Remark[];
    },
  ): Promise<Written>;
  remarks(number: number): Promise<readonly Value[]>;
  editRemark(id: number, body: string): Promise<void>;
  resolve(thread: string): Promise<void>;
  /** Answers a thread of a review. */
  reply(thread: string, body: string): Promise<Written>;
  labelExists(name: string): Promise<boolean>;
  label(thread: number, add: readonly string[], remove: readonly string[]): Promise<void>;
  openIssue(issue: {
    readonly title: string;
    readonly body: string;
    readonly labels: readonly string[];
  }): Promise<Written>;
  issues(): Promise<readonly Value[]>;
  /** Null if there is no such branch. */
  branch(name: string): Promise<{ readonly sha: string; readonly guarded: boolean } | null>;
  createBranch(name: string, sha: string): Promise<void>;
  /** Throws `StaleBranch` if the branch is elsewhere by now. */
  commit(input: CommitInput): Promise<{ readonly oid: string; readonly url: string }>;
  /** The tree of a commit. */
  treeOf(sha: string): Promise<string>;
  commitsOf(branch: string): Promise<readonly { readonly sha: string; readonly message: string }[]>;
  pullOf(branch: string): Promise<OpenedPull | null>;
  openPull(pull: {
    readonly title: string;
    readonly body: string;
    readonly head: string;
    readonly base: string;
    readonly draft: boolean;
  }): Promise<OpenedPull>;
  /** Makes a draft one that can be merged. */
  markReady(node: string): Promise<void>;
  askReviewers(number: number, reviewers: readonly string[]): Promise<void>;
  dispatch(workflow: string, ref: string, inputs: Readonly<Record<string, string>>): Promise<void>;
}

/** The branch has moved on since the run looked. */
export class StaleBranch extends Error {
  override readonly name = "StaleBranch";
}

const commitMutation = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid url } } }`;
const resolveMutation = `mutation ($id: ID!) {
  resolveReviewThread(input: { threadId: $id }) { thread { id isResolved } } }`;

const replyMutation = `mutation ($id: ID!, $body: String!) {
  addPullRequestReviewThreadReply(input: { pullRequestReviewThreadId: $id, body: $body }) {
    comment { databaseId url } } }`;
const readyMutation = `mutation ($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`;

/** Opens the writing side. */
export function openWriteApi(access: GithubAccess): WriteApi {
  const octokit = openOctokit(access);
  const { rest } = octokit;
  const [owner = "", repo = ""] = access.repository.split("/");
  const here = { owner, repo };

  return {
    async comment(thread, body) {
      return toWritten(
        (await rest.issues.createComment({ ...here, issue_number: thread, body })).data,
      );
    },
    async review(number, { commit, event, body, comments }) {
      const asked = {
        ...{ ...here, pull_number: number, commit_id: commit, body },
        event: readEvent(event),
        comments: comments.map((one) => ({ ...one })),
      };
      return toWritten((await rest.pulls.createReview(asked)).data);
    },
    async remarks(number) {
      const asked = { ...here, pull_number: number, per_page: 100 };
      return readList(await octokit.paginate(rest.pulls.listReviewComments, asked));
    },
    async editRemark(id, body) {
      await rest.pulls.updateReviewComment({ ...here, comment_id: id, body });
    },
    async resolve(thread) {
      await octokit.graphql(resolveMutation, { id: thread });
    },
    async reply(thread, body) {
      const answer = readValue(await octokit.graphql(replyMutation, { id: thread, body }));
      const made = at(answer, "addPullRequestReviewThreadReply", "comment");
      return { id: numberAt(made, "databaseId") ?? 0, url: textAt(made, "url") };
    },
    labelExists: (name) => exists(rest.issues.getLabel({ ...here, name })),
    async label(thread, add, remove) {
      const of = { ...here, issue_number: thread };
      if (add.length > 0) await rest.issues.addLabels({ ...of, labels: [...add] });
      for (const name of remove) await exists(rest.issues.removeLabel({ ...of, name }));
    },
    async openIssue({ title, body, labels }) {
      return toThread(
        (await rest.issues.create({ ...here, title, body, labels: [...labels] })).data,
      );
    },
    async issues() {
      return readList(
        (await rest.issues.listForRepo({ ...here, state: "all", per_page: 100 })).data,
      );
    },
    async branch(name) {
      try {
        const { data } = await rest.repos.getBranch({ ...here, branch: name });
        return { sha: data.commit.sha, guarded: data.protected };
      } catch (fault) {
        if (statusOf(fault) === 404) return null;
        throw fault;
      }
    },
    async createBranch(name, sha) {
      await rest.git.createRef({ ...here, ref: `refs/heads/${name}`, sha });
    },
    async commit({ branch, expectedHead, headline, body, additions, deletions }) {
      const input = {
        branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
        expectedHeadOid: expectedHead,
        message: { headline, body },
        fileChanges: { additions, deletions },
      };
      const answer = await octokit.graphql(commitMutation, { input }).catch((fault: unknown) => {
        const said = messageOf(fault);
        if (/STALE_DATA|Expected branch to point/.test(said)) throw new StaleBranch(said);
        throw fault;
      });
      const made = at(readValue(answer), "createCommitOnBranch", "commit");
      return { oid: textAt(made, "oid"), url: textAt(made, "url") };
    },
    async treeOf(sha) {
      return (await rest.git.getCommit({ ...here, commit_sha: sha })).data.tree.sha;
    },
    async commitsOf(branch) {
      const { data } = await rest.repos.listCommits({ ...here, sha: branch, per_page: 50 });
      return data.map(({ sha, commit }) => ({ sha, message: commit.message }));
    },
    async pullOf(branch) {
      const { data } = await rest.pulls.list({
        ...here,
        head: `${owner}:${branch}`,
        state: "open",
      });
      const [first] = readList(data);
      return first === undefined ? null : toPull(first);
    },
    async openPull(pull) {
      return toPull((await rest.pulls.create({ ...here, ...pull })).data);
    },
    async markReady(node) {
      await octokit.graphql(readyMutation, { id: node });
    },
    async askReviewers(number, reviewers) {
      const [teams, people] = [
        reviewers.filter((name) => name.includes("/")).map((name) => name.split("/")[1] ?? ""),
        reviewers.filter((name) => !name.includes("/")),
      ];
      const asked = { ...here, pull_number: number, reviewers: people, team_reviewers: teams };
      await rest.pulls.requestReviewers(asked);
    },
    async dispatch(workflow, ref, inputs) {
      const asked = { ...here, workflow_id: workflow, ref, inputs: { ...inputs } };
      await rest.actions.createWorkflowDispatch(asked);
    },
  };
}

async function exists(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (fault) {
    if (statusOf(fault) === 404) return false;
    throw fault;
  }
}

function readEvent(event: string): "COMMENT" | "REQUEST_CHANGES" | "APPROVE" {
  return event === "APPROVE" || event === "REQUEST_CHANGES" ? event : "COMMENT";
}

function toWritten(data: unknown): Written {
  const value = readValue(data);
  return { id: numberAt(value, "id") ?? 0, url: textAt(value, "html_url") };
}

function toThread(data: unknown): Written {
  const value = readValue(data);
  return { id: numberAt(value, "number") ?? 0, url: textAt(value, "html_url") };
}

function toPull(data: unknown): OpenedPull {
  return { ...toThread(data), node: textAt(readValue(data), "node_id") };
}

function readList(data: unknown): readonly Value[] {
  return listAt({ all: readValue(data) }, "all");
}
