/** The job's summary: Markdown that the runner shows below the job. */
import { appendFileSync } from "node:fs";

/** Adds to the summary of the step, if the runner takes one. */
export function addToSummary(
  environment: Readonly<Record<string, string | undefined>>,
  markdown: string,
): void {
  const path = environment["GITHUB_STEP_SUMMARY"];
  if (path !== undefined && path !== "") appendFileSync(path, markdown);
}
