import { expect, it } from "vitest";
import { loadAtOnce } from "#src/scripts/later.ts";

it("loads a later part at once, where another import gives a promise", () => {
  expect(loadAtOnce('a=import("./later-part_runs-X.mjs");b=import("./run-X.mjs");')).toBe(
    'a=require("./later-part_runs-X.mjs");b=import("./run-X.mjs");',
  );
});
