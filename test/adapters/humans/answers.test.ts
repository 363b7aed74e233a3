import { expect, it } from "vitest";
import { readAnswerFlags, readAnswersFile } from "#adapters/humans/answers.ts";
import type { Interaction } from "#core/run/state.ts";

function gate(changes: Partial<Interaction> = {}): Interaction {
  return {
    id: "run_x_gate-0",
    gate: "g1",
    nodeId: "gate",
    branchId: "",
    activationId: "gate#0",
    source: "human",
    requestedAt: "2026-05-04T09:12:00.000Z",
    answeredAt: null,
    instructions: null,
    questions: {},
    fields: [
      { name: "approved", type: "bool" },
      { name: "details", type: "json" },
    ],
    minAnswers: 1,
    proposal: null,
    answers: null,
    submissions: [],
    ...changes,
  };
}

it("reads flags without a gate as one answer to the open one", () => {
  expect(readAnswerFlags(["approved=true", "reason=a=b, c.d"])).toEqual([
    { gate: null, answers: { approved: "true", reason: "a=b, c.d" }, text: true },
  ]);
});

it("takes all up to the last dot of the name as the gate", () => {
  expect(readAnswerFlags(["fan#0.a/gate.approved=true", "g2.approved=no", "g2.reason="])).toEqual([
    { gate: "fan#0.a/gate", answers: { approved: "true" }, text: true },
    { gate: "g2", answers: { approved: "no", reason: "" }, text: true },
  ]);
});

it.each(["approved", "=true", "g1.=true", ".approved=true", ""])("refuses the flag %j", (flag) => {
  expect(() => readAnswerFlags([flag])).toThrow(
    expect.objectContaining({ code: "INPUT_INVALID", hint: expect.stringContaining("gate.field") }),
  );
});

it("reads a file with the fields of the only open gate", () => {
  expect(readAnswersFile({ approved: true }, "a.json", [gate()])).toEqual([
    { gate: null, answers: { approved: true } },
  ]);
});

it("reads a file with fields even if all of them are objects", () => {
  expect(readAnswersFile({ details: { a: 1 } }, "a.json", [gate()])).toEqual([
    { gate: null, answers: { details: { a: 1 } } },
  ]);
});

it("reads a file with an answer for each gate", () => {
  const content = { g1: { approved: true }, "fan#0.a/gate": { approved: false } };

  expect(readAnswersFile(content, "a.json", [gate(), gate({ gate: "g2" })])).toEqual([
    { gate: "g1", answers: { approved: true } },
    { gate: "fan#0.a/gate", answers: { approved: false } },
  ]);
});

it.each([[[]], ["text"], [null]])("refuses a file that holds %j", (content) => {
  expect(() => readAnswersFile(content, "a.json", [gate()])).toThrow("`a.json` holds no object");
});
