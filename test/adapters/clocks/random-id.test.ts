import { expect, it } from "vitest";
import { randomId } from "#adapters/clocks/random-id.ts";

it("makes an id of as many characters as are asked for, another one each time", () => {
  const ids = Array.from({ length: 200 }, () => randomId(24));

  expect(ids.filter((id) => !/^[a-z0-9]{24}$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(200);
  expect(new Set(ids.join("")).size).toBe(36);
});
