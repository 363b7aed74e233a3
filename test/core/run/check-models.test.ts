import { expect, it } from "vitest";
import { checkModels } from "#core/run/check-models.ts";
import type { Checks } from "#core/run/check-models.ts";
import { graphOf } from "#support/compile.ts";

const there = { check: () => undefined };
const missing = { check: (name: string) => ({ message: `\`${name}\` is missing`, hint: "no" }) };
const world: Checks = { models: there, delegates: there, tools: there };

function check(properties: string, checks: Partial<Checks>): () => string[] {
  const graph = graphOf(`agent a:\n  ${properties}\n\nworkflow w:\n  entry: a\n  a -> done\n`);
  return () => checkModels(graph, { ...world, ...checks });
}

it("refuses a model, a delegate or a tool that can't be called", () => {
  const model = 'model: "openai/x"';

  expect(check(model, { models: missing })).toThrow("`a` can't run: `openai/x` is missing.");
  expect(check('delegate: "codex"', { delegates: missing })).toThrow("`codex` is missing");
  expect(check(`${model}\n  tools: [read_file]`, { tools: missing })).toThrow("`read_file`");
});

it("leaves patterns of tools, and tools of delegates, to the run", () => {
  const refused = { tools: missing };

  expect(check('model: "openai/x"\n  tools: [git.*, "*"]', refused)).not.toThrow();
  expect(check('delegate: "codex"\n  tools: [Read]', refused)).not.toThrow();
  expect(check('model: "openai/x"\n  tools: [read_file]', { tools: {} })).not.toThrow();
});

it("makes do with one of several models, and says what the others lack", () => {
  const some = (name: string) => (name === "openai/y" ? undefined : missing.check(name));
  const both = check('model: "openai/x | openai/y"', { models: { check: some } });

  expect(both()).toEqual(["`a` goes without one model: `openai/x` is missing; no"]);
  expect(check('model: "openai/x | openai/z"', { models: { check: some } })).toThrow(
    "`a` can't run: `openai/x` is missing.",
  );
});
