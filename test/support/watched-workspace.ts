/** A folder that is looked at, for tests of snapshots. */
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorkspacePort } from "#adapters/workspace/index.ts";
import type { FileChange, SnapshotId, Snapshots } from "#core/ports/workspace.ts";
import { createWorkspace } from "./workspace.ts";
import type { TestWorkspace } from "./workspace.ts";

/** What it is made of. */
export interface WatchedOptions {
  readonly files?: Readonly<Record<string, string>>;
  /** False for a folder that is no repository. */
  readonly commit?: boolean;
  /** Below the workspace. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly limitMs?: number;
  /** The folder that keeps runs, below the workspace. */
  readonly store?: string;
  /** A file below the workspace to which the process's own output goes. */
  readonly output?: string;
}

/** A folder and its snapshots. */
export interface Watched {
  readonly workspace: TestWorkspace;
  /** The user's home. */
  readonly home: string;
  readonly snapshots: Snapshots;
  /** The same folder as another process sees it. */
  readonly reopen: () => Snapshots;
  /** What `work` changed: `modified a.txt +1 -1`. */
  readonly changes: (work: () => void) => Promise<readonly string[]>;
  readonly between: (before: SnapshotId, after: SnapshotId) => Promise<readonly string[]>;
  readonly remove: () => void;
}

const never = new AbortController().signal;

/** Makes a folder with files in it, and looks at it. */
export function createWatched(options: WatchedOptions = {}): Watched {
  const { files = { "a.txt": "one\ntwo\n" }, commit = true } = options;
  const workspace = createWorkspace(files, { commit });
  const home = realpathSync(mkdtempSync(join(tmpdir(), "iter-home-")));
  const output =
    options.output === undefined
      ? undefined
      : openSync(join(workspace.folder, options.output), "a");
  const open = (): Snapshots =>
    createWorkspacePort({
      folder: join(workspace.folder, options.folder ?? ""),
      env: options.env ?? { PATH: process.env["PATH"], HOME: home },
      store: join(workspace.folder, options.store ?? ".iterion"),
      ...(output === undefined ? {} : { outputs: [output] }),
      ...(options.limitMs === undefined ? {} : { limitMs: options.limitMs }),
    }).open("run_x");
  const snapshots = open();
  const watched: Watched = {
    workspace,
    home,
    snapshots,
    reopen: open,
    async changes(work) {
      const before = await snapshots.take(never);
      work();
      return watched.between(before, await snapshots.take(never));
    },
    async between(before, after) {
      return (await snapshots.compare(before, after, never)).map(describeChange);
    },
    remove() {
      if (output !== undefined) closeSync(output);
      workspace.remove();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return watched;
}

function describeChange({ path, change, from, added, removed }: FileChange): string {
  const counts = added === null && removed === null ? "" : ` +${added} -${removed}`;
  return `${change} ${from === undefined ? "" : `${from} → `}${path}${counts}`;
}
