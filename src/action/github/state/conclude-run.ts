/** The last words of a job on a run: checkpoint, reports, the next job, outputs, exit code. */
import { warning } from "@actions/core";
import { messageOf } from "#core/text/fault.ts";
import { statusOf } from "#adapters/github/answers.ts";
import { BadCheckpoint } from "#adapters/github/checkpoint/bad-checkpoint.ts";
import { isLimited } from "#adapters/github/pace.ts";
import { cancelRun, failRun } from "#core/engine/lifecycle.ts";
import type { FailOptions } from "#core/engine/lifecycle.ts";
import type { RunResult, World } from "#core/engine/world.ts";
import { standingOf } from "#core/report/standing.ts";
import type { Standing } from "#core/report/standing.ts";
import { nameOfGate } from "#core/run/state.ts";
import type { RunState } from "#core/run/state.ts";
import { openGates } from "#core/report/run-document.ts";
import { gateSettings } from "#src/github/config/config.ts";
import { gateKind } from "#src/github/gates.ts";
import type { Outputs, ResultFacts } from "#src/action/outputs.ts";
import type { Door } from "../door.ts";
import type { OpenedRun } from "./drive.ts";
import { gateEnvironment } from "../gates/environment-gates.ts";
import { earlier, gateExpiry } from "../gates/expiry.ts";
import { handOver } from "./hand-over.ts";
import { isFenced } from "./keeper.ts";
import { makeWay } from "../queue/lanes.ts";
import type { Keeper } from "./keeper.ts";
import { describeLack } from "../report/permissions.ts";
import { leaveReport } from "../report/report-artifact.ts";
import { reasonOf } from "../report/reason.ts";
import { keepState } from "#src/action/state.ts";

/** What stands at the end of a job, and who tells of it. */
export type Concluded = Pick<
  OpenedRun,
  "run" | "world" | "keeper" | "report" | "workplace" | "signals"
> & {
  readonly result: RunResult;
};

/** What steps are told of a run that stopped for one of these. */
const stops: Partial<Record<Standing, Outputs>> = {
  queued: { status: "paused_waiting_human", decision: "record", "reason-code": "run_in_progress" },
  paused: { status: "paused_waiting_human", "reason-code": "paused" },
  waiting_for_ci: { "reason-code": "waiting_for_ci" },
  ci_held: { "reason-code": "ci_held" },
  effects_pending: { "reason-code": "effects_pending" },
  handed_over: { "reason-code": "job_time" },
  over_budget: { "reason-code": "over_budget" },
};

const tooLarge = "let nodes leave less behind in the workspace, and in what they publish";

/**
 * Leaves the run where the next job finds it, and says so.
 *
 * @throws Refusal `FENCED` if another job has taken the run over.
 */
export async function concludeRun(
  door: Door,
  { run, world, keeper, report, workplace, signals, ...concluded }: Concluded,
): Promise<number> {
  const { steps } = door;
  const ended = await endIfCancelled(world, signals, concluded.result);
  const { kept, loss } = await keepLast(keeper);
  const result = await failIfLost(world, ended, loss);
  await steps.writeReports(world, result);
  const { expires } = keeper.standing();
  const reportUrl = await leaveReport(door, { run: run.run, workplace, expires });
  report.summarise(result, reportUrl);
  const told = await report.finish(result, reportUrl);
  steps.tell(pointerOutputs(keeper));
  const environment = gateEnvironment(door, run.trigger, result.state);
  if (environment !== "") steps.tell({ "gate-environment": environment });
  await handOver(door, { run, keeper, result });
  await makeWay(door, run.run, result.state);
  const code = steps.conclude(result);
  steps.tell({}, gateFacts(door, run.trigger, { state: result.state, keeper }));
  // The job's last step tries again.
  if (!kept || !told) keepState("told", "false");
  const reason = reasonOf(result.state);
  steps.tell(stops[standingOf(result.state)] ?? (reason === null ? {} : { "reason-code": reason }));
  return code;
}

/** The gate that is open, if it is one alone. */
function gateFacts(
  { config }: Door,
  trigger: string,
  { state, keeper }: { readonly state: RunState; readonly keeper: Keeper },
): ResultFacts {
  const [gate, ...others] = openGates(state);
  if (gate === undefined || others.length > 0) return {};
  const { gate: id, nodeId: node, fields, requestedAt } = gate;
  const until = earlier(
    gateExpiry(requestedAt, gateSettings(config, trigger, nameOfGate(gate))),
    keeper.standing().expires,
  );
  return { gate: { id, node, kind: gateKind(fields), expires_at: until } };
}

function pointerOutputs(keeper: Keeper): Outputs {
  const { pointer } = keeper.standing();
  if (pointer === null || !("artifact" in pointer)) return {};
  return { "artifact-id": String(pointer.artifact), "artifact-digest": pointer.digest };
}

/** What becomes of a run that could not be kept. */
interface Keeping {
  /** False if it might be kept later. */
  readonly kept: boolean;
  /** Why it never will be. */
  readonly loss: Omit<FailOptions, "runId"> | null;
}

/** A checkpoint that can't be written is told of. */
async function keepLast(keeper: Keeper): Promise<Keeping> {
  try {
    await keeper.keep();
    return { kept: true, loss: null };
  } catch (fault) {
    if (isFenced(fault)) throw fault;
    const message = `The run could not be kept: ${messageOf(fault)}`;
    warning(message);
    if (fault instanceof BadCheckpoint)
      return { kept: true, loss: { code: fault.code, message, hint: tooLarge } };
    const status = statusOf(fault) ?? 500;
    if (status >= 500 || isLimited(fault)) return { kept: false, loss: null };
    const denied = { code: "permission_missing", message, hint: describeLack("checkpoint") };
    return { kept: true, loss: denied };
  }
}

/** The job may have been cancelled with the run, and before it heard of that. */
async function endIfCancelled(
  world: World,
  signals: OpenedRun["signals"],
  result: RunResult,
): Promise<RunResult> {
  const { runId, state } = result;
  if (state.status !== "failed_resumable" || state.failure?.code !== "INTERRUPTED") return result;
  const asked = await signals.cancelled();
  if (asked === null) return result;
  const { by, reason } = asked;
  return { ...result, stopped: null, state: await cancelRun(world, { runId, by, reason }) };
}

/** Nobody could answer or retry a run that is kept nowhere. */
async function failIfLost(
  world: World,
  result: RunResult,
  loss: Keeping["loss"],
): Promise<RunResult> {
  const { runId, state } = result;
  const waits = state.status === "paused_waiting_human" || state.status === "failed_resumable";
  return loss === null || !waits
    ? result
    : { ...result, stopped: null, state: await failRun(world, { runId, ...loss }) };
}
