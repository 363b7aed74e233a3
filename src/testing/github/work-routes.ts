/** What the loopback GitHub does about reviews, labels, issues and branches. */
import { isFields } from "#core/graph/value.ts";
import type { Fields } from "#core/graph/value.ts";
import { at, listAt, numberAt, textAt } from "#src/github/payload.ts";
import { missing, ok, page, refuse, withPull, withThread } from "./call.ts";
import type { Call, Reply, Route } from "./call.ts";
import { toCommit, toIssue, toPull, toUser } from "./shapes.ts";
import { apiTime, newId } from "./state.ts";
import type { GithubState, Review, ReviewComment, Thread } from "./state.ts";

const repository = "/repos/{owner}/{repo}";

/** By operation. */
export const workRoutes: Readonly<Record<string, Route>> = {
  [`GET ${repository}/pulls`]: (call) => {
    const { head, state = "open" } = call.query;
    const all = [...call.state.threads.values()].filter(
      (thread) =>
        thread.head !== undefined &&
        (state === "all" || (thread.state ?? "open") === state) &&
        (head === undefined || head.endsWith(`:${thread.head.ref}`)),
    );
    return ok(page(call, all).map((thread) => toPull(call.state, thread)));
  },
  [`GET ${repository}/compare/{basehead}`]: ({ state, values }) => {
    const [base = "", head = ""] = (values["basehead"] ?? "").split("...");
    const files = state.git?.diff(base, head) ?? [];
    return ok({ files: files.map((file) => ({ sha: "0", ...file })) });
  },
  [`GET ${repository}/commits/{commit_sha}/pulls`]: (call) => {
    const sha = call.values["commit_sha"];
    const all = [...call.state.threads.values()].filter(({ head }) => head?.sha === sha);
    return ok(page(call, all).map((thread) => toPull(call.state, thread)));
  },
  [`POST ${repository}/pulls`]: openPull,
  [`POST ${repository}/pulls/{pull_number}/reviews`]: (call) =>
    withPull(call, (thread) => addReview(call, thread)),
  [`GET ${repository}/pulls/{pull_number}/reviews`]: (call) =>
    withPull(call, ({ number }) => {
      const all = call.state.reviews.filter(({ thread }) => thread === number);
      return ok(page(call, all).map(toReview));
    }),
  [`GET ${repository}/pulls/{pull_number}/comments`]: (call) =>
    withPull(call, ({ number }) => {
      const all = call.state.reviewComments.filter(({ thread }) => thread === number);
      return ok(page(call, all).map(toReviewComment));
    }),
  [`PATCH ${repository}/pulls/comments/{comment_id}`]: ({ state, values, body }) => {
    const found = state.reviewComments.find(({ id }) => id === Number(values["comment_id"]));
    if (found === undefined) return missing;
    found.body = textAt(body, "body");
    return ok(toReviewComment(found));
  },
  [`POST ${repository}/pulls/{pull_number}/requested_reviewers`]: (call) =>
    withPull(call, (thread) => {
      const asked = call.state.requestedReviewers;
      const names = ["reviewers", "team_reviewers"].flatMap((key) => listAt(call.body, key));
      asked.set(thread.number, [...(asked.get(thread.number) ?? []), ...names.map(String)]);
      return { status: 201, body: toPull(call.state, thread) };
    }),
  [`GET ${repository}/issues`]: (call) => {
    const all = [...call.state.threads.values()].filter(({ head }) => head === undefined);
    return ok(page(call, all).map((thread) => toIssue(call.state, thread)));
  },
  [`POST ${repository}/issues`]: ({ state, caller, body }) => {
    const thread: Thread = {
      number: nextNumber(state),
      title: textAt(body, "title"),
      body: textAt(body, "body"),
      author: caller.login,
      labels: listAt(body, "labels").map(String),
      assignees: listAt(body, "assignees").map(String),
    };
    state.threads.set(thread.number, thread);
    return { status: 201, body: toIssue(state, thread) };
  },
  [`PATCH ${repository}/issues/{issue_number}`]: (call) =>
    withThread(call, "issue_number", (thread) => {
      if (textAt(call.body, "state") === "closed") thread.state = "closed";
      return ok(toIssue(call.state, thread));
    }),
  [`GET ${repository}/labels/{name}`]: ({ state, values }) => {
    const name = values["name"] ?? "";
    return state.setup.labels?.includes(name) === true ? ok({ name }) : missing;
  },
  [`POST ${repository}/issues/{issue_number}/labels`]: (call) =>
    withThread(call, "issue_number", (thread) => {
      const added = listAt(call.body, "labels").map(String);
      thread.labels = [...new Set([...(thread.labels ?? []), ...added])];
      return ok(thread.labels.map((name) => ({ name })));
    }),
  [`DELETE ${repository}/issues/{issue_number}/labels/{name}`]: (call) =>
    withThread(call, "issue_number", (thread) => {
      const name = call.values["name"] ?? "";
      if (thread.labels?.includes(name) !== true) return missing;
      thread.labels = thread.labels.filter((one) => one !== name);
      return ok(thread.labels.map((one) => ({ name: one })));
    }),
  [`GET ${repository}/branches/{branch}`]: ({ state, values }) => {
    const name = values["branch"] ?? "";
    const sha = state.git?.find(`refs/heads/${name}`) ?? (name === "main" ? "0" : null);
    if (sha === null) return missing;
    const contexts = [...(state.setup.requiredChecks ?? [])];
    const checks = { contexts, enforcement_level: "everyone", checks: [] };
    const guarded = name === "main";
    return ok({
      name,
      commit: { sha },
      protected: guarded,
      protection: { enabled: guarded, required_status_checks: checks },
    });
  },
  [`GET ${repository}/commits`]: (call) => {
    const { sha = "main" } = call.query;
    const count = Number(call.query["per_page"] ?? 30);
    if (call.state.git?.find(sha) == null) return missing;
    return ok(call.state.git.commits(sha, null, count).map((one) => toCommit(call.state, one)));
  },
  "GET /search/code": ({ state, query }) => found(state, query, "code"),
  "GET /search/issues": ({ state, query }) => found(state, query, "issues"),
};

