/** Waiting for the checks of a commit: which have to end, and what a run says while they haven't. Spec: github §12, §13. */
import type { EffectLog } from "#core/ports/effects.ts";
import type { ToolQuestion } from "#core/ports/tool.ts";
import type { Effect } from "#core/run/effect.ts";
import { isFields } from "#core/graph/value.ts";
import { textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { GithubPlace } from "./around.ts";
import { readChecks } from "./current-checks.ts";
import type { CheckNow } from "./current-checks.ts";

/** A commit, and which of its checks have to end. */
export interface AwaitedChecks {
  readonly sha: string;
  readonly wait: "required" | "all";
}

/** Checks that runs of ours write about themselves end only when the run does. */
const ours = "iter / ";

/** True once the checks have ended; checks that were not begun have not. */
export function haveEnded(place: GithubPlace, awaited: AwaitedChecks): Promise<boolean> {
  return everyAwaited(place, awaited, ({ status }) => status === "completed");
}

/** True once the checks have ended well; where there are none, nothing has passed. */
export function havePassed(place: GithubPlace, awaited: AwaitedChecks): Promise<boolean> {
  return everyAwaited(
    place,
    awaited,
    ({ status, conclusion }) => status === "completed" && good.includes(conclusion ?? ""),
  );
}

const good = ["success", "neutral", "skipped"];

async function everyAwaited(
  place: GithubPlace,
  { sha, wait }: AwaitedChecks,
  holds: (check: CheckNow) => boolean,
): Promise<boolean> {
  const [all, required] = await Promise.all([
    readChecks(place, sha),
    place.api.requiredChecks(place.baseRef),
  ]);
  const others = all.filter(({ name }) => !name.startsWith(ours));
  const needed = (required ?? []).filter((name) => !name.startsWith(ours));
  if (wait === "all" || needed.length === 0) return others.length > 0 && others.every(holds);
  return needed.every((name) => {
    const named = others.filter((check) => check.name === name);
    return named.length > 0 && named.every(holds);
  });
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
