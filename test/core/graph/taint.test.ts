import { expect, it } from "vitest";
import { compileSource } from "#core/standard.ts";
import { createHash } from "node:crypto";

const head = `schema verdict:
  sound: bool
  word: string

agent read:
  model: "openai/gpt-5"
  tools: [github.issue]
  output: verdict

judge sound:
  model: "openai/gpt-5"
  output: verdict

human ask:
  output: verdict

agent push:
  model: "openai/gpt-5"
  tools: [github.commit]

tool commit:
  command: "iter github call github.commit '{}'"

tool look:
  command: "iter github call github.issue"

tool plain:
  command: "echo {{outputs.read.sound}} {{outputs.ask.word}}"

workflow w:
  entry: read
`;

const shell = `tool shell:
  command: "echo {{outputs.read.word}}"

`;

function codesOf(...edges: readonly string[]): readonly string[] {
  const more = edges.some((edge) => edge.includes("shell")) ? shell : "";
  const text = `${more}${head}${edges.map((edge) => `  ${edge}\n`).join("")}`;
  const { diagnostics } = compileSource("a.iter", new TextEncoder().encode(text), {
    environment: {},
    sha256: (given) => createHash("sha256").update(given).digest("hex"),
  });
  return diagnostics.map(({ code }) => code).filter((code) => code.startsWith("C18"));
}

it.each<readonly [string, readonly string[], readonly string[]]>([
  ["straight to a push", ["read -> push", "push -> done"], ["C180"]],
  [
    "past a judge's verdict",
    ["read -> sound", "sound -> push when sound", "sound -> fail when not sound", "push -> done"],
    [],
  ],
  ["past a judge who is not heard", ["read -> sound", "sound -> push", "push -> done"], ["C180"]],
  ["to a command that pushes", ["read -> commit", "commit -> done"], ["C180"]],
  [
    "from a command that reads",
    ["read -> ask", "ask -> look", "look -> push", "push -> done"],
    ["C180"],
  ],
  ["past a person", ["read -> ask", "ask -> push", "push -> done"], []],
  [
    "around a judge",
    [
      "read -> sound when sound",
      "read -> push when not sound",
      "sound -> push when sound",
      "sound -> fail when not sound",
      "push -> done",
    ],
    ["C180"],
  ],
  ["into a command", ["read -> shell", "shell -> done"], ["C181"]],
  ["as a bool, or as a person's words", ["read -> plain", "plain -> done"], []],
])("follows text of strangers %s", (_way, edges, expected) => {
  expect(codesOf(...edges)).toEqual(expected);
});

it("knows what reviews say, and that people have written it", () => {
  const text = `prompt mend:
  {{github.feedback.author}} wants: {{github.feedback.body}} {{github.feedback.threads}}

agent push:
  model: "openai/gpt-5"
  user: mend
  tools: [github.commit]

workflow w:
  entry: push
  push -> done
`;

  const { diagnostics } = compileSource("a.iter", new TextEncoder().encode(text), {
    environment: {},
    sha256: (given) => createHash("sha256").update(given).digest("hex"),
  });

  expect(diagnostics.map(({ code }) => code)).toEqual(["C180"]);
});
