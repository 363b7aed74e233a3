/** The scenarios of runs: apart from the other packs, so that they can be played by themselves. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeResult, playCase } from "#testing/packs/play-cases.ts";
import { findCases } from "#testing/packs/find-cases.ts";

const cases = findCases(join(import.meta.dirname, "cases", "runs"));

/** One of them is killed after each of its events, a hundred times over. */
const timeout = 120_000;

it.for(cases)("$name", { timeout }, async (one, { skip }) => {
  const result = await playCase(one);

  if (result.disputed !== null) skip(describeResult(result));
  expect(result.mismatches).toEqual([]);
});
