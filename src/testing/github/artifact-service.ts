/**
 * The service of the runner to which jobs upload artifacts: calls in JSON, bytes in blocks.
 *
 * It is no part of the API and nobody describes it; it is played as the runner's toolkit speaks.
 */
import type { Value } from "#core/graph/value.ts";
import { at, textAt } from "#src/github/payload.ts";
import { digestOf } from "./jobs.ts";
import type { Reply } from "./call.ts";
import { newId } from "./state.ts";
import type { GithubState } from "./state.ts";

/** A request to the service. */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly origin: string;
}

const service = "/twirp/github.actions.results.api.v1.ArtifactService/";
const blobs = "/devstoreaccount1/";
const keptMs = 90 * 86_400_000;

/** A runner's token for uploads of a run. */
export function runtimeToken(run: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part({ scp: `Actions.Results:${run}:job` })}.none`;
}

/** Answers a request to the service; null for requests to others. */
export function playService(state: GithubState, request: ServiceRequest): Reply | null {
  if (request.path.startsWith(blobs)) return playBlob(state, request);
  if (!request.path.startsWith(service)) return null;
  const body = JSON.parse(Buffer.from(request.bytes).toString("utf8")) as Value;
  const name = textAt(body, "name");
  const run = Number(field(body, "workflow_run_backend_id"));
  const key = `${run}/${name}`;
  const there = [...state.artifacts.values()].some((one) => one.key === key);
  if (request.path.endsWith("/CreateArtifact")) {
    if (there) return { status: 409, body: { code: "already_exists", msg: "it is there already" } };
    state.expiries.set(key, field(body, "expires_at"));
    const url = `${request.origin}${blobs}${key}?sig=x`;
    return { status: 200, body: { ok: true, signed_upload_url: url } };
  }
  if (request.path.endsWith("/ListArtifacts"))
    return { status: 200, body: { artifacts: listed(state, body) } };
  if (request.path.endsWith("/DeleteArtifact")) {
    const [found] = [...state.artifacts.values()].filter((one) => one.key === key);
    if (found === undefined)
      return { status: 404, body: { code: "not_found", msg: "no artifact" } };
    state.artifacts.delete(found.id);
    return { status: 200, body: { ok: true, artifact_id: String(found.id) } };
  }
  const id = newId(state);
  const bytes = state.uploads.get(key) ?? new Uint8Array();
  const asked = Date.parse(state.expiries.get(key) ?? "");
  const expiresAt = new Date(Number.isNaN(asked) ? Date.now() + keptMs : asked).toISOString();
  state.artifacts.set(id, { id, name, run, key, digest: digestOf(bytes), expiresAt });
  return { status: 200, body: { ok: true, artifact_id: String(id) } };
}

/** The artifacts of a workflow run, of a name if one is asked for. */
function listed({ artifacts }: GithubState, body: Value): Value {
  const run = Number(field(body, "workflow_run_backend_id"));
  const wanted = at(body, "name_filter") ?? at(body, "nameFilter");
  const name = typeof wanted === "string" ? wanted : textAt(wanted, "value");
  return [...artifacts.values()]
    .filter((one) => one.run === run && (name === "" || one.name === name))
    .map((one) => ({
      workflow_run_backend_id: String(run),
      workflow_job_run_backend_id: "job",
      database_id: String(one.id),
      name: one.name,
      size: "0",
    }));
}

/** The toolkit's calls are in either case. */
function field(body: Value, name: string): string {
  const camel = name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return textAt(body, name) || textAt(body, camel);
}

function playBlob(state: GithubState, { method, path, query, bytes }: ServiceRequest): Reply {
  const key = decodeURIComponent(path.slice(blobs.length));
  if (method === "GET") {
    const found = state.uploads.get(key);
    return found === undefined
      ? { status: 404, body: null }
      : { status: 200, body: null, bytes: found };
  }
  const block = `${key}#${query["blockid"] ?? ""}`;
  if (query["comp"] === "block") state.uploads.set(block, bytes);
  else if (query["comp"] === "blocklist") {
    const ids = Buffer.from(bytes)
      .toString("utf8")
      .matchAll(/<Latest>([^<]+)<\/Latest>/g);
    const parts = [...ids].map(
      ([, id = ""]) => state.uploads.get(`${key}#${id}`) ?? new Uint8Array(),
    );
    state.uploads.set(key, Buffer.concat(parts));
  } else state.uploads.set(key, bytes);
  return { status: 201, body: null };
}
