/** What a loopback GitHub remembers. */
import { openBareRepository } from "./bare-repository.ts";
import type { BareRepository } from "./bare-repository.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Permission } from "./limits.ts";
import { addCommit, addFiles } from "./objects.ts";

/** Somebody with an account. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type?: "User" | "Bot" | "Organization";
  /** In the repository; unknown to it if absent. */
  readonly level?: string;
}

/** A pull request, or an issue if there is no head. */
export interface Thread {
  readonly number: number;
  readonly title: string;
  readonly body?: string;
  /** A login. */
  readonly author: string;
  state?: "open" | "closed";
  head?: { sha: string; readonly ref: string; readonly repositoryId?: number };
  readonly base?: { readonly sha: string; readonly ref: string };
  /** Of its commit, where there is no git. */
  readonly message?: string;
  readonly files?: readonly string[];
  /** Hunks of some of them. */
  readonly patches?: Readonly<Record<string, string>>;
  /** Files at its head, by path; those of the default branch if left out. */
  readonly tree?: Readonly<Record<string, string>>;
  labels?: readonly string[];
  readonly assignees?: readonly string[];
  draft?: boolean;
  closed_at?: string;
  /** When its text was changed last. */
  edited_at?: string;
}

/** How things are when the server starts. */
export interface GithubSetup {
  readonly repository?: { readonly id: number; readonly owner: string; readonly name: string };
  readonly accounts: readonly Account[];
  /** Files of other repositories, by `owner/name` and path. */
  readonly otherFiles?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Logins by token. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly threads?: readonly Thread[];
  /** Files of the default branch. */
  readonly files?: Readonly<Record<string, string>>;
  /** What every token may not write. */
  readonly lacks?: readonly Permission[];
  /** Tokens that may only read. */
  readonly readers?: readonly string[];
  /** Logins by `org/team`. */
  readonly teams?: Readonly<Record<string, readonly string[]>>;
  /** A bare repository: files, diffs and commits are then those of git. */
  readonly git?: string;
  /** Labels that the repository has. */
  readonly labels?: readonly string[];
  readonly workflowRuns?: readonly WorkflowRun[];
  /** Checks without which nothing is merged, on every branch. */
  readonly requiredChecks?: readonly string[];
  /** Names of secrets. */
  readonly secrets?: readonly string[];
  /** Names of environments, and the logins of whom must approve. */
  readonly environments?: Readonly<Record<string, readonly string[]>>;
}

/** A run of a workflow on Actions. */
export interface WorkflowRun {
  readonly id: number;
  readonly name: string;
  readonly path: string;
  readonly head_sha: string;
  readonly head_branch: string;
  readonly event: string;
  status: string;
  conclusion: string | null;
  run_attempt: number;
  /** Of a fork, if not the repository itself. */
  readonly headRepositoryId?: number;
  readonly jobs: readonly WorkflowJob[];
}

/** One job of it. */
export interface WorkflowJob {
  readonly id: number;
  readonly name: string;
  readonly conclusion: string;
  readonly steps: readonly { readonly name: string; readonly conclusion: string }[];
  readonly log: string;
}

/** A review. */
export interface Review {
  readonly id: number;
  readonly thread: number;
  readonly author: Account;
  readonly body: string;
  readonly state: string;
  readonly commit_id: string;
  readonly submitted_at: string;
}

/** A comment on a line; one that answers none begins a thread. */
export interface ReviewComment {
  readonly id: number;
  readonly thread: number;
  readonly review: number;
  readonly author: Account;
  readonly path: string;
  readonly line: number;
  readonly side: string;
  readonly commit_id: string;
  readonly created_at: string;
  body: string;
  resolved: boolean;
  /** What was said below it. */
  replies?: readonly { readonly id: number; readonly author: Account; readonly body: string }[];
}

/** A comment on a thread. */
export interface Comment {
  readonly id: number;
  readonly thread: number;
  readonly author: Account;
  editor: Account | null;
  body: string;
  readonly created_at: string;
  updated_at: string;
  readonly reactions: Map<number, { readonly content: string; readonly by: Account }>;
}

/** What a reviewer said to an environment. */
export interface EnvironmentReview {
  readonly environment: string;
  readonly state: "approved" | "rejected";
  /** A login. */
  readonly by: string;
  readonly comment: string;
}

