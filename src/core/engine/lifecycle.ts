/** The life of a run: started, resumed, cancelled. */
export { carryOut } from "./lifecycle/carry-out.ts";
export type { Proposed } from "./lifecycle/carry-out.ts";
export { cancelRun } from "./lifecycle/cancel-run.ts";
export { isEnded } from "./lifecycle/end-run.ts";
export { failRun } from "./lifecycle/fail-run.ts";
export type { FailOptions } from "./lifecycle/fail-run.ts";
export { replayRun } from "./lifecycle/replay-run.ts";
export { resumeRun } from "./lifecycle/resume-run.ts";
export { startRun } from "./lifecycle/start-run.ts";
