/** Git's references and objects, as the API keeps them. */
import { isFields } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import { at, listAt, textAt } from "#src/github/payload.ts";
import { missing, ok, refuse } from "./call.ts";
import type { Call, Reply, Route } from "./call.ts";
import { addCommit, addObject, addTree, flatten } from "./objects.ts";
import { toRef } from "./shapes.ts";
import type { GithubState } from "./state.ts";

const repository = "/repos/{owner}/{repo}";

/** By operation. */
export const gitRoutes: Readonly<Record<string, Route>> = {
  [`GET ${repository}/git/ref/{ref}`]: ({ state, values }) => {
    const name = `refs/${values["ref"] ?? ""}`;
    const sha = state.refs.get(name) ?? state.git?.find(name) ?? undefined;
    return sha === undefined ? missing : ok(toRef(`refs/${values["ref"] ?? ""}`, sha));
  },
  [`GET ${repository}/git/matching-refs/{ref}`]: (call) => {
    const prefix = `refs/${call.values["ref"] ?? ""}`;
    const refs = [...call.state.refs].filter(([name]) => name.startsWith(prefix));
    return ok(refs.map(([name, sha]) => toRef(name, sha)));
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
};

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
