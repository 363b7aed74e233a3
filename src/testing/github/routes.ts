/** What the loopback GitHub does for each operation. */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { at, listAt, textAt } from "#src/github/payload.ts";
import type { CommitShown } from "./bare-repository.ts";
import { addCommit, addObject, addTree, fileAt, flatten } from "./objects.ts";
import { accountOf, apiTime, newId } from "./state.ts";
import type { Account, Check, Comment, GithubState, Thread } from "./state.ts";

/** One call. */
export interface Call {
  readonly state: GithubState;
  readonly caller: Account;
  readonly values: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Value;
}

/** What is answered. */
export interface Reply {
  readonly status: number;
  readonly body: Value;
  /** Where a redirection leads. */
  readonly location?: string;
}

/** One operation. */
export type Route = (call: Call) => Reply;

const repository = "/repos/{owner}/{repo}";
/** There is none such. */
export const missing: Reply = { status: 404, body: { message: "Not Found" } };

/** By operation. */
export const routes: Readonly<Record<string, Route>> = {
  [`GET ${repository}`]: ({ state }) => ok(repositoryOf(state)),
  [`GET ${repository}/issues/{issue_number}`]: (call) =>
    withThread(call, "issue_number", (thread) => ok(toIssue(call.state, thread))),
  [`GET ${repository}/issues/{issue_number}/comments`]: listComments,
  [`POST ${repository}/issues/{issue_number}/comments`]: (call) =>
    withThread(call, "issue_number", ({ number }) => {
      const comment = addComment(call.state, number, call.caller, textAt(call.body, "body"));
      return { status: 201, body: toComment(call.state, comment) };
    }),
  [`GET ${repository}/issues/comments/{comment_id}`]: (call) =>
    withComment(call, (comment) => ok(toComment(call.state, comment))),
  [`PATCH ${repository}/issues/comments/{comment_id}`]: (call) =>
    withComment(call, (comment) => {
      comment.body = textAt(call.body, "body");
      comment.editor = call.caller;
      comment.updated_at = apiTime();
      return ok(toComment(call.state, comment));
    }),
  [`POST ${repository}/issues/comments/{comment_id}/reactions`]: (call) =>
    withComment(call, ({ reactions }) => {
      const id = newId(call.state);
      const content = textAt(call.body, "content");
      reactions.set(id, { content, by: call.caller });
      return { status: 201, body: { id, content, user: toUser(call.caller) } };
    }),
  [`DELETE ${repository}/issues/comments/{comment_id}/reactions/{reaction_id}`]: (call) =>
    withComment(call, ({ reactions }) => {
      const gone = reactions.delete(Number(call.values["reaction_id"]));
      return gone ? { status: 204, body: null } : missing;
    }),
  [`GET ${repository}/pulls/{pull_number}`]: (call) =>
    withPull(call, (thread) => ok(toPull(call.state, thread))),
  [`GET ${repository}/pulls/{pull_number}/files`]: (call) =>
    withPull(call, ({ files = [], patches = {}, base, head }) => {
      const { git } = call.state;
      const known =
        git === null ? [] : git.diff(base?.sha ?? "", head?.sha ?? "").map((file) => ({ ...file }));
      const named = files.map((filename) => ({
        filename,
        status: "modified",
        ...(patches[filename] === undefined ? {} : { patch: patches[filename] }),
      }));
      return ok(page(call, git === null ? named : known).map((file) => ({ sha: "0", ...file })));
    }),
  [`GET ${repository}/pulls/{pull_number}/commits`]: (call) =>
    withPull(call, ({ author, head, base }) => {
      const { git } = call.state;
      const of = toUserNamed(call.state, author);
      if (git === null) return ok(page(call, [{ sha: head?.sha ?? "", author: of }]));
      const all = git.commits(head?.sha ?? "", base?.sha ?? null, 250).toReversed();
      return ok(page(call, all).map((commit) => toCommit(call.state, commit)));
    }),
  [`GET ${repository}/collaborators/{username}/permission`]: readPermission,
  "GET /orgs/{org}/teams/{team_slug}/memberships/{username}": readMembership,
  [`POST ${repository}/check-runs`]: createCheck,
  [`PATCH ${repository}/check-runs/{check_run_id}`]: updateCheck,
  [`GET ${repository}/commits/{ref}/check-runs`]: ({ state, values }) => {
    const checks = [...state.checks.values()].filter(
      ({ fields }) => fields["head_sha"] === values["ref"],
    );
    return ok({ total_count: checks.length, check_runs: checks.map(toCheck) });
  },
  [`GET ${repository}/contents/{path}`]: readContents,
  [`GET ${repository}/git/ref/{ref}`]: ({ state, values }) => {
    const name = `refs/${values["ref"] ?? ""}`;
    const sha = state.refs.get(name) ?? state.git?.find(name) ?? undefined;
    return sha === undefined ? missing : ok(toRef(`refs/${values["ref"] ?? ""}`, sha));
  },
  [`POST ${repository}/git/refs`]: createRef,
  [`PATCH ${repository}/git/refs/{ref}`]: moveRef,
  [`DELETE ${repository}/git/refs/{ref}`]: ({ state, values }) =>
    state.refs.delete(`refs/${values["ref"] ?? ""}`)
      ? { status: 204, body: null }
      : { status: 422, body: { message: "Reference does not exist" } },
  [`POST ${repository}/git/blobs`]: ({ state, body }) => ({
    status: 201,
    body: addObject(state.objects, "blob", body),
  }),
  [`POST ${repository}/git/trees`]: ({ state, body }) => createTree(state, body),
  [`POST ${repository}/git/commits`]: createCommit,
  [`GET ${repository}/git/blobs/{file_sha}`]: ({ state, values }) =>
    readObject(state, values["file_sha"]),
  [`GET ${repository}/git/trees/{tree_sha}`]: readTree,
  [`GET ${repository}/git/commits/{commit_sha}`]: ({ state, values }) =>
    readObject(state, values["commit_sha"]),
  [`POST ${repository}/actions/workflows/{workflow_id}/dispatches`]: ({ state, values, body }) => {
    state.dispatches.push({
      workflow: values["workflow_id"] ?? "",
      ...(isFields(body) ? body : {}),
    });
    return { status: 204, body: null };
  },
};

