import fc from "fast-check";
import { expect, it } from "vitest";
import { readSteps, writeSteps } from "#core/run/snapshot/steps.ts";

it("gives back any list", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -2, max: 6 })), (list) => {
      expect(readSteps(writeSteps(list))).toEqual(list);
    }),
  );
});

it("says a list that grows evenly in three numbers", () => {
  expect(writeSteps([4, 6, 8, 10])).toEqual([4, 4, 2]);
  expect(writeSteps([])).toEqual([]);
});
