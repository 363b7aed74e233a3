import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compileFlow, flowKinds } from "#core/flow.ts";
import { flowCodes } from "#core/languages/flow/codes.ts";
import { flowFailurePages } from "#core/run/flow-failure-pages.ts";
import { drawFlowKinds } from "#src/scripts/flow-kinds-table.ts";
import { sha256 } from "#support/sha256.ts";

const root = join(import.meta.dirname, "../../..");
const cases = join(root, "test/cases/flow");

function read(folder: string, ending: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

function without(words: readonly string[], text: string): readonly string[] {
  return words.filter((word) => !new RegExp(String.raw`\b${word}\b`).test(text));
}

const types = flowKinds.flatMap(({ flow }) => flow?.type ?? []);

it("has a run case and an example for every kind", () => {
  const runs = read(join(cases, "runs"), ".flow.json");
  const examples = read(join(root, "examples/flow"), ".json");
  const written = types.map((type) => `type": "${type}`);

  expect(types).toHaveLength(22);
  expect(without(written, runs)).toEqual([]);
  expect(
    without(written, `${examples}\n${asJson(read(join(root, "examples/flow"), ".yaml"))}`),
  ).toEqual([]);
});

function asJson(yaml: string): string {
  return yaml.replaceAll(/type: (\w+)/g, 'type": "$1');
}

it("has a case for every code that a flow can be reported with, or fail with", () => {
  const expected = read(cases, ".yaml") + read(join(cases, "validation"), ".json");
  const codes = [...Object.keys(flowFailurePages), ...Object.keys(flowCodes)];

  // Syntax is below; a trace of our own that breaks the rules would be a bug.
  expect(without(codes, expected)).toEqual(["Replay", "InvalidSyntax"]);
});

it("reports a text that is no JSON, and nothing else", () => {
  const { diagnostics } = compileFlow({ path: "a.flow.json", text: '{"name": }' }, { sha256 });

  expect(diagnostics).toMatchObject([{ code: "InvalidSyntax", node: null, span: { start: 9 } }]);
});

it("is described in the README kind by kind", () => {
  const plain = (text: string) => text.replaceAll(/[ -]+/g, " ");

  expect(plain(readFileSync(join(root, "README.md"), "utf8"))).toContain(plain(drawFlowKinds()));
});
