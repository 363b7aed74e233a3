import { expect, it } from "vitest";
import { readToolsFile } from "#adapters/tools/own/tools-file.ts";
import { Refusal } from "#core/run/failure.ts";

/** The mistakes in a file, each with its place. */
function mistakesIn(text: string): readonly string[] {
  try {
    readToolsFile(text, "own.tools.yaml", ["read_file"]);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.errors.map(({ field, message }) => `${field ?? ""} ${message}`);
  }
  return [];
}

it("reads tools with commands and scripts", () => {
  const tools = readToolsFile(
    `
tools:
  test_package:
    description: Runs the tests of a package.
    input:
      package: string
      level: { type: string, enum: [unit, all], optional: true }
    command: "npm test -w {{input.package}}"
    timeout: 5m
    readonly: true
    env: [CI_TOKEN]
  shout:
    description: Shouts.
    script: "print('HA')"
    language: py
`,
    "own.tools.yaml",
    [],
  );

  expect(tools).toEqual([
    {
      name: "test_package",
      description: "Runs the tests of a package.",
      input: [
        { name: "package", type: "string", optional: false },
        { name: "level", type: "string", enum: ["unit", "all"], optional: true },
      ],
      run: { command: ["npm test -w ", { ref: ["input", "package"] }] },
      timeoutMs: 300_000,
      readsOnly: true,
      env: ["CI_TOKEN"],
    },
    {
      name: "shout",
      description: "Shouts.",
      input: [],
      run: { script: ["print('HA')"], language: "py" },
      timeoutMs: 120_000,
      readsOnly: false,
      env: [],
    },
  ]);
});

it.each([
  ["tools:\n  a: { command: x }", "own.tools.yaml:2:6 `tools.a.description` is missing"],
  [
    "tools:\n  a: { description: x, comand: y, command: z }",
    "own.tools.yaml:2:24 `comand` is no key of `tools.a`. Did you mean `command`?",
  ],
  [
    "tools:\n  a: { description: x }",
    "own.tools.yaml:2:6 `tools.a`: a tool has either a `command` or a `script`",
  ],
  [
    "tools:\n  read_file: { description: x, command: y }",
    "own.tools.yaml:2:3 `read_file` means something already: call it something else",
  ],
  [
    "tools:\n  mcp.x.y: { description: x, command: y }",
    "own.tools.yaml:2:3 `mcp.x.y` means something already: call it something else",
  ],
  [
    'tools:\n  a: { description: x, input: { name: string }, command: "hi {{input.nam}}" }',
    "own.tools.yaml:2:58 `{{input.nam}}` is nothing that a tool knows; did you mean `name`?",
  ],
  [
    'tools:\n  a: { description: x, command: "hi {{vars.name}}" }',
    "own.tools.yaml:2:33 `{{vars.name}}` is nothing that a tool knows; declare it under `input`",
  ],
  [
    "tools:\n  a: { description: x, command: y, timeout: 5 }",
    'own.tools.yaml:2:45 `tools.a.timeout` must be a text, such as `"5m"`',
  ],
  [
    "tools:\n  a: { description: x, command: y, timeout: soon }",
    'own.tools.yaml:2:45 `tools.a.timeout`: write a duration like "90s" or "5m"',
  ],
])("says where a file is wrong: %s", (text, mistake) => {
  expect(mistakesIn(text)).toEqual([mistake]);
});
