/** Ids of runs. */
import { Refusal } from "./failure.ts";
import { toTimestamp } from "./timestamp.ts";

const form = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** True for a text that may be the id of a run, and so the name of its folder. */
export function isRunId(text: string): boolean {
  return form.test(text) && !text.includes("..");
}

/**
 * The id of a run that is given none.
 *
 * @example
 * defaultRunId(0, "k7xkg7"); // "run_19700101T000000_k7xkg7"
 */
export function defaultRunId(ms: number, suffix: string): string {
  const time = toTimestamp(ms).slice(0, 19).replaceAll(/[-:]/g, "");
  return `run_${time}_${suffix}`;
}

/** Refuses what is no id of a run. */
export function checkRunId(runId: string): void {
  if (isRunId(runId)) return;
  throw new Refusal("INPUT_INVALID", `\`${runId}\` is no id of a run`, {
    hint: "use letters, digits, `.`, `_` and `-`, at most 128",
  });
}
