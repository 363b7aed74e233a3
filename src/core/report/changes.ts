/** What the nodes of a run changed in the workspace, made from the log alone. */
import type { Fields } from "../graph/value.ts";
import { isFields, isList } from "../graph/value.ts";
import type { RunEvent } from "../run/events.ts";
import { formatCount, formatNumberOf } from "./format.ts";

/** One file, over all that an activation did to it. */
export interface ChangedFile {
  readonly path: string;
  readonly change: "added" | "modified" | "deleted" | "renamed";
  readonly from: string | null;
  /** Null for a file that isn't text, or where nobody counted. */
  readonly added: number | null;
  readonly removed: number | null;
}

/** What one activation changed. */
export interface ActivationChanges {
  readonly activation: string;
  readonly node: string;
  readonly branch: string;
  /** By path; of many files only the first of each call are named. */
  readonly files: readonly ChangedFile[];
  /** Files that were changed but are not named. */
  readonly unnamed: number;
}

/** The changes of each activation that changed anything, in the order of their first change. */
export function viewChanges(events: readonly RunEvent[]): ActivationChanges[] {
  const drafts = new Map<string, Draft>();
  for (const { type, data, ...place } of events) {
    if (type !== "workspace_changed") continue;
    const activation = place.activation_id ?? "";
    const draft = drafts.get(activation) ?? {
      activation,
      node: place.node_id ?? "",
      branch: place.branch_id ?? "",
      files: new Map<string, ChangedFile>(),
      unnamed: 0,
    };
    drafts.set(activation, draft);
    const named = readFiles(data ?? {});
    for (const file of named) addFile(draft.files, file);
    const total = data?.["files_changed"];
    draft.unnamed += Math.max(0, (typeof total === "number" ? total : 0) - named.length);
  }
  return Array.from(drafts.values(), ({ files, ...draft }) => ({
    ...draft,
    files: [...files.values()].toSorted(byPath),
  })).filter(({ files, unnamed }) => files.length + unnamed > 0);
}

/** Why the workspace could not be looked at, if that was so. */
export function viewUnknown(events: readonly RunEvent[]): string | null {
  const reason = events.find(({ type }) => type === "workspace_unknown")?.data?.["reason"];
  return typeof reason === "string" ? reason : null;
}

/** In a few words: `2 files (+3 −1): a.txt, b.txt`. */
export function describeChanges(
  changes: readonly Pick<ActivationChanges, "files" | "unnamed">[],
): string {
  const files = new Map<string, ChangedFile>();
  for (const change of changes) for (const file of change.files) addFile(files, file);
  const unnamed = changes.reduce((total, change) => total + change.unnamed, 0);
  const named = [...files.values()].toSorted(byPath);
  const names = named.slice(0, 5).map(({ path }) => path);
  const more = named.length + unnamed > names.length ? ", …" : "";
  const sum = (key: "added" | "removed"): string =>
    formatCount(named.reduce((total, file) => total + (file[key] ?? 0), 0));
  const count = formatNumberOf(named.length + unnamed, "file");
  return `${count} (+${sum("added")} −${sum("removed")}): ${names.join(", ")}${more}`;
}

/** The lines of one file: `+3 −1`; empty where nobody counted. */
export function describeLines({ added, removed }: ChangedFile): string {
  return added === null && removed === null ? "" : `+${added ?? 0} −${removed ?? 0}`;
}

/** A file as tables name it: with its old name, if it had another. */
export function describeFile({ path, from }: ChangedFile): string {
  return from === null ? path : `${from} → ${path}`;
}

/** The `changed_files` of documents. */
export function toChangesDocument(changes: readonly ActivationChanges[]): Fields[] {
  return changes.map(({ activation, node, branch, files, unnamed }) => ({
    activation_id: activation,
    node_id: node,
    branch_id: branch,
    files: files.map((file) => ({ ...file })),
    files_changed: files.length + unnamed,
  }));
}

interface Draft extends Omit<ActivationChanges, "files" | "unnamed"> {
  readonly files: Map<string, ChangedFile>;
  unnamed: number;
}

function byPath(one: ChangedFile, other: ChangedFile): number {
  return one.path < other.path ? -1 : 1;
}

/** Adds a later change of a file to what is known of it. */
function addFile(files: Map<string, ChangedFile>, file: ChangedFile): void {
  const { change, from } = file;
  const before = files.get(change === "renamed" && from !== null ? from : file.path);
  if (before === undefined) {
    files.set(file.path, file);
    return;
  }
  files.delete(before.path);
  const isNew = before.change === "added";
  if (isNew && change === "deleted") return;
  const sum = (one: number | null, other: number | null): number | null =>
    one === null && other === null ? null : (one ?? 0) + (other ?? 0);
  const lines = isNew
    ? { added: sum(before.added, (file.added ?? 0) - (file.removed ?? 0)), removed: before.removed }
    : { added: sum(before.added, file.added), removed: sum(before.removed, file.removed) };
  files.set(file.path, { ...file, ...lines, ...originOf(before, file) });
}

/** What a file is after two changes, and what it was called before them. */
function originOf(before: ChangedFile, file: ChangedFile): Pick<ChangedFile, "change" | "from"> {
  if (before.change === "added") return { change: "added", from: null };
  if (file.change === "deleted") return { change: "deleted", from: null };
  const from = before.from ?? (file.change === "renamed" ? before.path : null);
  return from === null ? { change: "modified", from } : { change: "renamed", from };
}

function readFiles(data: Fields): ChangedFile[] {
  const listed = data["files"];
  if (!isList(listed)) return [];
  return listed.filter(isFields).flatMap((file) => {
    const { path, change, from, added, removed } = file;
    if (typeof path !== "string") return [];
    return {
      path,
      change: changes.find((known) => known === change) ?? "modified",
      from: typeof from === "string" ? from : null,
      added: typeof added === "number" ? added : null,
      removed: typeof removed === "number" ? removed : null,
    };
  });
}

const changes: readonly ChangedFile["change"][] = ["added", "modified", "deleted", "renamed"];
