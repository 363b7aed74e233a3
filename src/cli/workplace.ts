/** Where the nodes of a run work: a folder, or a git worktree of the run's own. */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { Option } from "commander";
import type { Command } from "commander";
import { messageOf } from "#core/text/fault.ts";
import type { WorktreePlace, WorktreeRecord } from "#adapters/workspace/worktree/place.ts";
import type { Fields } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunState } from "#core/run/state.ts";
import type { Session } from "./session.ts";

/** What the flags say. */
export interface WorkplaceFlags {
  readonly workdir?: string;
  readonly worktree?: "auto" | "merge" | "none";
}

/** Where the nodes of one run work. */
export interface Workplace {
  /** The folder in which commands, tools and delegates run. */
  readonly folder: string;
  /** What the run remembers; undefined if that is nothing new. */
  readonly recorded: Fields | undefined;
  /** Called when the run stands still and is this process's yet: keeps what was done, and says where it is. */
  readonly finish?: (state: RunState) => Promise<WorktreeEnd>;
  /** Called if the run never began: leaves nothing behind. */
  abandon(): Promise<void>;
}

/** What became of a run's worktree. */
export interface WorktreeEnd {
  readonly branch: string;
  readonly base: string;
  /** Null if it is gone. */
  readonly path: string | null;
  /** Null if nothing is committed. */
  readonly commit: string | null;
  readonly merged: boolean;
  readonly into: string | null;
  /** The ref of what no branch has, if something is kept. */
  readonly kept: string | null;
  /** Why something was not done that was wished. */
  readonly reason: string | null;
}

/** Adds `--workdir`. */
export function addWorkdirFlag(command: Command): Command {
  return command.option("--workdir <dir>", "where commands, tools and delegates work");
}

/** Adds `--worktree`. */
export function addWorktreeFlag(command: Command): Command {
  return command.addOption(
    new Option(
      "--worktree <mode>",
      "work in a git worktree of the run's own: `auto` leaves the changes on a branch, `merge` merges it",
    ).choices(["auto", "merge", "none"]),
  );
}

/** The place of a new run. */
export async function openWorkplace(
  session: Session,
  flags: WorkplaceFlags,
  { runId, store }: { readonly runId: string; readonly store: string },
): Promise<Workplace> {
  const folder = findWorkdir(session, flags.workdir);
  const { workdir, worktree: mode = "none" } = flags;
  const named = workdir === undefined ? {} : { workdir };
  if (mode === "none") return plainPlace(folder, workdir === undefined ? undefined : named);
  const { createWorktree } = await import("#adapters/workspace/worktree/worktree.ts");
  const place = placeOf(session, { runId, store, folder });
  const made = await createWorktree(place);
  const recorded = { ...named, worktree: { mode, ...made.record } };
  noteLeft(session, made.left);
  session.output.note(`note: works in the worktree ${place.path}, on branch ${made.record.branch}`);
  return treePlace(session, { place, mode, record: made.record, folder: made.workdir, recorded });
}

/** The folder of a flag; a Refusal if it is none. */
export function findWorkdir({ host }: Session, named: string | undefined): string {
  const folder = resolve(host.cwd(), named ?? ".");
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return folder;
  const what = found === undefined ? "there is no such folder" : "that is a file";
  throw new Refusal("INPUT_INVALID", `\`--workdir ${named ?? "."}\`: ${what}.`, {
    hint: "name a folder that exists, such as the top of a checked-out repository",
  });
}

/** What `run` and `resume` say of a worktree at the end. */
export function worktreeLines(end: WorktreeEnd, again: boolean): string[] {
  const { branch, path, commit, merged, into, kept, reason } = end;
  const because = reason === null ? "" : ` (${reason})`;
  if (path !== null) {
    const remove = [
      `git worktree remove --force ${path}`,
      `git branch -D ${branch}`,
      ...(kept === null ? [] : [`git update-ref -d ${kept}`]),
    ].join(" && ");
    const next = again ? "kept for a resume" : `kept; when you have what you need: ${remove}`;
    return [`Worktree: ${path}, on branch ${branch}, ${next}${because}`];
  }
  if (commit === null) return ["Worktree: nothing was changed, so it and its branch are gone"];
  if (merged) return [`Worktree: its changes are merged into ${into ?? "HEAD"}`];
  return [`Worktree: its changes are on branch ${branch}${because}`, `  git merge ${branch}`];
}

/** A place that is there without anybody's doing. */
export function plainPlace(folder: string, recorded: Fields | undefined): Workplace {
  return {
    folder,
    recorded,
    abandon: () => Promise.resolve(),
  };
}

/** What the place in a worktree is made of. */
export interface TreeParts extends Pick<Workplace, "folder" | "recorded"> {
  readonly place: WorktreePlace;
  readonly mode: string;
  readonly record: WorktreeRecord;
}

/** The place in a worktree. */
export function treePlace(
  { output }: Session,
  { place, mode, record, folder, recorded }: TreeParts,
): Required<Workplace> {
  const { branch, base, into } = record;
  const about = { branch, base, into };
  const left = { ...about, path: place.path, commit: null, merged: false };
  return {
    folder,
    recorded,
    async finish(state) {
      try {
        if (state.status === "finished") {
          const { settleWorktree } = await import("#adapters/workspace/worktree/settle.ts");
          const message = `${state.start?.workflow ?? "Iter"}: changes of the run ${state.runId}`;
          const merge = mode === "merge";
          const settled = await settleWorktree(place, record, { message, merge });
          return { ...about, path: null, kept: null, ...settled };
        }
        const { keepWorktree } = await import("#adapters/workspace/worktree/worktree.ts");
        return { ...left, kept: await keepWorktree(place, record), reason: null };
      } catch (error) {
        // The run is over, and its worktree is still there: nothing is lost.
        const reason = messageOf(error);
        output.note(`note: ${reason}`, "warn");
        // What an earlier stand kept may be there as well.
        return { ...left, kept: record.kept ?? null, reason };
      }
    },
    async abandon() {
      const { dropWorktree } = await import("#adapters/workspace/worktree/worktree.ts");
      await dropWorktree(place, record);
    },
  };
}

/** The folder of the worktree of a run, if it has one. */
export function worktreePath(cwd: string, store: string, runId: string): string {
  return join(resolve(cwd, store), "worktrees", runId);
}

/** Where the worktree of a run is, and what it is made of. */
export function placeOf(
  { env, host }: Session,
  { runId, store, folder }: Record<"runId" | "store" | "folder", string>,
): WorktreePlace {
  return { env, folder, runId, path: worktreePath(host.cwd(), store, runId) };
}

function noteLeft({ output }: Session, left: number): void {
  if (left === 0) return;
  const files = left === 1 ? "1 file has changes" : `${left} files have changes`;
  output.note(`note: ${files} that are not committed; the worktree doesn't have them`, "warn");
}
