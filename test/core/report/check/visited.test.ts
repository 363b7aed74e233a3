import { expect, it } from "vitest";
import { firstStray, inAnyBranch } from "#core/report/check/visited.ts";

const forked = ["fan", { parallel: [["a", "b"], ["c"]] }, "join"];

it.each([
  [["fan", "a", "b", "c", "join"]],
  [["fan", "a", "c", "b", "join"]],
  [["fan", "c", "a", "b", "join"]],
])("allows %j", (visits) => {
  expect(firstStray(forked, visits)).toBeNull();
});

it("finds a visit that is out of order inside a list", () => {
  expect(firstStray(forked, ["fan", "b", "a", "c", "join"])).toBe(1);
});

it("lets nothing behind a group begin before all its lists are over", () => {
  expect(firstStray(forked, ["fan", "a", "b", "join", "c"])).toBe(3);
});

it("tells missing visits by the number of those there are", () => {
  expect(firstStray(forked, ["fan", "a", "b", "c"])).toBe(4);
});

it("finds a visit too many", () => {
  expect(firstStray(["a"], ["a", "a"])).toBe(1);
});

it("lets groups be nested", () => {
  const nested = [{ parallel: [["x", { parallel: [["y"], ["z"]] }, "m"], ["w"]] }, "end"];

  expect(firstStray(nested, ["x", "z", "w", "y", "m", "end"])).toBeNull();
  expect(firstStray(nested, ["x", "z", "m", "w", "y", "end"])).toBe(2);
});

it("means a node in any branch by its name alone, if asked to", () => {
  const actual = ["fan", "fan#0.c/c", "fan#0.a/a", "fan#0.a/x#0.b/b", "join"];

  expect(firstStray(forked, actual, inAnyBranch)).toBeNull();
  expect(firstStray(forked, actual)).toBe(1);
  expect(firstStray(["fan", "fan#0.c/c", "fan#1.a/a"], actual, inAnyBranch)).toBe(2);
  expect(firstStray(["fan", "c", "aa"], actual, inAnyBranch)).toBe(2);
});

it("follows every list that may begin with the same visit", () => {
  const twins = [
    {
      parallel: [
        ["a", "b"],
        ["a", "c"],
      ],
    },
  ];

  expect(firstStray(twins, ["a", "c", "a", "b"])).toBeNull();
  expect(firstStray(twins, ["a", "c", "b", "a"])).toBe(2);
});
