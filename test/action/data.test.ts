import fc from "fast-check";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { readData } from "#src/action/data.ts";

const names = ["a", "b_2", "_c", "y", "null", "__proto__"];
const words = [
  "let",
  "x",
  "=",
  "1",
  "true",
  "no",
  "-",
  "a.b",
  "v1.2",
  "e/f",
  ": ",
  "#",
  "null",
  "'q'",
  "é",
];

it("reads plain lines as YAML does", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(
        fc.tuple(fc.constantFrom(...names), fc.array(fc.constantFrom(...words), { maxLength: 4 })),
        { selector: ([name]) => name, minLength: 1 },
      ),
      async (entries) => {
        const text = entries.map(([name, value]) => `${name}: ${value.join(" ")}`).join("\n");
        let wanted: unknown;
        try {
          wanted = { value: JSON.parse(JSON.stringify(parse(text))) as unknown };
        } catch {
          wanted = { fault: expect.any(String) as unknown };
        }

        expect(await readData(text)).toEqual(wanted);
      },
    ),
    { numRuns: 2_000 },
  );
});

it("finds a name that is given twice", async () => {
  expect(await readData("a: x\na: y")).toEqual({
    fault: expect.stringContaining("unique") as unknown,
  });
});
