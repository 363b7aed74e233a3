/** Git's objects and refs over the API: no clone, no credentials on disk. */
import type { Octokit } from "@octokit/rest";
import type { Value } from "#core/graph/value.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import { orNull, readValue, statusOf } from "./answers.ts";

/** A file or folder of a commit's tree. */
export interface TreeEntry {
  readonly path: string;
  /** `100644`, `120000` … */
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
  readonly size: number;
}

/** Git's objects and refs over the API. */
export interface GitObjects {
  ref(name: string): Promise<string | null>;
  /** False if there is one of that name already. */
  createRef(name: string, commit: string): Promise<boolean>;
  moveRef(name: string, commit: string): Promise<void>;
  /** A ref that is not there is gone already. */
  deleteRef(name: string): Promise<void>;
  /** Refs that begin with a name, each without `refs/`. */
  refsBelow(prefix: string): Promise<readonly { readonly name: string; readonly commit: string }[]>;
  /** A commit whose tree has these files, as base64 by path. */
  commit(
    message: string,
    files: Readonly<Record<string, Uint8Array>>,
    parents: readonly string[],
  ): Promise<string>;
  /** A commit that says something and has the tree of another one. */
  mark(message: string, like: string, parents: readonly string[]): Promise<string>;
  /** The message of a commit, when it was made, and a file of its tree. */
  message(commit: string): Promise<string>;
  madeAt(commit: string): Promise<number>;
  read(commit: string, path: string): Promise<Uint8Array | null>;
  /** Everything in a commit's tree, folders included; null if there is too much for one answer. */
  tree(commit: string): Promise<readonly TreeEntry[] | null>;
  blob(sha: string): Promise<Uint8Array>;
}

/** Where our own refs lie, if not elsewhere. */
const usualRefs = "refs/iter";

/** Opens the objects of one repository; our refs are called `iter/…` here wherever they lie. */
export function openGit(
  { rest, paginate }: Octokit,
  here: { readonly owner: string; readonly repo: string },
  ownRefs: string = usualRefs,
): GitObjects {
  const own = ownRefs.replace(/^refs\//, "");
  const placeOf = (name: string): string => name.replace(/^iter\//, `${own}/`);
  const nameOf = (ref: string): string => {
    const place = ref.replace(/^refs\//, "");
    return place.startsWith(`${own}/`) ? `iter${place.slice(own.length)}` : place;
  };
  return {
    async ref(name) {
      const found = await orNull(rest.git.getRef({ ...here, ref: placeOf(name) }));
      return found === null ? null : found.data.object.sha;
    },
    async createRef(name, sha) {
      try {
        await rest.git.createRef({ ...here, ref: `refs/${placeOf(name)}`, sha });
        return true;
      } catch (fault) {
        // The message tells a ref that is there from a rule against it; so does the ref itself.
        if (statusOf(fault) === 422 && (await this.ref(name)) !== null) return false;
        throw fault;
      }
    },
    async moveRef(name, sha) {
      await rest.git.updateRef({ ...here, ref: placeOf(name), sha, force: false });
    },
    async deleteRef(name) {
      try {
        await rest.git.deleteRef({ ...here, ref: placeOf(name) });
      } catch (fault) {
        if (statusOf(fault) !== 404 && statusOf(fault) !== 422) throw fault;
      }
    },
    async refsBelow(prefix) {
      const asked = { ...here, ref: placeOf(prefix) };
      const refs = await paginate(rest.git.listMatchingRefs, asked);
      return refs.map(({ ref, object }) => ({ name: nameOf(ref), commit: object.sha }));
    },
    async mark(message, like, parents) {
      const { data } = await rest.git.getCommit({ ...here, commit_sha: like });
      const asked = { ...here, message, tree: data.tree.sha, parents: [...parents] };
      return (await rest.git.createCommit(asked)).data.sha;
    },
    async commit(message, files, parents) {
      const entries = [];
      for (const [path, bytes] of Object.entries(files)) {
        const content = Buffer.from(bytes).toString("base64");
        const blob = await rest.git.createBlob({ ...here, content, encoding: "base64" });
        entries.push({ path, mode: "100644" as const, type: "blob" as const, sha: blob.data.sha });
      }
      const tree = await rest.git.createTree({ ...here, tree: entries });
      const asked = { ...here, message, tree: tree.data.sha, parents: [...parents] };
      return (await rest.git.createCommit(asked)).data.sha;
    },
    async message(commit) {
      return (await rest.git.getCommit({ ...here, commit_sha: commit })).data.message;
    },
    async madeAt(commit) {
      const { data } = await rest.git.getCommit({ ...here, commit_sha: commit });
      return Date.parse(data.committer.date);
    },
    async read(commit, path) {
      const { data } = await rest.git.getCommit({ ...here, commit_sha: commit });
      const tree = await rest.git.getTree({ ...here, tree_sha: data.tree.sha });
      const entry = tree.data.tree.find((one) => one.path === path);
      if (entry === undefined) return null;
      return this.blob(entry.sha);
    },
    async tree(commit) {
      const asked = { ...here, tree_sha: commit, recursive: "1" };
      const { data } = await rest.git.getTree(asked);
      return data.truncated ? null : data.tree.map((entry) => readEntry(readValue(entry)));
    },
    async blob(sha) {
      const blob = await rest.git.getBlob({ ...here, file_sha: sha });
      return new Uint8Array(Buffer.from(blob.data.content, "base64"));
    },
  };
}

function readEntry(entry: Value): TreeEntry {
  const type = textAt(entry, "type");
  return {
    path: textAt(entry, "path"),
    mode: textAt(entry, "mode"),
    type: type === "blob" || type === "tree" ? type : "commit",
    sha: textAt(entry, "sha"),
    size: numberAt(entry, "size") ?? 0,
  };
}
