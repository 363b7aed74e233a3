/** GitHub's API as jobs use it: one repository, one token, every answer read and checked once, here. */
import type { Value } from "#core/graph/value.ts";
import type { AuthorisationRequest } from "#src/github/authorise/authorise.ts";
import { at, listAt, numberAt, textAt } from "#src/github/payload.ts";
import { orNull, readValue, statusOf } from "./answers.ts";
import { openChecks } from "./checks.ts";
import type { GithubChecks } from "./checks.ts";
import { openSurfaces } from "./gate-surfaces.ts";
import type { GateSurfaces } from "./gate-surfaces.ts";
import { readCommitAuthors } from "./commit-authors.ts";
import { openGit } from "./git-objects.ts";
import type { GitObjects } from "./git-objects.ts";
import { openOctokit } from "./octokit.ts";
import type { GithubAccess } from "./octokit.ts";
import { openReviews } from "./reviews.ts";
import type { GithubReviews } from "./reviews.ts";
import { openWorkflowRuns } from "./workflow-runs.ts";
import type { WorkflowRuns } from "./workflow-runs.ts";

/** Whose token it is. */
export interface Viewer {
  readonly id: number;
  readonly login: string;
}

/** A comment of a thread. */
export interface ThreadComment {
  readonly id: number;
  readonly nodeId: string;
  readonly body: string;
  readonly author: { readonly id: number; readonly login: string; readonly type: string };
  readonly createdAt: string;
  readonly url: string;
  /** The number of the issue or pull request. */
  readonly thread: number;
}

/** A thread as it is now. */
export interface ThreadNow {
  readonly number: number;
  readonly pullRequest: boolean;
  readonly state: string;
  readonly authorId: number;
  readonly headSha?: string;
  readonly baseSha?: string;
  /** The branch that it is to be merged into. */
  readonly baseRef?: string;
  readonly fork: boolean;
}

/** Reactions that we leave on commands. */
export type Reaction = "eyes" | "rocket" | "+1" | "-1" | "confused";

/** What a person may do here, as the API says it now. */
export type PermissionFacts = Pick<AuthorisationRequest, "permission" | "permission_status">;

/** The API. */
export interface GithubClient extends GithubChecks, GithubReviews {
  /** The account that the token writes as. */
  viewer(): Promise<Viewer>;
  thread(number: number): Promise<ThreadNow>;
  changedFiles(number: number): Promise<readonly string[]>;
  commitAuthors(number: number): Promise<readonly number[]>;
  permission(login: string): Promise<PermissionFacts>;
  team(team: string, login: string): Promise<"active" | "pending" | "absent" | "unreadable">;
  comment(id: number): Promise<ThreadComment | null>;
  /** All comments, to the last page, oldest first. */
  comments(thread: number): Promise<readonly ThreadComment[]>;
  /** The last editor of each comment that was edited; null for those that were not. */
  editors(comments: readonly ThreadComment[]): Promise<ReadonlyMap<number, number | null>>;
  createComment(thread: number, body: string): Promise<ThreadComment>;
  updateComment(id: number, body: string): Promise<void>;
  react(comment: number, content: Reaction): Promise<number>;
  unreact(comment: number, reaction: number): Promise<void>;
  /** The text of a file at a commit or branch, or null if there is none. */
  file(path: string, ref: string): Promise<string | null>;
  readonly git: GitObjects;
  readonly jobs: WorkflowRuns;
  readonly surfaces: GateSurfaces;
  /** Whether writes that could as well be left out should be. */
  isScarce(): boolean;
}

/** GitHub answers for no more nodes at once. */
const mostNodes = 100;

