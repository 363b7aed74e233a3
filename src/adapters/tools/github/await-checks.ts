/** Waiting for the checks of a commit: which have to end, and what a run says while they haven't. Spec: github §12, §13. */
import type { EffectLog } from "#core/ports/effects.ts";
import type { ToolQuestion } from "#core/ports/tool.ts";
import type { Effect } from "#core/run/effect.ts";
import { isFields } from "#core/graph/value.ts";
import { textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { GithubPlace } from "./around.ts";
import { readChecks } from "./current-checks.ts";

/** A commit, and which of its checks have to end. */
export interface AwaitedChecks {
  readonly sha: string;
  readonly wait: "required" | "all";
}

/** Checks that runs of ours write about themselves end only when the run does. */
const ours = "iter / ";

/** True once the checks have ended; checks that were not begun have not. */
export async function haveEnded(
  place: GithubPlace,
  { sha, wait }: AwaitedChecks,
): Promise<boolean> {
  const [all, required] = await Promise.all([
    readChecks(place, sha),
    place.api.requiredChecks(place.baseRef),
  ]);
  const others = all.filter(({ name }) => !name.startsWith(ours));
  const ended = (name: string): boolean =>
    others.some((check) => check.name === name) &&
    others.every((check) => check.name !== name || check.status === "completed");
  const needed = (required ?? []).filter((name) => !name.startsWith(ours));
  if (wait === "required" && needed.length > 0) return needed.every(ended);
  return others.length > 0 && others.every(({ status }) => status === "completed");
}

/** What the run waits for, in words and for whoever looks whether it has come. */
export function waitFor(
  { sha, wait }: AwaitedChecks,
  effects: EffectLog | undefined,
): ToolQuestion {
  const last = lastCommit(effects)?.receipt ?? null;
  const held = textAt(last, "sha") === sha && textAt(last, "ci_mode") === "held";
  const why = explainReason(held ? "ci_held" : "waiting_for_ci");
  return { text: `${why} (${sha.slice(0, 12)})`, waitsFor: { sha, wait, held } };
}

/** The last commit that the run has made. */
export function lastCommit(effects: EffectLog | undefined): Effect | undefined {
  const made = effects?.list() ?? [];
  return made.findLast(({ kind, receipt }) => kind === "commit" && isFields(receipt));
}
