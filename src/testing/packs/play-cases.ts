/** Plays cases one after the other and counts. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import type { Mismatch, PackCase } from "./case.ts";

/** What came of a case; `disputed` says why its expectation isn't held against us. */
export interface CaseResult {
  readonly case: PackCase;
  readonly mismatches: readonly Mismatch[];
  readonly disputed: string | null;
}

/** How many cases there were of each sort. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Cases that fail and whose expectation is disputed. */
  readonly skipped: number;
}

const disputes = z.record(z.string(), z.string());

/** Plays every case; a case that throws has failed. */
export async function playCases(
  cases: readonly PackCase[],
  onResult: (result: CaseResult) => void,
): Promise<Counts> {
  let [passed, failed, skipped] = [0, 0, 0];
  for (const one of cases) {
    const result = await playCase(one);
    if (result.mismatches.length === 0) passed += 1;
    else if (result.disputed === null) failed += 1;
    else skipped += 1;
    onResult(result);
  }
  return { passed, failed, skipped };
}

/** Plays one case. */
export async function playCase(one: PackCase): Promise<CaseResult> {
  return { case: one, mismatches: await mismatchesOf(one), disputed: disputeOf(one) };
}

async function mismatchesOf(one: PackCase): Promise<readonly Mismatch[]> {
  try {
    return await one.play();
  } catch (error) {
    return [thrown(error)];
  }
}

/** One line for a case that didn't come out as expected; with `all` one for each mismatch. */
export function describeResult(result: CaseResult, all = false): string {
  const [first, ...others] = result.mismatches;
  const mark = result.disputed === null ? "FAIL" : "DISPUTED";
  if (first === undefined) return `${mark} ${result.case.name}: passes now`;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  const why = result.disputed === null ? "" : ` [${result.disputed}]`;
  const head = `${mark} ${result.case.name}: ${describe(first)}`;
  if (!all) return `${head}${more}${why}`;
  return [`${head}${why}`, ...others.map((other) => `     ${describe(other)}`)].join("\n");
}

function describe({ what, expected, actual }: Mismatch): string {
  return `${what}: expected ${expected}, actual ${actual}`;
}

/**
 * Why the case is disputed, or null.
 *
 * `disputed.json` lies in the folder of the case or above it: reasons by path from there, or by
 * path, colon and name for cases that share a file.
 */
function disputeOf(one: PackCase): string | null {
  for (const up of [".", "..", "../.."]) {
    const folder = join(dirname(one.path), up);
    const file = join(folder, "disputed.json");
    if (!existsSync(file)) continue;
    const reasons = disputes.parse(JSON.parse(readFileSync(file, "utf8")));
    const path = relative(folder, one.path);
    return reasons[path] ?? reasons[`${dirname(path)}/${one.name}`] ?? reasons[one.name] ?? null;
  }
  return null;
}

function thrown(error: unknown): Mismatch {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    what: "it throws",
    expected: "a result",
    actual: text.split("\n").slice(0, 4).join(" "),
  };
}
