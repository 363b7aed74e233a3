import { expect, it } from "vitest";
import { readAnswer } from "#core/graph/answer.ts";
import type { AnswerField } from "#core/graph/answer.ts";
import { nestedText } from "#support/nested.ts";

const fields: readonly AnswerField[] = [
  { name: "approved", type: "bool" },
  { name: "score", type: "int" },
  { name: "risk", type: "string", enum: ["low", "high"] },
  { name: "reason", type: "string", optional: true },
];

it("reads text by the type of its field and leaves what is optional empty", () => {
  expect(readAnswer(fields, { approved: "yes", score: "3", risk: "LOW" }, "text")).toEqual({
    value: { approved: true, score: 3, risk: "low", reason: "" },
  });
});

it("lists every mistake", () => {
  const given = { approved: "maybe", score: "high", extra: "1", risc: "low" };

  expect(readAnswer(fields, given, "text")).toEqual({
    errors: [
      { field: "extra", message: "is not asked for" },
      { field: "risc", message: "is not asked for; did you mean `risk`?" },
      { field: "approved", message: 'must be true or false, but is "maybe"' },
      { field: "score", message: 'must be a whole number, but is "high"' },
      { field: "risk", message: "is missing" },
    ],
  });
});

it("converts no data", () => {
  const answer = (approved: string | boolean, risk: string) =>
    readAnswer(fields, { approved, score: 3, risk, reason: "x" }, "data");

  expect(answer("true", "low")).toEqual({
    errors: [{ field: "approved", message: 'must be true or false, but is "true"' }],
  });
  expect(answer(true, "LOW")).toHaveProperty("errors");
  expect(answer(true, "low")).toHaveProperty("value.risk", "low");
});

it("takes any value for one, but for what nests too deep", () => {
  const one: readonly AnswerField[] = [{ name: "answer", type: "value" }];

  expect(readAnswer(one, { answer: "[1" }, "text")).toEqual({ value: { answer: "[1" } });
  expect(readAnswer(one, { answer: nestedText(20_000) }, "text")).toEqual({
    errors: [{ field: "answer", message: "nests deeper than 500 levels" }],
  });
});

it("takes no inherited key for an answer", () => {
  const given = Object.create({ approved: true }) as Record<string, boolean>;

  expect(readAnswer([{ name: "approved", type: "bool" }], given, "data")).toHaveProperty("errors");
});