/** Makes the commit of a `createCommitOnBranch`; the head of a pull request moves with its branch. */
export function commitOnBranch({ state, caller, body }: Call): Reply {
  const input = at(body, "variables", "input");
  const branch = textAt(input, "branch", "branchName");
  const head = state.git?.find(`refs/heads/${branch}`) ?? null;
  const expected = textAt(input, "expectedHeadOid");
  if (state.git === null || head === null) return fault(`No ref found for ${branch}`);
  if (head !== expected) return fault(`Expected branch to point to "${expected}" but it did not`);
  const headline = textAt(input, "message", "headline");
  const rest = textAt(input, "message", "body");
  const sha = state.git.commit({
    parent: head,
    message: rest === "" ? headline : `${headline}\n\n${rest}`,
    author: caller.login,
    additions: listAt(input, "fileChanges", "additions").map((one) => ({
      path: textAt(one, "path"),
      contents: textAt(one, "contents"),
    })),
    deletions: listAt(input, "fileChanges", "deletions").map((one) => ({
      path: textAt(one, "path"),
    })),
  });
  state.git.move(branch, sha);
  for (const { head: of } of state.threads.values()) if (of?.ref === branch) of.sha = sha;
  return ok({
    data: {
      createCommitOnBranch: { commit: { oid: sha, url: `https://github.com/commit/${sha}` } },
    },
  });
}

function fault(message: string): Reply {
  return ok({ data: { createCommitOnBranch: null }, errors: [{ type: "STALE_DATA", message }] });
}

function openPull({ state, caller, body }: Call): Reply {
  const [head, base] = [textAt(body, "head"), textAt(body, "base")];
  const [from, to] = [state.git?.find(`refs/heads/${head}`), state.git?.find(`refs/heads/${base}`)];
  if (from == null || to == null) return refuse("Validation Failed");
  if ([...state.threads.values()].some((one) => one.head?.ref === head && one.state !== "closed"))
    return refuse("A pull request already exists");
  const thread: Thread = {
    number: nextNumber(state),
    title: textAt(body, "title"),
    body: textAt(body, "body"),
    author: caller.login,
    draft: at(body, "draft") === true,
    head: { sha: from, ref: head },
    base: { sha: to, ref: base },
  };
  state.threads.set(thread.number, thread);
  return { status: 201, body: toPull(state, thread) };
}

function nextNumber({ threads }: GithubState): number {
  return Math.max(0, ...threads.keys()) + 1;
}

function addReview({ state, caller, body }: Call, thread: Thread): Reply {
  const id = newId(state);
  const commit = textAt(body, "commit_id") || (thread.head?.sha ?? "");
  const words: Readonly<Record<string, string>> = {
    APPROVE: "APPROVED",
    REQUEST_CHANGES: "CHANGES_REQUESTED",
  };
  const review: Review = {
    id,
    thread: thread.number,
    author: caller,
    body: textAt(body, "body"),
    state: words[textAt(body, "event")] ?? "COMMENTED",
    commit_id: commit,
    submitted_at: apiTime(),
  };
  const files = new Set(
    state.git?.diff(thread.base?.sha ?? "", commit).map(({ filename }) => filename),
  );
  const comments = listAt(body, "comments");
  if (state.git !== null && comments.some((one) => !files.has(textAt(one, "path"))))
    return refuse("Path could not be resolved");
  state.reviews.push(review);
  for (const one of comments) {
    state.reviewComments.push({
      id: newId(state),
      thread: thread.number,
      review: id,
      author: caller,
      path: textAt(one, "path"),
      line: numberAt(one, "line") ?? 0,
      side: textAt(one, "side") || "RIGHT",
      commit_id: commit,
      created_at: apiTime(),
      body: textAt(one, "body"),
      resolved: false,
    });
  }
  return ok(toReview(review));
}

function toReview(review: Review): Fields {
  const { id, author, body, state, commit_id, submitted_at } = review;
  const html_url = `https://github.com/octo-org/hello-world/pull/${review.thread}#pullrequestreview-${id}`;
  return { id, user: toUser(author), body, state, commit_id, submitted_at, html_url };
}

function toReviewComment(comment: ReviewComment): Fields {
  const { id, author, path, line, side, body, commit_id, created_at, review } = comment;
  const times = { created_at, updated_at: created_at };
  const place = { path, line, side, commit_id, original_commit_id: commit_id };
  return { id, user: toUser(author), body, ...place, ...times, pull_request_review_id: review };
}

function found(
  { setup, threads }: GithubState,
  { q = "" }: Readonly<Record<string, string>>,
  what: "code" | "issues",
): Reply {
  const words = q.split(" ").filter((word) => word !== "" && !word.includes(":"));
  const fits = (text: string): boolean => words.every((word) => text.includes(word));
  const items: Fields[] =
    what === "code"
      ? Object.entries(setup.files ?? {})
          .filter(([, text]) => fits(text))
          .map(([path]) => ({ path, name: path }))
      : [...threads.values()]
          .filter(({ title, body = "" }) => fits(`${title} ${body}`))
          .map(({ number, title }) => ({ number, title, state: "open" }));
  return ok({
    total_count: items.length,
    incomplete_results: false,
    items: items.filter(isFields),
  });
}
