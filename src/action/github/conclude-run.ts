/** The last words of a job on a run: reports, outputs, exit code. */
import type { RunResult, World } from "#core/engine/world.ts";
import { standingOf } from "#core/report/standing.ts";
import type { Standing } from "#core/report/standing.ts";
import type { Outputs } from "../outputs.ts";
import type { Door } from "./door.ts";
import { reasonOf } from "./reason.ts";
import type { RunReport } from "./report.ts";

/** What stands at the end of a job, and who tells of it. */
export interface Concluded {
  readonly world: World;
  readonly report: RunReport;
  readonly result: RunResult;
}

/** What steps are told of a run that stopped for one of these. */
const stops: Partial<Record<Standing, Outputs>> = {
  paused: { status: "paused_waiting_human", "reason-code": "paused" },
  handed_over: { "reason-code": "job_time" },
  over_budget: { "reason-code": "over_budget" },
};

/** Reports a run, sets the outputs; the result is the exit code. */
export async function concludeRun(
  { steps }: Door,
  { world, report, result }: Concluded,
): Promise<number> {
  await report.finish(result);
  const code = await steps.conclude(world, result);
  const reason = reasonOf(result.state);
  steps.tell(stops[standingOf(result.state)] ?? (reason === null ? {} : { "reason-code": reason }));
  return code;
}
