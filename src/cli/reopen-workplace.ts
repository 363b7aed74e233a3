/** Where the nodes of a run go on: its folder, or its worktree, which may have to be made again. */
import { existsSync } from "node:fs";
import type { WorktreeRecord } from "#adapters/workspace/worktree/place.ts";
import type { Fields } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import type { RunStore } from "#core/ports/store.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunState } from "#core/run/state.ts";
import type { Session } from "./session.ts";
import { findWorkdir, placeOf, plainPlace, treePlace, worktreeLines } from "./workplace.ts";
import type { TreeParts, Workplace, WorkplaceFlags } from "./workplace.ts";

/** The place of a run that goes on. */
export async function reopenWorkplace(
  session: Session,
  { workdir }: WorkplaceFlags,
  { state, store }: { readonly state: RunState; readonly store: RunStore },
): Promise<Workplace> {
  const { workplace: known, runId } = state;
  const before = typeof known["workdir"] === "string" ? known["workdir"] : undefined;
  const worktree = readWorktree(known["worktree"]);
  if (worktree === undefined) {
    const folder = findWorkdir(session, workdir ?? before);
    return plainPlace(folder, workdir === undefined ? undefined : { workdir });
  }
  if (workdir !== undefined) {
    throw new Refusal("INPUT_INVALID", "The run works in a worktree of its own.", {
      hint: "leave `--workdir` out",
    });
  }
  const folder = findWorkdir(session, before);
  const place = placeOf(session, { runId, store: store.location, folder });
  const { mode, ...record } = worktree;
  if (isOver(state)) {
    const parts = { place, mode, record, recorded: undefined, folder: place.folder };
    if (state.status === "finished") await finishLate(session, state, { parts, store });
    return plainPlace(place.folder, undefined);
  }
  const found = await reopenTree({ place, record, store });
  if (found === undefined) return plainPlace(place.folder, undefined);
  const how = found.restored ? "was gone and has been made again" : "is still there";
  session.output.note(`note: the worktree ${place.path} ${how}`);
  return treePlace(session, { place, mode, record, recorded: undefined, folder: found.workdir });
}

/**
 * A process was killed between the end of the run and that of its worktree: that is made up for. One
 * that has the run still is just about it.
 */
async function finishLate(
  session: Session,
  state: RunState,
  { parts, store }: { readonly parts: TreeParts; readonly store: RunStore },
): Promise<void> {
  const { path } = parts.place;
  if (!existsSync(path)) return;
  if ((await store.holder(state.runId)) !== undefined) return;
  const writer = await store.acquire(state.runId);
  try {
    const end = existsSync(path) ? await treePlace(session, parts).finish(state) : undefined;
    for (const line of end === undefined ? [] : worktreeLines(end, false)) {
      session.output.note(line, "warn");
    }
  } finally {
    await writer.release();
  }
}

/**
 * The worktree as it is; what has to be made again is made only while no other process has the run.
 * Undefined if the run has ended meanwhile.
 */
async function reopenTree({
  place,
  record,
  store,
}: Pick<TreeParts, "place" | "record"> & { readonly store: RunStore }) {
  const [{ reopenWorktree }, { isWhole }] = await Promise.all([
    import("#adapters/workspace/worktree/worktree.ts"),
    import("#adapters/workspace/worktree/restore.ts"),
  ]);
  if (isWhole(place)) return reopenWorktree(place, record);
  const writer = await store.acquire(place.runId);
  try {
    const state = fold((await store.read(place.runId)).events);
    return isOver(state) ? undefined : await reopenWorktree(place, record);
  } finally {
    await writer.release();
  }
}

function isOver({ status }: RunState): boolean {
  return status === "finished" || status === "failed";
}

function readWorktree(
  value: Fields[string] | undefined,
): (WorktreeRecord & { readonly mode: string }) | undefined {
  if (!isFields(value)) return undefined;
  const { branch, base, into, kept, mode } = value;
  if (typeof branch !== "string" || typeof base !== "string") return undefined;
  return {
    branch,
    base,
    into: typeof into === "string" ? into : null,
    ...(typeof kept === "string" ? { kept } : {}),
    mode: typeof mode === "string" ? mode : "auto",
  };
}
