import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { outputNames } from "#src/action/outputs.ts";
import { drawActionTables } from "#src/scripts/action-tables.ts";
import { inputDeclarations } from "#src/github/inputs.ts";
import { readInputs, secretVariables } from "#src/action/inputs.ts";

const least = { INPUT_WORKFLOW: "review.iter" };

it("says of every input what action.yml says", () => {
  const action: unknown = parse(readFileSync("action.yml", "utf8"));
  const declared = Object.entries(inputDeclarations).flatMap(([name, declaration]) => [
    [name, declaration.default],
    ...(declaration.aliases ?? []).map((alias) => [alias, undefined]),
  ]);

  const written = Object.entries(
    (action as { inputs: Record<string, { default?: string }> }).inputs,
  );

  expect(Object.fromEntries(written.map(([name, input]) => [name, input.default]))).toEqual(
    Object.fromEntries(declared),
  );
});

it("names every output that action.yml names", () => {
  const action: unknown = parse(readFileSync("action.yml", "utf8"));

  expect(Object.keys((action as { outputs: object }).outputs)).toEqual([...outputNames]);
});

it("has all of it in the README's tables", () => {
  // The formatter pads the cells of the README.
  const plain = (text: string): string => text.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");

  expect(plain(readFileSync("README.md", "utf8"))).toContain(plain(drawActionTables("action.yml")));
});

it("fills in the defaults", () => {
  expect(readInputs(least)).toMatchObject({
    workflow: "review.iter",
    simulate: false,
    workingDirectory: ".",
    timeoutMinutes: 330,
    maxCostUsd: undefined,
  });
});

it("prefers the kebab-case name over its alias", () => {
  const inputs = readInputs({
    ...least,
    "INPUT_ANTHROPIC-API-KEY": "one",
    INPUT_ANTHROPIC_API_KEY: "two",
  });

  expect(inputs.keys).toEqual({ ANTHROPIC_API_KEY: "one" });
});

it("takes a key from the environment if no input brings it", () => {
  expect(readInputs({ ...least, OPENAI_API_KEY: "sk-env" }).keys).toEqual({
    OPENAI_API_KEY: "sk-env",
  });
});

it("names an unknown input and the nearest one", () => {
  expect(() => readInputs({ ...least, INPUT_SIMULAT: "true" })).toThrow(
    "There is no input `simulat`; did you mean `simulate`?",
  );
});

it("leaves inputs alone that the job set on purpose", () => {
  expect(readInputs({ ...least, INPUT_MINE: "x", ITER_IGNORE_INPUTS: "INPUT_MINE" }).workflow).toBe(
    "review.iter",
  );
});

it.each([
  ["INPUT_MAX-TOKENS", "1.5", "`max-tokens` is `1.5`; it takes a whole number above 0."],
  ["INPUT_MAX-COST-USD", "much", "`max-cost-usd` is `much`; it takes a number above 0."],
  ["INPUT_TIMEOUT-MINUTES", "-1", "`timeout-minutes` is `-1`; it takes a number above 0, or 0."],
  [
    "INPUT_REPORT",
    "sumary",
    "`report` has `sumary`; it takes any of comment, check, annotations, summary, or none.",
  ],
  ["INPUT_MODE", "validat", "`mode` is `validat`; did you mean `validate`?"],
  ["INPUT_EFFECTS", "all", "`effects` is `all`; it takes apply, propose, none."],
  ["INPUT_ALLOW-BOTS", "dependabot", "`allow-bots` has `dependabot`; it takes numeric ids"],
  ["INPUT_APPROVERS", "role:boss", "`approvers` has `role:boss`; it takes role:read"],
  ["INPUT_TRIGGER-PHRASE", "hey iter", "`trigger-phrase` is `hey iter`; it takes one word"],
])("refuses %s=%s", (variable, value, message) => {
  expect(() => readInputs({ ...least, [variable]: value })).toThrow(message);
});

it("says all mistakes at once", () => {
  expect(() => readInputs({ "INPUT_MAX-TOKENS": "x" })).toThrow(
    /max-tokens.*\n.*`workflow` is empty/,
  );
});

it("knows which variables hold secrets", () => {
  expect(secretVariables()).toEqual([
    "INPUT_TOKEN",
    "INPUT_GITHUB_TOKEN",
    "INPUT_PUSH-TOKEN",
    "INPUT_STATE-KEY",
    "INPUT_ANTHROPIC-API-KEY",
    "INPUT_ANTHROPIC_API_KEY",
    "INPUT_CLAUDE-CODE-OAUTH-TOKEN",
    "INPUT_CLAUDE_CODE_OAUTH_TOKEN",
    "INPUT_OPENAI-API-KEY",
  ]);
});

it("reads who may do what", () => {
  const inputs = readInputs({
    ...least,
    INPUT_APPROVERS: "@octo-org/reviewers, monalisa\nrole:maintain codeowners",
    INPUT_ALLOWED_BOTS: "49699333, 41898282",
    "INPUT_ALLOW-FORKS": "read-only",
    INPUT_TRIGGER_PHRASE: "@iter",
    INPUT_PERMISSION: "triage",
  });

  expect(inputs).toMatchObject({
    approvers: ["@octo-org/reviewers", "monalisa", "role:maintain", "codeowners"],
    allowBots: [49_699_333, 41_898_282],
    allowForks: "read-only",
    triggerPhrase: "@iter",
    permission: "triage",
  });
  expect([...inputs.given]).toEqual([
    "workflow",
    "trigger-phrase",
    "permission",
    "approvers",
    "allow-bots",
    "allow-forks",
  ]);
});

it("has 27 inputs and 5 aliases", () => {
  const names = Object.values(inputDeclarations);

  expect(names).toHaveLength(27);
  expect(names.flatMap(({ aliases = [] }) => aliases)).toHaveLength(5);
});

it("never repeats a secret that it refuses", () => {
  expect(() => readInputs({ ...least, "INPUT_STATE-KEY": "hunter2" })).toThrow(
    /^`state-key` has fewer than 32 characters\.$/,
  );
});
