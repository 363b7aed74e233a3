/** The workspace port: what the files of a run's folder were, and what became of them. */

/** What happened to one file. */
export interface FileChange {
  /** From the top of the repository, or of the folder outside of one; with `/`. */
  readonly path: string;
  readonly change: "added" | "modified" | "deleted" | "renamed";
  /** What a renamed file was called. */
  readonly from?: string;
  /** Lines that came and went; null for a file that isn't text, or where nobody counted. */
  readonly added: number | null;
  readonly removed: number | null;
}

/** A state of the files, by a name that stays good over processes. */
export type SnapshotId = string;

/** A tree that can't be looked at: too big, not readable. What it says is for people. */
export class UnknownWorkspace extends Error {
  override readonly name = "UnknownWorkspace";
}

/**
 * The states of a run's files. Nothing here changes a file of the workspace, what is staged, or
 * where a branch stands. What can't be done is an `UnknownWorkspace`.
 */
export interface Snapshots {
  /** Takes the files as they are now, without those that git ignores. */
  take(signal: AbortSignal): Promise<SnapshotId>;
  /** What changed from one state to another, by path. */
  compare(
    before: SnapshotId,
    after: SnapshotId,
    signal: AbortSignal,
  ): Promise<readonly FileChange[]>;
  /** The same as a unified diff of at most so many bytes; empty where there is no git. */
  diff(
    before: SnapshotId,
    after: SnapshotId,
    options: { readonly signal: AbortSignal; readonly limit: number },
  ): Promise<string>;
  /** Keeps a state under a name until it is forgotten, over the end of the process. */
  keep(name: string, snapshot: SnapshotId): Promise<void>;
  kept(name: string): Promise<SnapshotId | undefined>;
  forget(name: string): Promise<void>;
  /**
   * Nobody looks any more: all of it is removed, unless calls were cut off and what is kept for
   * them has a place where it is no litter.
   */
  close(cutOff: boolean): Promise<void>;
}

/** Looks at the folder in which nodes work. */
export interface WorkspacePort {
  /** What is known of the folder for a run. */
  open(runId: string): Snapshots;
}
