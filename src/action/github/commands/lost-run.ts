/** What is said of a run that waits for somebody, and whose checkpoint can't be used. Spec: github §8.2. */
import { explainReason } from "#src/github/reasons.ts";
import type { ThreadRun } from "../state/thread-runs.ts";
import { optionsOf } from "./command-options.ts";
import { refused } from "./ask.ts";
import type { Ask, Done } from "./ask.ts";

/** The answer to whoever wants something of it. */
export function refuseLost({ door }: Pick<Ask, "door">, { id, trigger, fault }: Lost): Done {
  const { prefix } = optionsOf(door);
  const said = `The checkpoint of \`${id}\` can't be used: ${fault.message}. ${explainReason(fault.code)}`;
  const help =
    fault.code === "state_key_needed"
      ? "Give the job the `state-key` with which the run was kept."
      : `It can't go on; \`${prefix} run ${trigger}\` starts another one.`;
  return refused(fault.code, `${said} ${help}`);
}

/** A run whose gates nobody can tell any more. */
export type Lost = ThreadRun & { readonly fault: NonNullable<ThreadRun["fault"]> };

/** The run, if it is such a one. */
export function asLost(run: ThreadRun): Lost | null {
  const { fault } = run;
  return fault === null ? null : { ...run, fault };
}

/** The first such run that an answer may be for; null if there is none. */
export function findLost({ runs, command }: Pick<Ask, "runs" | "command">): Lost | null {
  const named = runs.filter(({ id }) => command?.run === undefined || id === command.run);
  return named.map(asLost).find((run) => run !== null) ?? null;
}
