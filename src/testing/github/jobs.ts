/** Runs of workflow files and their artifacts, as the API tells of them. */
import { createHash } from "node:crypto";
import type { Fields } from "#core/graph/value.ts";
import { missing, ok } from "./call.ts";
import type { Route } from "./call.ts";
import { ciRoutes } from "./ci-routes.ts";
import { toUser } from "./shapes.ts";
import { apiTime } from "./state.ts";
import type { GithubState, Uploaded } from "./state.ts";

const actions = "/repos/{owner}/{repo}/actions";

/** By operation. */
export const jobRoutes: Readonly<Record<string, Route>> = {
  [`GET ${actions}/runs/{run_id}`]: (call) => {
    const { state, values } = call;
    const id = Number(values["run_id"]);
    const job = state.jobs.get(id);
    if (job === undefined) return ciRoutes[`GET ${actions}/runs/{run_id}`]?.(call) ?? missing;
    const ours = state.setup.repository.id;
    const { status, event, path, headRepositoryId = ours, actor, createdAt = apiTime() } = job;
    return ok({
      id,
      status,
      event,
      path,
      repository: { id: ours },
      created_at: createdAt,
      ...(actor === undefined ? {} : { actor: toUser(actor), triggering_actor: toUser(actor) }),
      head_repository: { id: headRepositoryId },
    });
  },
  [`POST ${actions}/runs/{run_id}/cancel`]: ({ state, values }) => {
    const id = Number(values["run_id"]);
    if (!state.jobs.has(id)) return missing;
    state.cancelled.push(id);
    return { status: 202, body: {} };
  },
  [`GET ${actions}/runs/{run_id}/artifacts`]: ({ state, values }) => {
    const run = Number(values["run_id"]);
    const found = [...state.artifacts.values()].filter((one) => one.run === run);
    return ok({
      total_count: found.length,
      artifacts: found.map((artifact) => toArtifact(state, artifact)),
    });
  },
  [`GET ${actions}/artifacts/{artifact_id}`]: ({ state, values }) => {
    const found = state.artifacts.get(Number(values["artifact_id"]));
    return found === undefined ? missing : ok(toArtifact(state, found));
  },
  [`GET ${actions}/artifacts/{artifact_id}/{archive_format}`]: ({ state, values, origin }) => {
    const found = state.artifacts.get(Number(values["artifact_id"]));
    if (found === undefined) return missing;
    return { status: 302, body: null, location: `${origin}/devstoreaccount1/${found.key}` };
  },
};

function toArtifact(state: GithubState, artifact: Uploaded): Fields {
  const { id, name, run, digest, expiresAt, expired = false, key } = artifact;
  const repository = state.setup.repository.id;
  const head = state.jobs.get(run)?.headRepositoryId ?? repository;
  return {
    id,
    name,
    expired,
    digest,
    expires_at: expiresAt,
    size_in_bytes: state.uploads.get(key)?.length ?? 0,
    workflow_run: { id: run, repository_id: repository, head_repository_id: head },
  };
}

/** `sha256:…` of some bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