/** Opens the API for one repository. */
export function openGithub(access: GithubAccess): GithubClient {
  const octokit = openOctokit(access);
  const [owner = "", repo = ""] = access.repository.split("/");
  const here = { owner, repo };
  const { rest } = octokit;
  return {
    async viewer() {
      const answer = readValue(await octokit.graphql("{ viewer { databaseId login } }"));
      const id = numberAt(answer, "viewer", "databaseId");
      if (id === null) throw new Error("GitHub doesn't say whose token this is.");
      return { id, login: textAt(answer, "viewer", "login") };
    },
    async thread(number) {
      const { data } = await rest.issues.get({ ...here, issue_number: number });
      const base = {
        number,
        state: data.state,
        authorId: data.user?.id ?? 0,
        pullRequest: false,
        fork: false,
      };
      const pull = await orNull(rest.pulls.get({ ...here, pull_number: number }));
      if (pull === null) return base;
      const { head, base: target } = pull.data;
      const fork = readValue(head.repo) === null || head.repo.id !== target.repo.id;
      const ends = { headSha: head.sha, baseSha: target.sha, baseRef: target.ref };
      return { ...base, pullRequest: true, ...ends, fork };
    },
    async changedFiles(number) {
      const files = await octokit.paginate(rest.pulls.listFiles, {
        ...here,
        pull_number: number,
        per_page: 100,
      });
      return files.map(({ filename }) => filename);
    },
    commitAuthors: (number) => readCommitAuthors(octokit, here, number),
    async permission(username) {
      try {
        const { data } = await rest.repos.getCollaboratorPermissionLevel({ ...here, username });
        const { permission, role_name, user } = data;
        return {
          permission_status: 200,
          permission: { permission, role_name, user_id: user?.id ?? 0 },
        };
      } catch (fault) {
        return { permission_status: statusOf(fault) ?? 0, permission: null };
      }
    },
    async team(name, username) {
      const [org = "", slug = ""] = name.replace(/^@/, "").split("/");
      const asked = { org, team_slug: slug };
      try {
        const of = await rest.teams.getMembershipForUserInOrg({ ...asked, username });
        return of.data.state;
      } catch (fault) {
        if (statusOf(fault) !== 404) return "unreadable";
        // A team that can't be read looks like one of which somebody is no member.
        return rest.teams.getByName(asked).then(
          () => "absent",
          () => "unreadable",
        );
      }
    },
    async comment(id) {
      const found = await orNull(rest.issues.getComment({ ...here, comment_id: id }));
      return found === null ? null : readComment(readValue(found.data));
    },
    async comments(thread) {
      const all = await octokit.paginate(rest.issues.listComments, {
        ...here,
        issue_number: thread,
        per_page: 100,
      });
      return all.map((comment) => readComment(readValue(comment)));
    },
    async editors(comments) {
      if (comments.length === 0) return new Map();
      const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment {
        databaseId lastEditedAt editor { ... on User { databaseId } ... on Bot { databaseId } } } } }`;
      const found: (readonly [number, number | null])[] = [];
      for (let from = 0; from < comments.length; from += mostNodes) {
        const ids = comments.slice(from, from + mostNodes).map(({ nodeId }) => nodeId);
        const answer = readValue(await octokit.graphql(query, { ids }));
        found.push(...listAt(answer, "nodes").map(readEditor));
      }
      return new Map(found);
    },
    async createComment(thread, body) {
      const made = await rest.issues.createComment({ ...here, issue_number: thread, body });
      return readComment(readValue(made.data));
    },
    async updateComment(id, body) {
      await rest.issues.updateComment({ ...here, comment_id: id, body });
    },
    async react(comment, content) {
      const asked = { ...here, comment_id: comment, content };
      return (await rest.reactions.createForIssueComment(asked)).data.id;
    },
    async unreact(comment, reaction) {
      const asked = { ...here, comment_id: comment, reaction_id: reaction };
      await rest.reactions.deleteForIssueComment(asked);
    },
    async file(path, ref) {
      const found = await orNull(rest.repos.getContent({ ...here, path, ref }));
      const data = readValue(found?.data ?? null);
      if (textAt(data, "type") !== "file") return null;
      return Buffer.from(textAt(data, "content"), "base64").toString("utf8");
    },
    ...openChecks(octokit, here),
    ...openReviews(octokit, here),
    git: openGit(octokit, here, access.refs),
    jobs: openWorkflowRuns(octokit, here),
    surfaces: openSurfaces(octokit, here),
    isScarce: () => access.pace?.isScarce() ?? false,
  };
}

function readComment(value: Value): ThreadComment {
  return {
    id: numberAt(value, "id") ?? 0,
    nodeId: textAt(value, "node_id"),
    body: textAt(value, "body"),
    author: {
      id: numberAt(value, "user", "id") ?? 0,
      login: textAt(value, "user", "login"),
      type: textAt(value, "user", "type"),
    },
    createdAt: textAt(value, "created_at"),
    url: textAt(value, "html_url"),
    thread: Number(textAt(value, "issue_url").split("/").at(-1)),
  };
}

/** An edit by somebody who can't be told is an edit by nobody of ours. */
function readEditor(node: Value): readonly [number, number | null] {
  const id = numberAt(node, "databaseId") ?? 0;
  if (at(node, "lastEditedAt") === null) return [id, null];
  return [id, numberAt(node, "editor", "databaseId") ?? 0];
}
