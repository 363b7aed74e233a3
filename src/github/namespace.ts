/** What `{{github.…}}` means in a job: the event and where it came from, as data. */
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { at } from "./payload.ts";
import { sanitiseIn } from "./sanitise/sanitise-in.ts";

/** The runner's environment. */
export type RunnerEnvironment = Readonly<Record<string, string | undefined>>;

/** The namespace `github`, from the runner's variables and the event's payload. */
export function toGithubContext(environment: RunnerEnvironment, event: Value): Fields {
  const text = (name: string): string => environment[name] ?? "";
  const [owner = "", name = ""] = text("GITHUB_REPOSITORY").split("/");
  const pullRequest = at(event, "pull_request");
  const issue = at(event, "issue");
  const number = firstNumber(at(pullRequest, "number"), at(issue, "number"));
  return {
    event,
    event_name: text("GITHUB_EVENT_NAME"),
    repository: name === "" ? "" : `${owner}/${name}`,
    owner,
    sha: text("GITHUB_SHA"),
    ref: text("GITHUB_REF"),
    actor: text("GITHUB_ACTOR"),
    run_url: `${text("GITHUB_SERVER_URL")}/${text("GITHUB_REPOSITORY")}/actions/runs/${text("GITHUB_RUN_ID")}`,
    ...(number === null ? {} : { thread: { number } }),
    ...(isFields(pullRequest) ? { pr: toPullRequest(pullRequest) } : {}),
    ...(isFields(issue) ? { issue: toThread(issue) } : {}),
  };
}

/** The namespace with a pull request that the event itself doesn't carry. */
export function withPullRequest(context: Fields, pullRequest: Value): Fields {
  if (!isFields(pullRequest) || isFields(context["pr"])) return context;
  const number = at(pullRequest, "number");
  return { ...context, thread: { number }, pr: toPullRequest(pullRequest) };
}

/**
 * What a run sees of the namespace: its texts without what people can't see. A branch whose name hides
 * something has no name: without it, it would be another branch. Spec: github §11.3.
 */
export function sanitiseContext(context: Fields): Fields {
  const shown = sanitiseFields(context);
  const pr = shown["pr"];
  if (!isFields(pr)) return shown;
  const refs = ["head_ref", "base_ref"].map((name): [string, Value] => {
    const same = at(context, "pr", name) === at(pr, name);
    return [name, same ? at(pr, name) : ""];
  });
  return { ...shown, pr: { ...pr, ...Object.fromEntries(refs) } };
}

function sanitiseFields(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, sanitiseValue(value)]),
  );
}

function sanitiseValue(value: Value): Value {
  if (typeof value === "string") return isPlain(value) ? value : sanitiseIn(value);
  if (isList(value)) return value.map(sanitiseValue);
  return isFields(value) ? sanitiseFields(value) : value;
}

/** Most texts of an event are names, numbers and addresses, in which nothing can be hidden. */
function isPlain(text: string): boolean {
  return text.length < 1_000 && /^[\w.:/@#?=+{},~%-]*$/.test(text);
}

function toThread(thread: Fields): Fields {
  const labels = at(thread, "labels");
  return {
    number: at(thread, "number"),
    title: at(thread, "title"),
    body: at(thread, "body"),
    author: at(thread, "user", "login"),
    labels: Array.isArray(labels) ? labels.map((label: Value) => at(label, "name")) : [],
  };
}

function toPullRequest(pullRequest: Fields): Fields {
  const { number = null, title = null, body = null, author = null } = toThread(pullRequest);
  return {
    number,
    title,
    body,
    author,
    head_sha: at(pullRequest, "head", "sha"),
    base_sha: at(pullRequest, "base", "sha"),
    head_ref: at(pullRequest, "head", "ref"),
    base_ref: at(pullRequest, "base", "ref"),
    draft: at(pullRequest, "draft"),
    fork: isForkPull(pullRequest),
    changed_files: at(pullRequest, "changed_files"),
  };
}

/** True for a pull request whose head is in another repository, or in none any more. */
export function isForkPull(pullRequest: Value): boolean {
  if (!isFields(pullRequest)) return false;
  const head = at(pullRequest, "head", "repo", "id");
  return head === null || head !== at(pullRequest, "base", "repo", "id");
}

function firstNumber(...values: readonly Value[]): number | null {
  return values.find((value) => typeof value === "number") ?? null;
}
