import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { drawTestsSchema } from "#src/scripts/tests-schema.ts";
import { root } from "#support/command-line.ts";

const text = readFileSync(join(root, "schemas/tests.schema.json"), "utf8");
const validate = new Ajv2020({ strict: false }).compile(JSON.parse(text) as object);

it("is what the reader checks", () => {
  expect(text).toBe(drawTestsSchema());
});

it.each(["human_gate", "loop_with_judge", "pr_refine_single_model"])("takes %s", (name) => {
  const tests = readFileSync(join(root, "examples", `${name}.test.yaml`), "utf8");

  expect(validate(parse(tests))).toBe(true);
});

it("refuses what the reader refuses", () => {
  expect(validate({ tests: [] })).toBe(false);
  expect(validate({ tests: [{ name: "a", nods: {} }] })).toBe(false);
  expect(validate({ tests: [{ name: "a", expect: { status: "done" } }] })).toBe(false);
});
