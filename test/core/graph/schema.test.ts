import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldType, Schema } from "#core/graph/graph.ts";
import { checkOutput, fitInput, readText } from "#core/graph/schema.ts";
import type { Value } from "#core/graph/value.ts";
import { nestedText } from "#support/nested.ts";

const types: readonly FieldType[] = ["string", "bool", "int", "float", "json", "string[]"];

function one(type: FieldType, allowed?: string[]): Schema {
  return {
    name: "s",
    fields: [allowed === undefined ? { name: "x", type } : { name: "x", type, enum: allowed }],
  };
}

function outputErrors(type: FieldType, x: Value | undefined, allowed?: string[]): string[] {
  return checkOutput(one(type, allowed), x === undefined ? {} : { x }).map(
    ({ message }) => message,
  );
}

function input(type: FieldType, x: Value, allowed?: string[]): unknown {
  const fitted = fitInput(one(type, allowed), { x });
  return "value" in fitted ? fitted.value["x"] : fitted.errors.map(({ message }) => message);
}

describe("outputs", () => {
  it.each<[FieldType, Value]>([
    ["string", ""],
    ["bool", false],
    ["int", 3],
    ["int", 3.0],
    ["int", 1e300],
    ["float", 3],
    ["float", 0.5],
    ["json", null],
    ["json", [{}]],
    ["string[]", []],
    ["string[]", ["a"]],
  ])("of type %s fit as %j", (type, value) => {
    expect(outputErrors(type, value)).toEqual([]);
  });

  it.each<[FieldType, Value | undefined, string]>([
    ["string", 3, "must be a string, but is 3"],
    ["string", null, "must be a string, but is null"],
    ["bool", "true", 'must be true or false, but is "true"'],
    ["int", "three", 'must be a whole number, but is "three"'],
    ["int", 1.5, "must be a whole number, but is 1.5"],
    ["float", "1", 'must be a number, but is "1"'],
    ["string[]", "a", 'must be a list of strings, but is "a"'],
    ["string[]", ["a", 1], "must be a list of strings, but is a list"],
    ["json", undefined, "is missing; it must be JSON"],
    ["int", undefined, "is missing; it must be a whole number"],
  ])("of type %s don't fit as %j", (type, value, message) => {
    expect(outputErrors(type, value)).toEqual([message]);
  });

  it("hold an enum for the string or each item", () => {
    const words = ["low", "high"];

    expect(outputErrors("string", "low", words)).toEqual([]);
    expect(outputErrors("string", "Low", words)).toEqual([
      'must be one of `low`, `high`, but is "Low"',
    ]);
    expect(outputErrors("string[]", ["low", "mid"], words)).toEqual([
      'must be a list of `low`, `high`, but has "mid"',
    ]);
  });

  it("may have other keys, and name every field that doesn't fit", () => {
    const schema: Schema = {
      name: "s",
      fields: [
        { name: "a", type: "int" },
        { name: "b", type: "bool" },
        { name: "_c", type: "int" },
      ],
    };

    expect(checkOutput(schema, { a: "1", more: 1 }).map(({ field }) => field)).toEqual(["a", "b"]);
    expect(checkOutput(schema, { a: 1, b: true, more: 1 })).toEqual([]);
    expect(checkOutput(schema, [])).toEqual([
      { field: null, message: "must be an object, but is a list" },
    ]);
    expect(checkOutput(one("json"), Object.create({ x: 1 }) as Value)).toHaveLength(1);
  });

  it("are quoted short in messages", () => {
    expect(outputErrors("int", "é".repeat(500))[0]).toBe(
      `must be a whole number, but is "${"é".repeat(40)}…"`,
    );
  });
});

