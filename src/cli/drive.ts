/** Drives a run for a command: signals on, reporters shown, the outcome said. */
import { cancelRun } from "#core/engine/lifecycle.ts";
import type { RunResult, World } from "#core/engine/world.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import type { ExitCode } from "./exit-codes.ts";
import { sayOutcome } from "./outcome.ts";
import { checkRecord, writeRecord } from "./record.ts";
import type { Session } from "./session.ts";
import { catchSignals } from "./signals.ts";
import type { Signals } from "./signals.ts";
import { openWorld } from "./world.ts";
import type { Workplace, WorktreeEnd } from "./workplace.ts";
import type { WorldRequest } from "./world.ts";

/** Opens a world, lets `work` drive a run in it, and says how that ended. */
export async function drive(
  session: Session,
  request: Omit<WorldRequest, "signals" | "workdir"> & {
    readonly record?: string | undefined;
    readonly workplace: Workplace;
  },
  work: (world: World, signals: Signals) => Promise<RunResult>,
): Promise<ExitCode> {
  checkRecord(session, request.record);
  const signals = catchSignals(session);
  try {
    const { workplace } = request;
    const workdir = workplace.folder;
    const { world, close, closeTools } = await openWorld(session, { ...request, workdir, signals });
    let result: RunResult;
    let worktree: WorktreeEnd | undefined;
    const beforeRelease = async (state: RunState): Promise<void> => {
      await closeTools(); // what they write as they end is the run's, too
      worktree = await workplace.finish?.(state);
    };
    try {
      result = await work(workplace.finish ? { ...world, beforeRelease } : world, signals);
      if (wasLeft(result, signals)) result = await cancelLeft(world, result);
    } finally {
      await close();
    }
    const { events } = await world.store.read(result.runId);
    const interrupted = signals.asked()?.kind === "interrupt";
    const flow = await viewFlow(result, events);
    const ended = { result, events, folder: request.folder, interrupted, flow };
    const code = sayOutcome(session, { ...ended, ...(worktree ? { worktree } : {}) });
    if (request.record !== undefined) await writeRecord(session, request.record, events);
    return code;
  } finally {
    signals.release();
  }
}

/** Loaded for flows alone. */
async function viewFlow({ state }: RunResult, events: readonly RunEvent[]) {
  if (state.start?.language !== "flow") return undefined;
  const { viewFlowRun } = await import("#core/report/flow/result.ts");
  return viewFlowRun(state, events);
}

/** Ctrl-C at a question: the run had paused already when it was asked to be cancelled. */
function wasLeft({ state }: RunResult, signals: Signals): boolean {
  return state.status === "paused_waiting_human" && signals.asked()?.kind === "cancel";
}

async function cancelLeft(world: World, result: RunResult): Promise<RunResult> {
  const state = await cancelRun(world, { runId: result.runId, reason: "SIGINT" });
  return { ...result, state };
}
