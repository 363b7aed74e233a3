import { expect, it } from "vitest";
import { codesOf } from "#support/compile.ts";

const using = (model: string): string =>
  `agent a:\n  model: "${model}"\n\nworkflow w:\n  entry: a\n  a -> done\n`;

it.each([
  ["anthropic/claude-opus-5 | openai/gpt-5|github/openai/gpt-4.1", []],
  ["claude-opus-5 | openai-compatible/qwen3", []],
  ["anthropic/claude-opus-5 | sonnet", ["C121@2:10"]],
  ["opus | sonnet", ["C121@2:10", "C121@2:10"]],
  ["anthropic/claude-opus-5 |", ["C121@2:10"]],
])("looks at each model of %j", (model, codes) => {
  expect(codesOf(using(model))).toEqual(codes);
});
