/** Git's objects as the loopback GitHub keeps them: blobs, nested trees, commits. */
import { createHash } from "node:crypto";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { listAt, textAt } from "#src/github/payload.ts";

/** Objects by their id. */
export type Objects = Map<string, Value>;

/** Adds an object and gives it its id. */
export function addObject(objects: Objects, kind: string, given: Value, sha?: string): Fields {
  const id =
    sha ??
    createHash("sha1")
      .update(JSON.stringify([kind, given]))
      .digest("hex");
  const object = { sha: id, ...(isFields(given) ? given : {}) };
  objects.set(id, object);
  return object;
}

/** Adds blobs and a tree for texts by path. */
export function addFiles(objects: Objects, files: Readonly<Record<string, string>>): string {
  const entries = Object.entries(files).map(([path, text]) => {
    const content = Buffer.from(text).toString("base64");
    const blob = addObject(objects, "blob", { content, encoding: "base64" });
    return { path, mode: "100644", type: "blob", sha: textAt(blob, "sha") };
  });
  return addTree(objects, entries);
}

/** Adds a tree from entries whose paths may have slashes: a folder is a tree of its own. */
export function addTree(objects: Objects, entries: readonly Fields[]): string {
  const folders = new Map<string, Fields[]>();
  const own: Fields[] = [];
  for (const entry of entries) {
    const path = textAt(entry, "path");
    const slash = path.indexOf("/");
    if (slash < 0) own.push(entry);
    else {
      const inner = { ...entry, path: path.slice(slash + 1) };
      const folder = path.slice(0, slash);
      folders.set(folder, [...(folders.get(folder) ?? []), inner]);
    }
  }
  const subtrees = [...folders].map(([path, inner]) => ({
    path,
    mode: "040000",
    type: "tree",
    sha: addTree(objects, inner),
  }));
  const tree = [...own, ...subtrees].toSorted((a, b) =>
    textAt(a, "path") < textAt(b, "path") ? -1 : 1,
  );
  return textAt(addObject(objects, "tree", { tree, truncated: false }), "sha");
}

/** Adds a commit of a tree; `sha` where tests want to name it. */
export function addCommit(
  objects: Objects,
  commit: { readonly message: string; readonly tree: string; readonly parents?: readonly string[] },
  sha?: string,
): string {
  const { message, tree, parents = [] } = commit;
  const content = {
    ...{ message, tree: { sha: tree }, parents: parents.map((one) => ({ sha: one })) },
    committer: { name: "GitHub", email: "noreply@github.com", date: new Date().toISOString() },
  };
  return textAt(addObject(objects, "commit", content, sha), "sha");
}

/** The tree of a tree's or commit's id with everything below it, paths joined. */
export function flatten(objects: Objects, sha: string, prefix = ""): readonly Fields[] {
  return listAt(objects.get(sha) ?? null, "tree").flatMap((entry) => {
    const path = `${prefix}${textAt(entry, "path")}`;
    const here = { ...(isFields(entry) ? entry : {}), path };
    if (textAt(entry, "type") !== "tree") return [here];
    return [here, ...flatten(objects, textAt(entry, "sha"), `${path}/`)];
  });
}

/** The text of a file at a commit, or undefined. */
export function fileAt(objects: Objects, commit: string, path: string): string | undefined {
  const tree = textAt(objects.get(commit) ?? null, "tree", "sha");
  const entry = flatten(objects, tree).find((one) => one["path"] === path);
  if (entry?.["type"] !== "blob") return undefined;
  const blob = objects.get(textAt(entry, "sha")) ?? null;
  return Buffer.from(textAt(blob, "content"), "base64").toString("utf8");
}
