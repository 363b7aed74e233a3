/** What the commits of runs say of themselves in their last lines. Spec: github §11.5, §13. */
import type { Value } from "#core/graph/value.ts";
import { numberAt, textAt } from "../payload.ts";

/** A commit of a branch as loops look at it. */
export interface LoopCommit {
  readonly sha: string;
  /** Written by one of our identities, or by a run. */
  readonly ours: boolean;
  readonly run: string | null;
  /** How many attempts of a loop there were up to this one; null for a commit of no loop. */
  readonly attempt: number | null;
  /** The fingerprint of the failure that it is to mend. */
  readonly failure: string | null;
}

/** A fingerprint as a trailer has it. */
export function shortFingerprint(fingerprint: string): string {
  return fingerprint.slice(0, 16);
}

/** Reads a commit as the API lists it. */
export function readLoopCommit(commit: Value, identities: readonly number[]): LoopCommit {
  const said = trailersOf(textAt(commit, "commit", "message"));
  const author = numberAt(commit, "author", "id");
  const run = said.get("Iter-Run") ?? null;
  const failure = said.get("Iter-Failure") ?? null;
  const attempt = Number(said.get("Iter-Attempt") ?? Number.NaN);
  return {
    sha: textAt(commit, "sha"),
    ours: run !== null || (author !== null && identities.includes(author)),
    run,
    attempt: failure === null || !Number.isInteger(attempt) ? null : attempt,
    failure,
  };
}

/** The lines `Iter-Name: value` of the last paragraph. */
function trailersOf(message: string): ReadonlyMap<string, string> {
  const last =
    message
      .trimEnd()
      .split(/\n\s*\n/)
      .at(-1) ?? "";
  const found = [...last.matchAll(/^(Iter-[A-Za-z]+): (\S+)$/gm)];
  return new Map(found.map(([, name = "", value = ""]) => [name, value]));
}
