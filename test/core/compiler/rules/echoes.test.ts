import { expect, it } from "vitest";
import { codesOf } from "#support/compile.ts";

/** What is left of a file's diagnostics without their places. */
function codes(text: string): string[] {
  return codesOf(text).map((found) => found.slice(0, found.indexOf("@")));
}

const judge = `
schema verdict:
  ok: bool

judge review:
  model: "openai/gpt-5"
  output: verdict

tool build:
  command: "make"
`;

it("takes an edge to an unknown node for an edge of its source", () => {
  const text = `${judge}
workflow w:
  entry: review
  review -> build when ok
  review -> biuld when not ok
  build -> done
`;

  expect(codes(text)).toEqual(["C001"]);
});

it("counts an edge to an unknown node among those to take turns between", () => {
  const text = `${judge}
router turn:
  mode: round_robin

workflow w:
  entry: review
  review -> turn
  turn -> build
  turn -> biuld
  build -> done
`;

  expect(codes(text)).toEqual(["C001"]);
});

it("says nothing of the edges of a router whose mode is unreadable", () => {
  const text = `${judge}
router way:
  mode: condition )

workflow w:
  entry: review
  review -> way
  way -> build
  way -> done
  build -> done
`;

  expect(codes(text)).toEqual(["E001"]);
});

it("says nothing of what lies behind a lost edge", () => {
  const text = `${judge}
workflow w:
  entry: review
  review -> -> build
  review -> done when ok
  build -> done with { past: "{{outputs.review.history}}" }
`;

  expect(codes(text)).toEqual(["E002"]);
});

it("says nothing of an entry that stands in a damaged line", () => {
  const text = `${judge}
workflow w:
  entry: "review"
  review -> build
  build -> done
`;

  expect(codes(text)).toEqual(["E002"]);
});

it("takes an unreadable declaration for a node that may be anything", () => {
  const text = `${judge}
agnt helper:
  model: "openai/gpt-5"

join meet:
  require: [helper]

workflow w:
  entry: review
  review -> helper with { log: "{{outputs.helper.any}}" }
  helper -> meet
  helper -> build
  build -> meet
  meet -> done
`;

  expect(codes(text)).toEqual(["E001"]);
});

it("doesn't ask for the opposite of a field that isn't there", () => {
  const text = `${judge}
workflow w:
  entry: review
  review -> build when okay
  build -> done
`;

  expect(codes(text)).toEqual(["C014"]);
});

it("calls no prompt and no schema unused that a mistyped name may mean", () => {
  const text = `
prompt rules:
  Be kind.

schema verdict:
  ok: bool

judge review:
  model: "openai/gpt-5"
  user: rulez
  output: verdct

workflow w:
  entry: review
  review -> done
`;

  expect(codes(text)).toEqual(["C003", "C002"]);
});

it("calls a schema unused where only a prompt is mistyped", () => {
  const text = `${judge}
prompt rules:
  Be kind.

schema spare:
  ok: bool

agent fix:
  model: "openai/gpt-5"
  user: rulez

workflow w:
  entry: review
  review -> fix when ok
  review -> build when not ok
  fix -> done
  build -> done
`;

  expect(codes(text)).toEqual(["C116", "C003"]);
});
