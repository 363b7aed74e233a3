/** The Action's main step. */
import { setFailed } from "@actions/core";
import { runJob } from "./run.ts";

try {
  process.exitCode = await runJob(process.env);
} catch (bug) {
  setFailed(
    `This is a bug of Iter: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}`,
  );
  process.exitCode = 70;
}
