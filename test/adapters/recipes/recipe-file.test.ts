import { describe, expect, it } from "vitest";
import { readRecipeFile } from "#adapters/recipes/recipe-file.ts";
import { InvalidRecipe } from "#core/run/recipe/invalid-recipe.ts";
import { renderDiagnosticLine } from "#core/diagnostics/render.ts";
import { textOf } from "#core/text/source-file.ts";
import { nestedText } from "#support/nested.ts";

const yaml = `# a comment
name: fast
preset_vars: &values
  depth: 3
  "the rules": |
    one
    two
tool_policy: [read_file, write_file]
budget: *values
`;

function found(path: string, text: string, keys: readonly string[], at: "key" | "value"): string {
  const { source } = readRecipeFile(path, text);
  return source === undefined ? "" : textOf(source.file, source.locate(keys, at));
}

function refusal(path: string, text: string): string {
  try {
    readRecipeFile(path, text);
  } catch (error) {
    if (!(error instanceof InvalidRecipe) || error.found === null) throw error;
    const { file, diagnostics } = error.found;
    return diagnostics.map((one) => renderDiagnosticLine(file, one)).join("\n");
  }
  return "";
}

describe("reads", () => {
  it("YAML, aliases and all", () => {
    expect(readRecipeFile("fast.yaml", yaml).content).toEqual({
      name: "fast",
      preset_vars: { depth: 3, "the rules": "one\ntwo\n" },
      tool_policy: ["read_file", "write_file"],
      budget: { depth: 3, "the rules": "one\ntwo\n" },
    });
  });

  it("JSON with a byte-order mark, CRLF and tabs", () => {
    const text = '\uFEFF{\r\n\t"name": "fast",\r\n\t"preset_vars": { "depth": 3 }\r\n}\r\n';

    expect(readRecipeFile("fast.json", text).content).toEqual({
      name: "fast",
      preset_vars: { depth: 3 },
    });
    expect(found("fast.json", text, ["preset_vars", "depth"], "value")).toBe("3");
  });
});

describe("knows where", () => {
  it.each<[readonly string[], "key" | "value", string]>([
    [["preset_vars", "depth"], "key", "depth"],
    [["preset_vars", "depth"], "value", "3"],
    [["preset_vars", "the rules"], "key", '"the rules"'],
    [["preset_vars", "the rules"], "value", "|"],
    [["tool_policy", "1"], "value", "write_file"],
    [["tool_policy", "7"], "value", "[read_file, write_file]"],
    [["preset_vars", "absent"], "key", "depth: 3"],
    [["budget", "depth"], "value", "3"],
    [[], "value", "name: fast"],
  ])("%j is, its %s", (keys, at, text) => {
    expect(found("fast.yaml", yaml, keys, at)).toBe(text);
  });
});

describe("says where it can't be read:", () => {
  it.each([
    ["a comma too many", "r.json", '{\n  "name": "x",\n}', "r.json:3:1 error R001: This can't be"],
    ["a key given twice", "r.json", '{ "name": "x",\n  "name": "y" }', "r.json:2:3 error R001:"],
    ["a key given twice in YAML", "r.yaml", "name: x\nname: y\n", "r.yaml:2:1 error R001:"],
    ["YAML in a JSON file", "r.json", "\nname: x\n", "r.json:2:2 error R001: This can't be"],
    ["a comma too many in a list", "r.json", "[1,\n]", "r.json:2:1 error R001:"],
    ["a comment", "r.json", '{"a": 1 // c\n}', "r.json:1:9 error R001: This can't be read: Exp"],
    ["an end too early", "r.json", '{ "name": ', "r.json:1:10 error R001:"],
    ["nothing", "r.json", "", "r.json:1:1 error R001:"],
    ["an alias of nothing", "r.yaml", "name: *x\n", "r.yaml:1:1 error R001:"],
    ["many brackets", "r.json", nestedText(20_000), "This can't be read: it nests deeper than 500"],
    ["many brackets in YAML", "r.yaml", nestedText(501), "it nests deeper than 500 levels."],
    [
      "so many that YAML gives up",
      "r.yaml",
      nestedText(20_000),
      "it nests deeper than 500 levels.",
    ],
    [
      "two documents",
      "r.yaml",
      "a: 1\n---\nb: 2\n",
      "r.yaml:2:1 error R001: This can't be read: there is a second document.",
    ],
    [
      "a list as a key",
      "r.yaml",
      "a: {? [b] : 1}\n",
      "r.yaml:1:7 error R001: This can't be read: a key is a list or a mapping, not a text.",
    ],
    ["an open bracket", "r.yaml", "a: [1\n", "r.yaml:2:1 error R001:"],
  ])("%s", (_, path, text, expected) => {
    expect(refusal(path, text)).toContain(expected);
  });
});