describe("inputs", () => {
  it.each<[FieldType, Value, Value]>([
    ["string", 3, "3"],
    ["string", true, "true"],
    ["string", [1, null], "[1,null]"],
    ["string", { a: 1 }, '{"a":1}'],
    ["bool", "true", true],
    ["bool", "false", false],
    ["int", "-12", -12],
    ["float", "1.5e3", 1500],
    ["float", "7", 7],
    ["json", "3", "3"],
    ["string[]", '["a","b"]', ["a", "b"]],
    ["string[]", [1, "b", true], ["1", "b", "true"]],
    ["int", null, null],
    ["string[]", null, null],
  ])("of type %s turn %j into %j", (type, value, expected) => {
    expect(input(type, value)).toEqual(expected);
  });

  it.each<[FieldType, Value, string]>([
    ["bool", "True", 'must be true or false, but is "True"'],
    ["bool", 1, "must be true or false, but is 1"],
    ["int", "three", 'must be a whole number, but is "three"'],
    ["int", "3.0", 'must be a whole number, but is "3.0"'],
    ["int", "9007199254740993", 'must be a whole number, but is "9007199254740993"'],
    ["int", 1.5, "must be a whole number, but is 1.5"],
    ["float", "", 'must be a number, but is ""'],
    ["string[]", "a, b", 'must be a list of strings, but is "a, b"'],
    ["string[]", [null], "must be a list of strings, but is a list"],
  ])("of type %s can't be made of %j", (type, value, message) => {
    expect(input(type, value)).toEqual([message]);
  });

  it("hold an enum after conversion", () => {
    expect(input("string", 1, ["1", "2"])).toBe("1");
    expect(input("string", 3, ["1", "2"])).toEqual(['must be one of `1`, `2`, but is "3"']);
    expect(input("string", null, ["1"])).toBeNull();
  });

  it("get null for what is missing, and keep other keys in place", () => {
    const fitted = fitInput(one("int"), { more: "kept" });

    expect("value" in fitted && Object.entries(fitted.value)).toEqual([
      ["more", "kept"],
      ["x", null],
    ]);
  });

  it("must be objects", () => {
    expect(fitInput(one("int"), "text")).toEqual({
      errors: [{ field: null, message: 'must be an object, but is "text"' }],
    });
  });

  it("fit again once they fit", () => {
    const anything = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Value);
    fc.assert(
      fc.property(fc.constantFrom(...types), anything, (type, x) => {
        const first = fitInput(one(type), { x });
        if ("value" in first) expect(fitInput(one(type), first.value)).toEqual(first);
      }),
    );
  });
});

describe("text", () => {
  it.each<[FieldType, string, Value]>([
    ["string", " as it is ", " as it is "],
    ["bool", "YES", true],
    ["bool", "no", false],
    ["bool", " True ", true],
    ["int", "-3", -3],
    ["int", "007", 7],
    ["float", "2.50", 2.5],
    ["float", "-0", 0],
    ["json", ' {"a": [1]} ', { a: [1] }],
    ["string[]", "a, b ,c", ["a", "b", "c"]],
    ["string[]", "", []],
    ["string[]", '["a, b"]', ["a, b"]],
  ])("is read as %s: %j", (type, text, value) => {
    expect(readText({ type }, text)).toEqual({ value });
  });

  it.each<[FieldType, string, string]>([
    ["bool", "maybe", 'must be true or false, but is "maybe"'],
    ["int", "3.0", 'must be a whole number, but is "3.0"'],
    ["int", "9007199254740992", 'must be a whole number, but is "9007199254740992"'],
    ["float", "1e999", 'must be a number, but is "1e999"'],
    ["float", "0x10", 'must be a number, but is "0x10"'],
    ["json", "{a: 1}", 'must be JSON, but is "{a: 1}"'],
    ["string[]", "[1]", "must be a list of strings, but is a list"],
  ])("is not read as %s: %j", (type, text, message) => {
    expect(readText({ type }, text)).toEqual({ message });
  });

  it("is not read as JSON that nests too deep, and says that", () => {
    expect(readText({ type: "json" }, nestedText(500))).toHaveProperty("value");
    expect(readText({ type: "json" }, nestedText(20_000))).toEqual({
      message: "nests deeper than 500 levels",
    });
  });

  it("matches the words of an enum but for case, if only one does", () => {
    const wanted = { type: "string", enum: ["Low", "low", "HIGH"] } as const;

    expect(readText(wanted, "low")).toEqual({ value: "low" });
    expect(readText(wanted, "high")).toEqual({ value: "HIGH" });
    expect(readText(wanted, "LOW")).toEqual({
      message: 'must be one of `Low`, `low`, `HIGH`, but is "LOW"',
    });
    expect(readText({ type: "string[]", enum: ["A", "B"] }, "b, a")).toEqual({ value: ["B", "A"] });
  });
});
