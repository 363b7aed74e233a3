import { expect, it } from "vitest";
import { shorten } from "#core/engine/perform/informing.ts";
import { isTooDeep } from "#core/graph/depth.ts";
import type { Value } from "#core/graph/value.ts";
import { createRedactor } from "#core/run/redact.ts";
import { nested } from "#support/nested.ts";

const most = 65_536;
const sign = "…[truncated]";
const full = "x".repeat(most);

it("leaves what is short as it is", () => {
  const data = { text: full, list: [full, { text: full }], none: null, n: 7, yes: true };

  expect(shorten(data)).toBe(data);
});

it("cuts a text that is longer by one", () => {
  expect(shorten({ text: `${full}y`, other: "z" })).toEqual({
    text: full + sign,
    other: "z",
  });
});

it("cuts texts wherever they lie, and leaves what lies beside them", () => {
  const beside = { text: full };
  const data = { list: [beside, { deep: [`${full}y`] }, null], beside };

  const short = shorten(data);

  expect(short).toEqual({ list: [beside, { deep: [full + sign] }, null], beside });
  expect(short["beside"]).toBe(beside);
  expect(data.list[1]).toEqual({ deep: [`${full}y`] });
});

it.each([
  [
    "before a sign that needs two places, if one doesn't fit",
    `${"x".repeat(most - 1)}😀y`,
    most - 1,
  ],
  ["after a sign that needs two places, if both fit", `${"x".repeat(most - 2)}😀y`, most],
  ["after the first of two such signs", `${"x".repeat(most - 3)}😀😀y`, most - 1],
])("cuts %s", (_, text, kept) => {
  expect(shorten({ text })).toEqual({ text: text.slice(0, kept) + sign });
});

it("takes out a secret that the cut would go through", () => {
  const secret = "hunter2-hunter2";
  const text = `${"x".repeat(most - 5)}${secret}${"y".repeat(100)}`;
  const redact = (value: Value): Value =>
    JSON.parse(JSON.stringify(value).replaceAll(secret, "***")) as Value;

  const { text: short } = shorten({ text }, redact);

  expect(short).toBe(`${"x".repeat(most - 5)}***yy${sign}`);
});

it("puts a text in place of what nests too deep, and hides secrets in the rest", () => {
  const { value: redact } = createRedactor({ values: ["hunter2-hunter2"] });
  const data = { text: `hunter2-hunter2${full}`, input: nested(20_000) };

  const short = shorten(data, redact);

  expect(isTooDeep(short)).toBe(false);
  expect(JSON.stringify(short)).toContain("[nested too deep]");
  expect(short["text"]).toMatch(/^\*{3}x/);
});

it("looks for secrets only where something is cut", () => {
  const data = { text: full };

  expect(shorten(data, () => ({ text: "changed" }))).toBe(data);
});

it("stays with what it has if nothing is left of the payload", () => {
  expect(shorten({ text: `${full}y` }, () => "***")).toEqual({ text: full + sign });
});
