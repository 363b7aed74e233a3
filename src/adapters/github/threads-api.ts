/** What tools read of GitHub: threads, changes, checks. Answers come as they are and are read by whoever asked. */
import type { Value } from "#core/graph/value.ts";
import { at, listAt, numberAt, textAt } from "#src/github/payload.ts";
import { higher, toLevel } from "#src/github/levels.ts";
import { openOctokit } from "./octokit.ts";
import type { GithubAccess } from "./octokit.ts";
import { orNull, readValue } from "./answers.ts";

/** Reads one repository. */
export interface ThreadsApi {
  issue(number: number): Promise<Value>;
  /** Null for an issue. */
  pull(number: number): Promise<Value>;
  files(number: number): Promise<readonly Value[]>;
  /** Files that differ between where two commits part and the second one. */
  compare(base: string, head: string): Promise<readonly Value[]>;
  /** When title or text were changed last; null if they never were. */
  editedAt(number: number): Promise<string | null>;
  commits(number: number): Promise<readonly Value[]>;
  comments(number: number): Promise<readonly Value[]>;
  reviews(number: number): Promise<readonly Value[]>;
  reviewThreads(number: number): Promise<readonly Value[]>;
  /** Null if there is no such file. */
  file(path: string, ref: string): Promise<string | null>;
  level(login: string): Promise<string>;
  checks(sha: string): Promise<readonly Value[]>;
  statuses(sha: string): Promise<readonly Value[]>;
  /** Names of the checks that a branch asks for; null if nobody says. */
  requiredChecks(branch: string): Promise<readonly string[] | null>;
  workflowRuns(query: {
    readonly sha?: string;
    /** Only what has ended, and only of this repository: branches of forks may have the same name. */
    readonly branch?: string;
  }): Promise<readonly Value[]>;
  jobs(run: number): Promise<readonly Value[]>;
  jobLog(job: number): Promise<string>;
  rerunFailedJobs(run: number): Promise<void>;
  search(what: "code" | "issues", query: string): Promise<Value>;
}

const threadsQuery = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) {
    reviewThreads(first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id isResolved isOutdated path line comments(first: 50) {
        nodes { databaseId body createdAt lastEditedAt author { login ... on User { databaseId } ... on Bot { databaseId } } } } } } } } }`;

const editsQuery = `query ($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) { issueOrPullRequest(number: $number) {
    ... on Issue { lastEditedAt timelineItems(itemTypes: [RENAMED_TITLE_EVENT], last: 1) { nodes { ... on RenamedTitleEvent { createdAt } } } }
    ... on PullRequest { lastEditedAt timelineItems(itemTypes: [RENAMED_TITLE_EVENT], last: 1) { nodes { ... on RenamedTitleEvent { createdAt } } } } } } }`;

/** Opens the reading side. */
export function openThreadsApi(access: GithubAccess): ThreadsApi {
  const octokit = openOctokit(access);
  const { rest } = octokit;
  const [owner = "", repo = ""] = access.repository.split("/");
  const here = { owner, repo };
  const all = { ...here, per_page: 100 };
  const values = async (asked: Promise<unknown>): Promise<readonly Value[]> =>
    listAt({ all: readValue(await asked) }, "all");

  return {
    issue: async (number) => read(rest.issues.get({ ...here, issue_number: number })),
    pull: async (number) => orNull(read(rest.pulls.get({ ...here, pull_number: number }))),
    files: (number) =>
      values(octokit.paginate(rest.pulls.listFiles, { ...all, pull_number: number })),
    async compare(base, head) {
      const basehead = `${base}...${head}`;
      const asked = rest.repos.compareCommitsWithBasehead({ ...all, basehead });
      return listAt(await read(asked), "files");
    },
    async editedAt(number) {
      const answer = readValue(await octokit.graphql(editsQuery, { ...here, number }));
      const thread = at(answer, "repository", "issueOrPullRequest");
      const renamed = listAt(thread, "timelineItems", "nodes");
      const times = [
        textAt(thread, "lastEditedAt"),
        ...renamed.map((one) => textAt(one, "createdAt")),
      ];
      return (
        times
          .filter((time) => time !== "")
          .toSorted()
          .at(-1) ?? null
      );
    },
    commits: (number) =>
      values(octokit.paginate(rest.pulls.listCommits, { ...all, pull_number: number })),
    comments: (number) =>
      values(octokit.paginate(rest.issues.listComments, { ...all, issue_number: number })),
    reviews: (number) =>
      values(octokit.paginate(rest.pulls.listReviews, { ...all, pull_number: number })),
    async reviewThreads(number) {
      const found: Value[] = [];
      for (let after: string | null = null; ;) {
        const variables = { ...here, number, after };
        const answer = readValue(await octokit.graphql(threadsQuery, variables));
        const page = at(answer, "repository", "pullRequest", "reviewThreads");
        found.push(...listAt(page, "nodes"));
        if (at(page, "pageInfo", "hasNextPage") !== true) return found;
        after = textAt(page, "pageInfo", "endCursor");
      }
    },
    async file(path, ref) {
      const data = await orNull(read(rest.repos.getContent({ ...here, path, ref })));
      if (textAt(data, "type") !== "file") return null;
      return Buffer.from(textAt(data, "content"), "base64").toString("utf8");
    },
    async level(username) {
      const asked = rest.repos.getCollaboratorPermissionLevel({ ...here, username });
      const found = await orNull(read(asked));
      return higher(toLevel(textAt(found, "permission")), toLevel(textAt(found, "role_name")));
    },
    checks: (ref) => values(octokit.paginate(rest.checks.listForRef, { ...all, ref })),
    async statuses(ref) {
      return listAt(await read(rest.repos.getCombinedStatusForRef({ ...here, ref })), "statuses");
    },
    async requiredChecks(branch) {
      const found = await orNull(read(rest.repos.getBranch({ ...here, branch })));
      if (found === null) return null;
      const checks = at(found, "protection", "required_status_checks");
      return listAt(checks, "contexts").filter((name) => typeof name === "string");
    },
    async workflowRuns({ sha, branch }) {
      const asked = {
        ...here,
        per_page: 100,
        ...(sha === undefined ? {} : { head_sha: sha }),
        ...(branch === undefined ? {} : { branch, status: "completed" as const }),
      };
      const found = await read(rest.actions.listWorkflowRunsForRepo(asked));
      const runs = listAt(found, "workflow_runs");
      return branch === undefined ? runs : runs.filter(isOfOwnBranch);
    },
    jobs: (run) =>
      values(octokit.paginate(rest.actions.listJobsForWorkflowRun, { ...all, run_id: run })),
    async jobLog(job) {
      const said = await read(rest.actions.downloadJobLogsForWorkflowRun({ ...here, job_id: job }));
      return typeof said === "string" ? said : "";
    },
    async rerunFailedJobs(run) {
      await rest.actions.reRunWorkflowFailedJobs({ ...here, run_id: run });
    },
    search(what, query) {
      const q = `${query} repo:${owner}/${repo}`;
      if (what === "code") return read(rest.search.code({ q, per_page: 30 }));
      return read(rest.search.issuesAndPullRequests({ q, per_page: 30 }));
    },
  };
}

async function read(asked: Promise<{ readonly data: unknown }>): Promise<Value> {
  return readValue((await asked).data);
}

function isOfOwnBranch(run: Value): boolean {
  const own = numberAt(run, "repository", "id");
  return own !== null && numberAt(run, "head_repository", "id") === own;
}
