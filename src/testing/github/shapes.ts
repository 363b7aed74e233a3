/** What the loopback GitHub has, in the shapes of the API. */
import { isFields } from "#core/graph/value.ts";
import type { Fields } from "#core/graph/value.ts";
import type { CommitShown } from "./bare-repository.ts";
import { accountOf } from "./state.ts";
import type { Account, Check, Comment, GithubState, Thread } from "./state.ts";

/** An account as the API has it. */
export function toUser({ id, login, type = "User" }: Account): Fields {
  return { id, login, type };
}

export function toUserNamed(state: GithubState, login: string): Fields | null {
  const account = accountOf(state, login);
  return account === undefined ? null : toUser(account);
}

/** A commit of git as the API has it. */
export function toCommit(state: GithubState, commit: CommitShown): Fields {
  const { sha, message, author, date } = commit;
  const by = { name: author, email: `${author}@users.noreply.github.com`, date };
  const user = toUserNamed(state, author);
  const parts = { message, author: by, committer: by, comment_count: 0 };
  return { sha, commit: parts, author: user, committer: user };
}

export function toComment(state: GithubState, comment: Comment): Fields {
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

/** A pull request as GraphQL knows it. */
export function pullNode(number: number): string {
  return `PR_${number}`;
}

/** A thread as a pull request. */
export function toPull(state: GithubState, thread: Thread): Fields {
  const { head, base } = thread;
  const ours = state.setup.repository.id;
  return {
    ...toIssue(state, thread),
    node_id: pullNode(thread.number),
    draft: thread.draft ?? false,
    merged: false,
    changed_files: thread.files?.length ?? 0,
    head: { sha: head?.sha ?? "", ref: head?.ref ?? "", repo: { id: head?.repositoryId ?? ours } },
    base: { sha: base?.sha ?? "", ref: base?.ref ?? "main", repo: { id: ours } },
  };
}

export function toCheck({ id, fields, annotations }: Check): Fields {
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

export function toRef(ref: string, sha: string): Fields {
  return { ref, object: { type: "commit", sha } };
}

export function repositoryOf({ setup: { repository: ours } }: GithubState): Fields {
  return {
    id: ours.id,
    name: ours.name,
    full_name: `${ours.owner}/${ours.name}`,
    default_branch: "main",
    private: false,
  };
}
