/** The Action's main step, and what of the last one needs all of it. */
import { getState, setFailed } from "@actions/core";
import { runJob } from "./run.ts";

try {
  if (getState("door") === "") process.exitCode = await runJob(process.env);
  else {
    const { closeStoppedJob } = await import("./stopped-job.ts");
    await closeStoppedJob(process.env);
  }
} catch (bug) {
  setFailed(
    `This is a bug of Iter: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}`,
  );
  process.exitCode = 70;
}
