import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeResult, playCase } from "#testing/packs/play-cases.ts";
import { findCases } from "#testing/packs/find-cases.ts";

const packs = ["diagnostics", "format", "expressions.json", "github"];

describe.each(packs)("%s", (pack) => {
  const cases = findCases(join(import.meta.dirname, "cases", pack));

  it.for(cases)("$name", async (one, { skip }) => {
    const result = await playCase(one);

    if (result.disputed !== null) skip(describeResult(result));
    expect(result.mismatches).toEqual([]);
  });
});
