/**
 * Drives a run in this job, from its first step or from where another job left it, and leaves it
 * where the next one finds it.
 */
import { resolve } from "node:path";
import { info, warning } from "@actions/core";
import { BadCheckpoint } from "#adapters/github/checkpoint/bad-checkpoint.ts";
import type { Tool } from "#adapters/tools/index.ts";
import type { Claim } from "#adapters/github/claims.ts";
import type { Work } from "#adapters/github/work.ts";
import type { RunControl, RunResult, World } from "#core/engine/world.ts";
import type { Budget, Graph } from "#core/graph/graph.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Tier } from "#src/github/tiers.ts";
import type { Given } from "#src/action/steps.ts";
import { openMeter } from "../budget/ledger.ts";
import { isPlanning } from "./claim-run.ts";
import { concludeRun } from "./conclude-run.ts";
import type { Door } from "../door.ts";
import { isFenced, openKeeper, trackRun } from "./keeper.ts";
import type { Keeper, KeptRun, Standing } from "./keeper.ts";
import { openReport } from "../report/report.ts";
import type { RunReport } from "../report/report.ts";
import { lendTools } from "../effects/lend.ts";
import { openRunWorld } from "../trust/run-world.ts";
import { sourceOf } from "./run-source.ts";
import { jobAt, openWorkplace } from "./workplace.ts";
import type { Workplace } from "./workplace.ts";
import { watchSignals } from "./signals.ts";
import type { SignalWatch } from "./signals.ts";
import { keepState } from "#src/action/state.ts";

/** A run that this job has the right to drive. */
export interface ClaimedRun {
  readonly run: KeptRun;
  readonly claim: Claim | null;
  /** The checkpoint from which it goes on. */
  readonly begun: Standing;
  readonly given: Given;
  /** The workflow's path. */
  readonly workflow: string;
  readonly graph: Graph;
  readonly limits: Budget;
  readonly simulated: boolean;
  /** What nodes did in earlier jobs' checkouts. */
  readonly work: Work | null;
  /** What happened in earlier jobs. */
  readonly before: readonly RunEvent[];
  readonly tier: Tier;
  /** What the log calls `github`. */
  readonly github: Fields;
  /** Others are ahead of it: nothing of it begins. */
  readonly waits?: boolean;
  /** What its checkpoint says of what it has spent and no ledger had. */
  readonly owed?: Value;
}

/** A run in the hands of this job. */
export interface OpenedRun {
  readonly run: KeptRun;
  readonly world: World;
  readonly keeper: Keeper;
  readonly report: RunReport;
  readonly signals: SignalWatch;
  /** The tools of GitHub that its nodes have. */
  readonly lent: readonly Tool[];
  readonly workplace: Workplace;
  readonly waits: boolean;
}

/** Opens the world of a run, and everybody who watches it. */
export async function openHere(door: Door, claimed: ClaimedRun): Promise<OpenedRun> {
  const { client, steps } = door;
  const { run, claim, begun, given, graph, limits, tier, github, waits = false } = claimed;
  const wanted = { run: run.run, left: claimed.work, source: sourceOf(door, claimed) };
  const job = waits || isPlanning(door) ? door.job : await jobAt(door.job, wanted);
  const here = { ...door, job };
  const script = claimed.simulated ? (steps.script(given) ?? "made up") : null;
  const workflow = resolve(given.sources, claimed.workflow);
  const workplace = openWorkplace(job, wanted);
  const { spent } = fold(claimed.before);
  const { owed = null } = claimed;
  const meter = await openMeter(door, { ...run, seq: begun.seq, spent, owed });
  const keeper = openKeeper(door, { run, claim, begun, workplace, meter });
  const request = { ...job, ...given, workflow, graph, limits, script };
  const lending = { ...run, tier, github, keeper };
  const lent = lendTools(here, lending);
  const opened = await openRunWorld(here, { ...request, lent }, lending);
  const report = await openReport(door, { ...run, graph, before: claimed.before, keeper, waits });
  const signals = watchSignals(client, { run: run.run, seq: begun.seq });
  const watching = [report.reporter, keeper.reporter, signals.reporter];
  const world = { ...opened, reporters: [...(opened.reporters ?? []), ...watching] };
  keepState("run", JSON.stringify({ runId: run.run, store: job.store }));
  const { folder } = workplace;
  trackRun({ run, standing: begun, base: claimed.work?.base ?? null, folder });
  return { run, world, keeper, report, signals, lent, workplace, waits };
}

/**
 * Drives the run to its next stop; the result is the exit code of the job. `go` is told if the work of
 * earlier jobs doesn't fit, and people don't want it to go on without: then no node of it may work.
 */
export async function driveHere(
  door: Door,
  opened: OpenedRun,
  go: (control: RunControl, lost: BadCheckpoint | null) => Promise<RunResult>,
  { without = false }: { readonly without?: boolean } = {},
): Promise<number> {
  const { steps } = door;
  const { run, world, keeper, signals, waits } = opened;
  try {
    const lost = isPlanning(door) || waits ? null : await makeReady(opened, without);
    const result = await steps.drive(world, (control) => {
      signals.obey(control);
      if (waits) control.stop({ kind: "soft", reason: "queued" });
      else if (isPlanning(door)) control.stop({ kind: "leave", reason: "planned" });
      keeper.onFenced(() => control.stop({ kind: "interrupt", reason: "fenced" }));
      return go(control, lost);
    });
    if (result.stopped?.kind === "leave") door.planned.add(run.run);
    return await concludeRun(door, { ...opened, result });
  } catch (fault) {
    if (!isFenced(fault)) throw fault;
    steps.tell({ "reason-code": "fenced", "run-id": run.run, status: "running" });
    keepState("told", "true");
    info(explainReason("fenced"));
    return 0;
  }
}

/** Brings the checkout to where the run is; what is wrong if the work of earlier jobs doesn't fit it. */
async function makeReady(
  { run, keeper, workplace }: OpenedRun,
  without: boolean,
): Promise<BadCheckpoint | null> {
  try {
    const [base, { folder }] = [await workplace.ready({ without }), workplace];
    trackRun({ run, standing: keeper.standing(), base, folder });
    return null;
  } catch (fault) {
    if (!(fault instanceof BadCheckpoint)) throw fault;
    warning(`The run can't go on with its work: ${fault.message}.`);
    return fault;
  }
}