/** A check run. */
export interface Check {
  readonly id: number;
  fields: Fields;
  /** Those of every request, one behind the other. */
  readonly annotations?: Value[];
}

/** A run of a workflow file. */
export interface Job {
  status: "in_progress" | "completed";
  readonly event: string;
  readonly path: string;
  readonly headRepositoryId?: number;
  readonly actor?: Account;
  /** Default: when it is asked for. */
  readonly createdAt?: string;
}

/** An artifact of a run. */
export interface Uploaded {
  readonly id: number;
  readonly name: string;
  readonly run: number;
  readonly key: string;
  digest: string;
  expiresAt: string;
  expired?: boolean;
}

/** Everything that can change. */
export interface GithubState {
  readonly setup: GithubSetup & Required<Pick<GithubSetup, "repository">>;
  readonly threads: Map<number, Thread>;
  readonly comments: Map<number, Comment>;
  readonly checks: Map<number, Check>;
  /** Commits by full name of the ref. */
  readonly refs: Map<string, string>;
  /** Git's objects by their id. */
  readonly objects: Map<string, Value>;
  readonly dispatches: Fields[];
  /** Ids of workflow runs whose end was asked for. */
  readonly cancelled: number[];
  readonly reviews: Review[];
  readonly reviewComments: ReviewComment[];
  readonly workflowRuns: WorkflowRun[];
  readonly requestedReviewers: Map<number, readonly string[]>;
  /** What was said to the environments of workflow runs, by their id. */
  readonly environmentReviews: Map<number, readonly EnvironmentReview[]>;
  readonly git: BareRepository | null;
  /** Runs of workflow files by their id. */
  readonly jobs: Map<number, Job>;
  readonly artifacts: Map<number, Uploaded>;
  /** What is uploaded, by the key of its address. */
  readonly uploads: Map<string, Uint8Array>;
  /** Until when they are to be kept, as it was asked for before they were uploaded. */
  readonly expiries: Map<string, string>;
  /** What every token may not write now. */
  lacks: readonly Permission[];
  nextId: number;
}

/** Opens the state. */
export function openState(setup: GithubSetup): GithubState {
  const repository = setup.repository ?? { id: 5001, owner: "octo-org", name: "hello-world" };
  const threads = (setup.threads ?? []).map((thread) => [thread.number, { ...thread }] as const);
  const objects = new Map<string, Value>();
  const main = commitFiles(setup, objects);
  return {
    setup: { ...setup, repository },
    threads: new Map(threads),
    comments: new Map(),
    checks: new Map(),
    refs: new Map([["refs/heads/main", main]]),
    objects,
    dispatches: [],
    cancelled: [],
    reviews: [],
    reviewComments: [],
    workflowRuns: (setup.workflowRuns ?? []).map((run) => ({ ...run })),
    requestedReviewers: new Map(),
    environmentReviews: new Map(),
    git: setup.git === undefined ? null : openBareRepository(setup.git),
    jobs: new Map(),
    artifacts: new Map(),
    uploads: new Map(),
    expiries: new Map(),
    lacks: setup.lacks ?? [],
    nextId: 710_001,
  };
}

/** The default branch and both ends of every pull request as commits. */
function commitFiles(
  { files = {}, threads = [] }: GithubSetup,
  objects: Map<string, Value>,
): string {
  const tree = addFiles(objects, files);
  for (const { head, base, tree: own } of threads) {
    const ofHead = own === undefined ? tree : addFiles(objects, own);
    if (base !== undefined) addCommit(objects, { message: "base", tree }, base.sha);
    if (head !== undefined) addCommit(objects, { message: "head", tree: ofHead }, head.sha);
  }
  return addCommit(objects, { message: "Begin", tree });
}

/** The account of a login, in any case. */
export function accountOf({ setup }: GithubState, login: string): Account | undefined {
  return setup.accounts.find((account) => account.login.toLowerCase() === login.toLowerCase());
}

/** An id that was never given before. */
export function newId(state: GithubState): number {
  state.nextId += 1;
  return state.nextId;
}

/** Now, as the API writes it: in whole seconds. */
export function apiTime(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}
