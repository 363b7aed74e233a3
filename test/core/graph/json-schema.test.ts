import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { FieldType, Schema } from "#core/graph/graph.ts";
import { toJsonSchema } from "#core/graph/json-schema.ts";
import { checkOutput } from "#core/graph/schema.ts";
import type { Value } from "#core/graph/value.ts";

const schema: Schema = {
  name: "review",
  fields: [
    { name: "approved", type: "bool" },
    { name: "score", type: "int" },
    { name: "risk", type: "string", enum: ["low", "high"] },
    { name: "tags", type: "string[]" },
    { name: "extra", type: "json" },
    { name: "_answers", type: "json" },
  ],
};

it("requires every field and allows no other", () => {
  expect(toJsonSchema(schema)).toEqual({
    type: "object",
    properties: {
      approved: { type: "boolean" },
      score: { type: "integer" },
      risk: { type: "string", enum: ["low", "high"] },
      tags: { type: "array", items: { type: "string" } },
      extra: { description: "Any JSON value." },
    },
    required: ["approved", "score", "risk", "tags", "extra"],
    additionalProperties: false,
  });
});

it("says the same as the check of outputs", () => {
  const types: FieldType[] = ["string", "bool", "int", "float", "json", "string[]"];
  const ajv = new Ajv({ strict: true });
  const value = fc.oneof(
    fc.constantFrom<Value>("a", "b", 1, 1.5, true, null, [], ["a"], ["c"], [1], {}),
    fc.jsonValue().map((json) => JSON.parse(JSON.stringify(json)) as Value),
  );
  const field = fc
    .record({ type: fc.constantFrom(...types), limited: fc.boolean() })
    .map(({ type, limited }) =>
      limited && type.startsWith("string")
        ? { name: "x", type, enum: ["a", "b"] }
        : { name: "x", type },
    );
  fc.assert(
    fc.property(field, fc.option(value, { nil: undefined }), (x, given) => {
      const one: Schema = { name: "s", fields: [x] };
      const output: Value = given === undefined ? {} : { x: given };
      expect(ajv.validate(toJsonSchema(one), output)).toBe(checkOutput(one, output).length === 0);
    }),
    { numRuns: 500 },
  );
});
