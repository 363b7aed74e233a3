/** A workspace in memory, for tests of what looks at it. */
import { UnknownWorkspace } from "#core/ports/workspace.ts";
import type { FileChange, Snapshots, WorkspacePort } from "#core/ports/workspace.ts";

/** Files and who looks at them. */
export interface RememberedFiles {
  readonly port: WorkspacePort;
  readonly files: Map<string, string>;
  /** How often somebody looked. */
  looks: number;
  /** Names that are kept. */
  readonly kept: Map<string, string>;
  removed: boolean;
  /** Set: nobody can look. */
  unknown: string | undefined;
}

/** Makes a workspace of one file. */
export function rememberFiles(): RememberedFiles {
  const files = new Map([["a.txt", "a"]]);
  const kept = new Map<string, string>();
  const snapshots: Snapshots = {
    async take(signal) {
      signal.throwIfAborted();
      workspace.looks += 1;
      if (workspace.unknown !== undefined) throw new UnknownWorkspace(workspace.unknown);
      return Promise.resolve(JSON.stringify(Object.fromEntries(files)));
    },
    compare: (before, after) => Promise.resolve(compare(read(before), read(after))),
    diff: (_before, after) => Promise.resolve(`diff of ${after}`),
    keep: (name, id) => Promise.resolve(void kept.set(name, id)),
    kept: (name) => Promise.resolve(kept.get(name)),
    forget: (name) => Promise.resolve(void kept.delete(name)),
    close(cutOff) {
      workspace.removed = !cutOff;
      return Promise.resolve();
    },
  };
  const workspace: RememberedFiles = {
    port: { open: () => snapshots },
    files,
    looks: 0,
    kept,
    removed: false,
    unknown: undefined,
  };
  return workspace;
}

function read(id: string): Readonly<Record<string, string>> {
  return JSON.parse(id) as Readonly<Record<string, string>>;
}

function compare(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly FileChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names.flatMap((path): FileChange[] => {
    if (before[path] === after[path]) return [];
    const change =
      before[path] === undefined ? "added" : after[path] === undefined ? "deleted" : "modified";
    return [{ path, change, added: 1, removed: 0 }];
  });
}
