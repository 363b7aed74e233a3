import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeResult, playCase } from "#testing/packs/play-cases.ts";
import { findCases } from "#testing/packs/find-cases.ts";

/** Cases of what isn't built yet, with the reason why they are passed over. */
const later: ReadonlyMap<string, string> = new Map([
  ["runs/replay", "a recorded run can't be replayed yet"],
]);

const packs = ["diagnostics", "format", "expressions.json", "runs"];

describe.each(packs)("%s", (pack) => {
  const cases = findCases(join(import.meta.dirname, "cases", pack));

  it.for(cases)("$name", async (one, { skip }) => {
    const reason = later.get(`${pack}/${one.name}`) ?? later.get(one.name);
    if (reason !== undefined) skip(reason);
    const result = await playCase(one);

    if (result.disputed !== null) skip(describeResult(result));
    expect(result.mismatches).toEqual([]);
  });
});