/** Adds a comment as somebody. */
export function addComment(
  state: GithubState,
  thread: number,
  author: Account,
  body: string,
): Comment {
  const now = apiTime();
  const comment: Comment = {
    id: newId(state),
    thread,
    author,
    editor: null,
    body,
    created_at: now,
    updated_at: now,
    reactions: new Map(),
  };
  state.comments.set(comment.id, comment);
  return comment;
}

/** Answers with a body. */
export function ok(body: Value): Reply {
  return { status: 200, body };
}

/** The page that was asked for. */
export function page<Item>({ query }: Call, items: readonly Item[]): readonly Item[] {
  const size = Number(query["per_page"] ?? 30);
  const from = (Number(query["page"] ?? 1) - 1) * size;
  return items.slice(from, from + size);
}

/** A thread of the path, if there is one. */
export function withThread(call: Call, key: string, then: (thread: Thread) => Reply): Reply {
  const thread = call.state.threads.get(Number(call.values[key]));
  return thread === undefined ? missing : then(thread);
}

/** A pull request of the path, if there is one. */
export function withPull(call: Call, then: (thread: Thread) => Reply): Reply {
  return withThread(call, "pull_number", (thread) =>
    thread.head === undefined ? missing : then(thread),
  );
}

function withComment(call: Call, then: (comment: Comment) => Reply): Reply {
  const comment = call.state.comments.get(Number(call.values["comment_id"]));
  return comment === undefined ? missing : then(comment);
}

function listComments(call: Call): Reply {
  return withThread(call, "issue_number", ({ number }) => {
    const all = [...call.state.comments.values()].filter(({ thread }) => thread === number);
    return ok(page(call, all).map((comment) => toComment(call.state, comment)));
  });
}

function readPermission({ state, values }: Call): Reply {
  const account = accountOf(state, values["username"] ?? "");
  if (account?.level === undefined) return missing;
  const { level } = account;
  const permission = level === "maintain" ? "write" : level === "triage" ? "read" : level;
  return ok({ permission, role_name: level, user: { ...toUser(account), role_name: level } });
}

function readMembership({ state, values }: Call): Reply {
  const { org = "", team_slug: team = "", username = "" } = values;
  const members = state.setup.teams?.[`${org}/${team}`];
  return members?.includes(username) === true ? ok({ role: "member", state: "active" }) : missing;
}

function createCheck({ state, body }: Call): Reply {
  const annotations = [...listAt(body, "output", "annotations")];
  const check: Check = { id: newId(state), fields: isFields(body) ? body : {}, annotations };
  state.checks.set(check.id, check);
  return { status: 201, body: toCheck(check) };
}

function updateCheck({ state, values, body }: Call): Reply {
  const check = state.checks.get(Number(values["check_run_id"]));
  if (check === undefined) return missing;
  check.fields = { ...check.fields, ...(isFields(body) ? body : {}) };
  check.annotations?.push(...listAt(body, "output", "annotations"));
  return ok(toCheck(check));
}

function readContents({ state, values, query }: Call): Reply {
  const path = values["path"] ?? "";
  const ref = query["ref"] ?? "main";
  const commit = state.refs.get(`refs/heads/${ref}`) ?? ref;
  const text = state.git === null ? fileAt(state.objects, commit, path) : state.git.file(ref, path);
  if (text === undefined || text === null) return missing;
  const content = Buffer.from(text).toString("base64");
  return ok({ type: "file", path, name: path, size: text.length, encoding: "base64", content });
}

function createRef({ state, body }: Call): Reply {
  const [ref, sha] = [textAt(body, "ref"), textAt(body, "sha")];
  if (state.git !== null && ref.startsWith("refs/heads/")) {
    if (state.git.find(ref) !== null) return refuse("Reference already exists");
    if (state.git.find(sha) === null) return refuse("Object does not exist");
    state.git.move(ref.slice("refs/heads/".length), sha);
    return { status: 201, body: toRef(ref, sha) };
  }
  if (state.refs.has(ref)) return refuse("Reference already exists");
  if (!state.objects.has(sha)) return refuse("Object does not exist");
  state.refs.set(ref, sha);
  return { status: 201, body: toRef(ref, sha) };
}

