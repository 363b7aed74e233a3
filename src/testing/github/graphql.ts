/** The few questions that only GraphQL answers: who we are, and who edited a comment last. */
import type { Fields, Value } from "#core/graph/value.ts";
import { listAt, numberAt, textAt } from "#src/github/payload.ts";
import type { Reply } from "./call.ts";
import { accountOf } from "./state.ts";
import type { Account, GithubState } from "./state.ts";
import { pullNode } from "./shapes.ts";
import { commitOnBranch } from "./work-routes.ts";

/** Plays `viewer { … }` and `nodes(ids: …) { … }` of comments. */
export function playGraphql(state: GithubState, caller: Account, body: Value): Reply {
  const query = textAt(body, "query");
  if (query.includes("viewer")) {
    const { id, login } = caller;
    return { status: 200, body: { data: { viewer: { databaseId: id, login } } } };
  }
  if (query.includes("createCommitOnBranch"))
    return commitOnBranch({ state, caller, body, values: {}, query: {}, origin: "" });
  if (query.includes("resolveReviewThread")) return resolveThread(state, body);
  if (query.includes("addPullRequestReviewThreadReply")) return addReply(state, caller, body);
  if (query.includes("markPullRequestReadyForReview")) return markReady(state, body);
  if (query.includes("reviewThreads")) return listThreads(state, body);
  if (query.includes("RENAMED_TITLE_EVENT")) return tellEdit(state, body);
  if (query.includes("authors(")) return listCommits(state, body);
  const ids = listAt(body, "variables", "ids");
  const nodes = ids.map((id) => toNode(state, Number(id)));
  return { status: 200, body: { data: { nodes } } };
}

/** Those who wrote a commit together stand in its message by their logins. */
function listCommits(state: GithubState, body: Value): Reply {
  const { git } = state;
  const thread = state.threads.get(numberAt(body, "variables", "number") ?? 0);
  const [head = "", base = null] = [thread?.head?.sha, thread?.base?.sha];
  const alone = { author: thread?.author ?? "", message: thread?.message ?? "" };
  const commits = git === null ? [alone] : git.commits(head, base, 250);
  const user = (login: string): Fields => {
    const account = accountOf(state, login);
    return { user: account === undefined ? null : { databaseId: account.id } };
  };
  const nodes = commits.map(({ author, message }) => {
    const others = [...message.matchAll(/^Co-authored-by: (\S+)/gm)].map(([, login = ""]) => login);
    const authors = { nodes: [author, ...others].map(user) };
    return { commit: { authors, committer: user(author) } };
  });
  const page = { nodes, pageInfo: { hasNextPage: false, endCursor: null } };
  return { status: 200, body: { data: { repository: { pullRequest: { commits: page } } } } };
}

function tellEdit(state: GithubState, body: Value): Reply {
  const thread = state.threads.get(numberAt(body, "variables", "number") ?? 0);
  const edits = { lastEditedAt: thread?.edited_at ?? null, timelineItems: { nodes: [] } };
  return { status: 200, body: { data: { repository: { issueOrPullRequest: edits } } } };
}

/** A thread is known by the comment that begins it. */
function listThreads(state: GithubState, body: Value): Reply {
  const number = numberAt(body, "variables", "number");
  const head = state.threads.get(number ?? 0)?.head?.sha;
  const nodes = state.reviewComments
    .filter(({ thread }) => thread === number)
    .map((comment) => ({
      id: `thread-${comment.id}`,
      isResolved: comment.resolved,
      isOutdated: comment.commit_id !== head,
      path: comment.path,
      line: comment.line,
      comments: {
        nodes: [comment, ...(comment.replies ?? [])].map(({ id, body: said, author }) => ({
          databaseId: id,
          body: said,
          createdAt: comment.created_at,
          lastEditedAt: null,
          author: { login: author.login, databaseId: author.id },
        })),
      },
    }));
  const reviewThreads = { nodes, pageInfo: { hasNextPage: false, endCursor: null } };
  return { status: 200, body: { data: { repository: { pullRequest: { reviewThreads } } } } };
}

function resolveThread(state: GithubState, body: Value): Reply {
  const id = textAt(body, "variables", "id");
  const found = state.reviewComments.find((comment) => `thread-${comment.id}` === id);
  if (found !== undefined) found.resolved = true;
  const thread = found === undefined ? null : { id, isResolved: true };
  return { status: 200, body: { data: { resolveReviewThread: { thread } } } };
}

function addReply(state: GithubState, author: Account, body: Value): Reply {
  const id = textAt(body, "variables", "id");
  const found = state.reviewComments.find((comment) => `thread-${comment.id}` === id);
  const reply = { id: state.nextId, author, body: textAt(body, "variables", "body") };
  state.nextId += 1;
  if (found !== undefined) found.replies = [...(found.replies ?? []), reply];
  const comment = found === undefined ? null : { databaseId: reply.id, url: "" };
  return { status: 200, body: { data: { addPullRequestReviewThreadReply: { comment } } } };
}

function markReady(state: GithubState, body: Value): Reply {
  const id = textAt(body, "variables", "id");
  const found = [...state.threads.values()].find(({ number }) => pullNode(number) === id);
  if (found !== undefined) found.draft = false;
  const pullRequest = found === undefined ? null : { isDraft: false };
  return { status: 200, body: { data: { markPullRequestReadyForReview: { pullRequest } } } };
}

function toNode(state: GithubState, id: number): Fields | null {
  const comment = state.comments.get(id);
  if (comment === undefined) return null;
  const { editor, updated_at } = comment;
  return {
    databaseId: id,
    lastEditedAt: editor === null ? null : updated_at,
    editor: editor === null ? null : { databaseId: editor.id },
  };
}
