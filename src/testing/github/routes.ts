/** What the loopback GitHub does for each operation. */
import { isFields } from "#core/graph/value.ts";
import { listAt, textAt } from "#src/github/payload.ts";
import { missing, ok, page, withPull, withThread } from "./call.ts";
import type { Call, Reply, Route } from "./call.ts";
import { fileAt } from "./objects.ts";
import {
  repositoryOf,
  toCheck,
  toComment,
  toCommit,
  toIssue,
  toPull,
  toUser,
  toUserNamed,
} from "./shapes.ts";
import { accountOf, apiTime, newId } from "./state.ts";
import type { Account, Check, Comment, GithubState } from "./state.ts";

const repository = "/repos/{owner}/{repo}";
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
  "GET /orgs/{org}/teams/{team_slug}": ({ state, values }) => {
    const { org = "", team_slug: slug = "" } = values;
    const known = state.setup.teams?.[`${org}/${slug}`] !== undefined;
    return known ? ok({ name: slug, slug }) : missing;
  },
  "GET /orgs/{org}/teams/{team_slug}/memberships/{username}": readMembership,
  [`POST ${repository}/check-runs`]: createCheck,
  [`PATCH ${repository}/check-runs/{check_run_id}`]: updateCheck,
  [`GET ${repository}/commits/{ref}/check-runs`]: ({ state, values, query }) => {
    const name = query["check_name"];
    const checks = [...state.checks.values()].filter(
      ({ fields }) =>
        fields["head_sha"] === values["ref"] && (name === undefined || fields["name"] === name),
    );
    return ok({ total_count: checks.length, check_runs: checks.map(toCheck) });
  },
  [`GET ${repository}/contents/{path}`]: readContents,
  [`POST ${repository}/actions/workflows/{workflow_id}/dispatches`]: ({ state, values, body }) => {
    const { return_run_details: details, ...asked } = isFields(body) ? body : {};
    state.dispatches.push({ workflow: values["workflow_id"] ?? "", ...asked });
    const id = newId(state);
    const url = `https://github.com/octo-org/hello-world/actions/runs/${id}`;
    const told = { workflow_run_id: id, run_url: url, html_url: url };
    return details === true ? { status: 200, body: told } : { status: 204, body: null };
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
  const { owner, name } = state.setup.repository;
  const repository = `${values["owner"] ?? ""}/${values["repo"] ?? ""}`;
  if (repository !== `${owner}/${name}`)
    return toContents(path, state.setup.otherFiles?.[repository]?.[path]);
  const ref = query["ref"] ?? "main";
  const commit = state.refs.get(`refs/heads/${ref}`) ?? ref;
  const text = state.git === null ? fileAt(state.objects, commit, path) : state.git.file(ref, path);
  return toContents(path, text ?? undefined);
}

function toContents(path: string, text: string | undefined): Reply {
  if (text === undefined) return missing;
  const content = Buffer.from(text).toString("base64");
  return ok({ type: "file", path, name: path, size: text.length, encoding: "base64", content });
}
