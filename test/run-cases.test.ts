/** The scenarios of runs and of flows: apart from the other packs, so that the engine can be tried by them alone. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeResult, playCase } from "#testing/packs/play-cases.ts";
import { findCases } from "#testing/packs/find-cases.ts";

/** One of them is killed after each of its events, a hundred times over. */
const timeout = 120_000;

describe.each(["runs", "flow"])("%s", (pack) => {
  const cases = findCases(join(import.meta.dirname, "cases", pack));

  it.for(cases)("$name", { timeout }, async (one, { skip }) => {
    const result = await playCase(one);

    if (result.disputed !== null) skip(describeResult(result));
    expect(result.mismatches).toEqual([]);
  });
});