function moveRef({ state, values, body }: Call): Reply {
  const ref = `refs/${values["ref"] ?? ""}`;
  const [before, sha] = [state.refs.get(ref), textAt(body, "sha")];
  if (before === undefined) return refuse("Reference does not exist");
  const parents = listAt(state.objects.get(sha) ?? null, "parents").map((one) =>
    textAt(one, "sha"),
  );
  if (at(body, "force") !== true && !parents.includes(before))
    return refuse("Update is not a fast forward");
  state.refs.set(ref, sha);
  return ok(toRef(ref, sha));
}

function createTree(state: GithubState, body: Value): Reply {
  const tree = listAt(body, "tree").filter(isFields);
  if (tree.some((entry) => !state.objects.has(textAt(entry, "sha"))))
    return refuse("tree.sha is invalid");
  return { status: 201, body: state.objects.get(addTree(state.objects, tree)) ?? null };
}

function createCommit({ state, body }: Call): Reply {
  const tree = textAt(body, "tree");
  if (!state.objects.has(tree)) return refuse("Tree SHA does not exist");
  const parents = listAt(body, "parents").map(String);
  const message = textAt(body, "message");
  const sha = addCommit(state.objects, { message, tree, parents });
  return { status: 201, body: state.objects.get(sha) ?? null };
}

function readTree({ state, values, query }: Call): Reply {
  const named = values["tree_sha"] ?? "";
  const sha = textAt(state.objects.get(named) ?? null, "tree", "sha") || named;
  if (query["recursive"] === undefined) return readObject(state, sha);
  return state.objects.has(sha)
    ? ok({ sha, tree: [...flatten(state.objects, sha)], truncated: false })
    : missing;
}

function readObject(state: GithubState, sha = ""): Reply {
  const found = state.objects.get(sha);
  return found === undefined ? missing : ok(found);
}

/** Something about the request is wrong. */
export function refuse(message: string): Reply {
  return { status: 422, body: { message } };
}

function toRef(ref: string, sha: string): Fields {
  return { ref, object: { type: "commit", sha } };
}

/** An account as the API has it. */
export function toUser({ id, login, type = "User" }: Account): Fields {
  return { id, login, type };
}

/** A commit of git as the API has it. */
export function toCommit(state: GithubState, commit: CommitShown): Fields {
  const { sha, message, author, date } = commit;
  const by = { name: author, email: `${author}@users.noreply.github.com`, date };
  const user = toUserNamed(state, author);
  const parts = { message, author: by, committer: by, comment_count: 0 };
  return { sha, commit: parts, author: user, committer: user };
}

function toUserNamed(state: GithubState, login: string): Fields | null {
  const account = accountOf(state, login);
  return account === undefined ? null : toUser(account);
}

function toComment(state: GithubState, comment: Comment): Fields {
  const { id, author, body, created_at, updated_at } = comment;
  const { owner, name } = state.setup.repository;
  const html_url = `https://github.com/${owner}/${name}/pull/${comment.thread}#issuecomment-${id}`;
  const node_id = String(id);
  const issue_url = `https://api.github.com/repos/${owner}/${name}/issues/${comment.thread}`;
  return { id, node_id, issue_url, user: toUser(author), body, created_at, updated_at, html_url };
}

/** A thread as an issue. */
export function toIssue(state: GithubState, thread: Thread): Fields {
  const { number, title, author, state: open = "open", body = "", labels = [] } = thread;
  const shown = labels.map((name) => ({ name }));
  const html_url = `https://github.com/octo-org/hello-world/pull/${number}`;
  return {
    number,
    title,
    body,
    html_url,
    state: open,
    labels: shown,
    user: toUserNamed(state, author),
  };
}

/** A thread as a pull request. */
export function toPull(state: GithubState, thread: Thread): Fields {
  const { head, base } = thread;
  const ours = state.setup.repository.id;
  return {
    ...toIssue(state, thread),
    draft: thread.draft ?? false,
    merged: false,
    changed_files: thread.files?.length ?? 0,
    head: { sha: head?.sha ?? "", ref: head?.ref ?? "", repo: { id: head?.repositoryId ?? ours } },
    base: { sha: base?.sha ?? "", ref: base?.ref ?? "main", repo: { id: ours } },
  };
}

function toCheck({ id, fields, annotations }: Check): Fields {
  const { output, ...given } = fields;
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => name !== "actions"));
  const shown = isFields(output) ? output : {};
  return {
    id,
    ...rest,
    output: {
      title: shown["title"] ?? null,
      summary: shown["summary"] ?? null,
      text: shown["text"] ?? null,
      annotations_count: annotations?.length ?? 0,
      annotations_url: "",
    },
  };
}

function repositoryOf({ setup: { repository: ours } }: GithubState): Fields {
  return {
    id: ours.id,
    name: ours.name,
    full_name: `${ours.owner}/${ours.name}`,
    default_branch: "main",
    private: false,
  };
}
