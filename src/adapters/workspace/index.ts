/** Takes snapshots of the folder in which nodes work. */
import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import { accessSync, constants, existsSync, lstatSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { messageOf } from "#core/text/fault.ts";
import { UnknownWorkspace } from "#core/ports/workspace.ts";
import type { Snapshots, WorkspacePort } from "#core/ports/workspace.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { createFolderSnapshots, listFolder } from "./folder.ts";
import { createGitSnapshots } from "./git-snapshots.ts";
import { findOwnOutput } from "./own-output.ts";
import { findTree } from "./repository.ts";
import type { Tree } from "./repository.ts";

/** What is looked at. */
export interface WorkspaceOptions {
  /** The folder in which nodes work. */
  readonly folder: string;
  readonly env: Environment;
  /** The folder that keeps runs, which is not looked at. */
  readonly store: string;
  /** Takes secrets out of a diff before it is cut. */
  readonly redact?: (text: string) => string;
  /** What this process writes to, whose changes are nobody's: its standard output and error. */
  readonly outputs?: readonly number[];
  /** The longest that one look may take. */
  readonly limitMs?: number;
}

/**
 * Makes the port by which a run sees what its nodes change.
 *
 * @example
 * const snapshots = createWorkspacePort({ folder, env, store }).open("run_1");
 */
export function createWorkspacePort(options: WorkspaceOptions): WorkspacePort {
  const limitMs = options.limitMs ?? 60_000;
  return {
    open(runId) {
      let chosen: Snapshots | undefined;
      let queue: Promise<unknown> = Promise.resolve();
      let broken: UnknownWorkspace | undefined;

      /** One look after the other, each in time; after one that took too long there is no other. */
      function look<Seen>(
        signal: AbortSignal,
        work: (snapshots: Snapshots, limited: AbortSignal) => Promise<Seen>,
      ): Promise<Seen> {
        const limited = queue.then(async () => {
          if (broken !== undefined) throw broken;
          const late = AbortSignal.timeout(limitMs);
          const either = AbortSignal.any([signal, late]);
          try {
            chosen ??= await choose(options, runId, either);
            return await work(chosen, either);
          } catch (error) {
            signal.throwIfAborted();
            if (late.aborted) broken = tooSlow(options.folder, limitMs);
            throw broken ?? toUnknown(error);
          }
        });
        queue = limited.catch(() => undefined);
        return limited;
      }

      const calmly = new AbortController().signal;
      return {
        take: (signal) => look(signal, (snapshots, within) => snapshots.take(within)),
        compare: (before, after, signal) =>
          look(signal, (snapshots, within) => snapshots.compare(before, after, within)),
        diff: (before, after, { signal, limit }) =>
          look(signal, (snapshots, within) =>
            snapshots.diff(before, after, { signal: within, limit }),
          ),
        keep: (name, id) => look(calmly, (snapshots) => snapshots.keep(name, id)),
        kept: (name) => look(calmly, (snapshots) => snapshots.kept(name)),
        forget: (name) => look(calmly, (snapshots) => snapshots.forget(name)),
        close: (cutOff) => look(calmly, (snapshots) => snapshots.close(cutOff)),
      };
    },
  };
}

/** By git where there is git, else by looking at every file. */
async function choose(
  { folder, env, store, redact, outputs }: WorkspaceOptions,
  runId: string,
  signal: AbortSignal,
): Promise<Snapshots> {
  const real = realpathSync(folder);
  const closed = [follow(resolve(real, store))];
  const own = findOwnOutput(outputs ?? [1, 2]);
  const tree = await findTree(env, real, signal);
  if (tree === undefined) return createFolderSnapshots({ root: real, closed }, own);
  if (tree.gitDir === undefined) await listFolder({ root: tree.root, closed }, signal);
  const home = findHome(tree, createHash("sha256").update(JSON.stringify([real, closed, runId])));
  return createGitSnapshots({ env, tree, home, closed, own, redact });
}

/**
 * Where states are kept: never in the store of runs, which is handed on and has no secrets in it,
 * while files of a workspace may. So it is the repository's own folder, or a private temporary one.
 */
function findHome({ gitDir }: Tree, key: Hash): string {
  const name = key.digest("hex").slice(0, 32);
  if (gitDir !== undefined && isWritable(gitDir)) return join(gitDir, "iter-snapshots", name);
  const uid = process.getuid?.() ?? 0;
  const home = join(tmpdir(), `iter-snapshots-${uid}-${name}`);
  const found = lstatSync(home, { throwIfNoEntry: false });
  const ours = found === undefined || (found.isDirectory() && found.uid === uid);
  if (!ours) throw new UnknownWorkspace(`${home} belongs to somebody else`);
  return home;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path without symbolic links, as far as it is there. */
function follow(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(follow(parent), basename(path));
}

function toUnknown(error: unknown): UnknownWorkspace {
  if (error instanceof UnknownWorkspace) return error;
  return new UnknownWorkspace(messageOf(error));
}

function tooSlow(folder: string, limitMs: number): UnknownWorkspace {
  return new UnknownWorkspace(`a look at ${folder} took longer than ${limitMs / 1_000} s`);
}
