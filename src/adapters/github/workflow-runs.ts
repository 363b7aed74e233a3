/** Runs of workflow files and what they left: asked for, dispatched, downloaded. */
import type { Octokit } from "@octokit/rest";
import type { Value } from "#core/graph/value.ts";
import { at, listAt, numberAt, textAt } from "#src/github/payload.ts";
import { messageOf } from "#core/text/fault.ts";
import { orNull, readValue, statusOf } from "./answers.ts";

/** A run of a workflow file. */
export interface WorkflowRun {
  readonly id: number;
  readonly status: string;
  readonly event: string;
  /** `.github/workflows/iter.yml` */
  readonly path: string;
  readonly repositoryId: number;
  readonly actorId: number | null;
  readonly createdAt: string;
  /** Null if the head's repository is gone. */
  readonly headRepositoryId: number | null;
}

/** What a run uploaded. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly expired: boolean;
  readonly expiresAt: string;
  /** `sha256:…`; empty on servers that don't tell. */
  readonly digest: string;
  readonly workflowRun: number;
  readonly repositoryId: number;
  readonly headRepositoryId: number | null;
}

/** What a reviewer of environments said while a run waited for them. */
export interface EnvironmentReview {
  readonly state: "approved" | "rejected";
  readonly environments: readonly string[];
  readonly by: { readonly id: number; readonly login: string };
  readonly comment: string;
}

/** The part of the API that concerns Actions. */
export interface WorkflowRuns {
  /** What was said to the environments of a run. */
  environmentReviews(run: number): Promise<readonly EnvironmentReview[]>;
  /** True for an environment that exists and that somebody must approve. */
  isProtected(environment: string): Promise<boolean>;
  run(id: number): Promise<WorkflowRun | null>;
  /** Asks for the end of one; it takes a while. */
  cancel(id: number): Promise<void>;
  artifact(id: number): Promise<Artifact | null>;
  artifactsOf(run: number): Promise<readonly Artifact[]>;
  /** The bytes of an artifact as they are stored: a zip archive. */
  download(id: number): Promise<Uint8Array>;
  /** Starts a workflow; the result is the run, where the server tells which one it is. */
  dispatch(
    workflow: string,
    ref: string,
    inputs: Readonly<Record<string, string>>,
  ): Promise<number | null>;
}

/** Opens the runs of one repository. */
export function openWorkflowRuns(
  { rest, paginate, request }: Octokit,
  here: { readonly owner: string; readonly repo: string },
): WorkflowRuns {
  return {
    async environmentReviews(run) {
      const found = await orNull(rest.actions.getReviewsForRun({ ...here, run_id: run }));
      return listAt({ all: readValue(found?.data ?? []) }, "all").flatMap(readReview);
    },
    async isProtected(name) {
      const asked = { ...here, environment_name: name };
      const found = await orNull(rest.repos.getEnvironment(asked));
      return asksSomebody(readValue(found?.data ?? null));
    },
    async run(id) {
      const found = await orNull(rest.actions.getWorkflowRun({ ...here, run_id: id }));
      return found === null ? null : readRun(readValue(found.data));
    },
    async cancel(id) {
      await rest.actions.cancelWorkflowRun({ ...here, run_id: id });
    },
    async artifact(id) {
      const found = await orNull(rest.actions.getArtifact({ ...here, artifact_id: id }));
      return found === null ? null : readArtifact(readValue(found.data));
    },
    async artifactsOf(run) {
      const asked = { ...here, run_id: run, per_page: 100 };
      const all = await paginate(rest.actions.listWorkflowRunArtifacts, asked);
      return all.map((artifact) => readArtifact(readValue(artifact)));
    },
    async download(id) {
      const route = "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}";
      const found = await request(route, {
        ...here,
        artifact_id: id,
        archive_format: "zip",
        request: { parseSuccessResponseBody: false },
      });
      return readBody(found.data);
    },
    async dispatch(workflow, ref, inputs) {
      const asked = { ...here, workflow_id: workflow, ref, inputs: { ...inputs } };
      const start = rest.actions.createWorkflowDispatch;
      try {
        const told = await start({ ...asked, return_run_details: true });
        return numberAt(readValue(told.data), "workflow_run_id");
      } catch (fault) {
        // Older servers know nothing of it, and start nothing then.
        if (statusOf(fault) !== 422 || !messageOf(fault).includes("return_run_details"))
          throw fault;
        await start(asked);
        return null;
      }
    },
  };
}

/** True for an environment with required reviewers. */
export function asksSomebody(environment: Value): boolean {
  return listAt(environment, "protection_rules").some(
    (rule) => textAt(rule, "type") === "required_reviewers" && listAt(rule, "reviewers").length > 0,
  );
}

function readReview(value: Value): readonly EnvironmentReview[] {
  const state = textAt(value, "state");
  const id = numberAt(value, "user", "id");
  if ((state !== "approved" && state !== "rejected") || id === null) return [];
  return [
    {
      state,
      environments: listAt(value, "environments").map((one) => textAt(one, "name")),
      by: { id, login: textAt(value, "user", "login") },
      comment: textAt(value, "comment"),
    },
  ];
}

async function readBody(data: unknown): Promise<Uint8Array> {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (!(data instanceof ReadableStream)) throw new Error("GitHub sent no artifact.");
  return new Uint8Array(await new Response(data).arrayBuffer());
}

function readRun(value: Value): WorkflowRun {
  return {
    id: numberAt(value, "id") ?? 0,
    status: textAt(value, "status"),
    event: textAt(value, "event"),
    path: textAt(value, "path").split("@")[0] ?? "",
    repositoryId: numberAt(value, "repository", "id") ?? 0,
    actorId: numberAt(value, "triggering_actor", "id") ?? numberAt(value, "actor", "id"),
    createdAt: textAt(value, "created_at"),
    headRepositoryId: numberAt(value, "head_repository", "id"),
  };
}

function readArtifact(value: Value): Artifact {
  return {
    id: numberAt(value, "id") ?? 0,
    name: textAt(value, "name"),
    expired: at(value, "expired") !== false,
    expiresAt: textAt(value, "expires_at"),
    digest: textAt(value, "digest"),
    workflowRun: numberAt(value, "workflow_run", "id") ?? 0,
    repositoryId: numberAt(value, "workflow_run", "repository_id") ?? 0,
    headRepositoryId: numberAt(value, "workflow_run", "head_repository_id"),
  };
}
