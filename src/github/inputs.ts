/** The inputs there are, and where the text of each stands in the environment of the process. */
import { didYouMean } from "#core/text/suggest.ts";
import type { FieldError } from "#core/run/failure.ts";

/** An input as action.yml declares it. */
export interface InputDeclaration {
  readonly default: string;
  /** Other names of the same input; the kebab-case one wins if it is not empty. */
  readonly aliases?: readonly string[];
  /** Of a secret: the environment variable that is read when the input is empty. */
  readonly variable?: string;
  readonly secret?: true;
}

/** The inputs by name. */
export type InputName =
  | "workflow"
  | "recipe"
  | "vars"
  | "config"
  | "mode"
  | "run-id"
  | "command"
  | "trigger-phrase"
  | "model"
  | "simulate"
  | "working-directory"
  | "token"
  | "push-token"
  | "permission"
  | "approvers"
  | "allow-bots"
  | "allow-forks"
  | "effects"
  | "max-cost-usd"
  | "max-tokens"
  | "timeout-minutes"
  | "state"
  | "state-key"
  | "report"
  | "anthropic-api-key"
  | "claude-code-oauth-token"
  | "openai-api-key";

/** The environment of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** All inputs, in the order of action.yml. */
export const inputDeclarations: Readonly<Record<InputName, InputDeclaration>> = {
  workflow: { default: "" },
  recipe: { default: "" },
  vars: { default: "" },
  config: { default: ".github/iter.yml" },
  mode: { default: "auto" },
  "run-id": { default: "" },
  command: { default: "" },
  "trigger-phrase": { default: "", aliases: ["trigger_phrase"] },
  model: { default: "" },
  simulate: { default: "false" },
  "working-directory": { default: "." },
  token: { default: "${{ github.token }}", aliases: ["github_token"], secret: true },
  "push-token": { default: "", secret: true },
  permission: { default: "write" },
  approvers: { default: "" },
  "allow-bots": { default: "", aliases: ["allowed_bots"] },
  "allow-forks": { default: "none" },
  effects: { default: "apply" },
  "max-cost-usd": { default: "" },
  "max-tokens": { default: "" },
  "timeout-minutes": { default: "330" },
  state: { default: "auto" },
  "state-key": { default: "", secret: true },
  report: { default: "comment, check, annotations, summary" },
  "anthropic-api-key": {
    default: "",
    aliases: ["anthropic_api_key"],
    variable: "ANTHROPIC_API_KEY",
    secret: true,
  },
  "claude-code-oauth-token": {
    default: "",
    aliases: ["claude_code_oauth_token"],
    variable: "CLAUDE_CODE_OAUTH_TOKEN",
    secret: true,
  },
  "openai-api-key": { default: "", variable: "OPENAI_API_KEY", secret: true },
};

/** The names of all inputs. */
export const inputNames: readonly InputName[] = readNames(Object.keys(inputDeclarations));

/** Those that hold a secret. */
export const secretInputs: readonly InputName[] = inputNames.filter(
  (name) => inputDeclarations[name].secret === true,
);

/** Every name that an input goes by. */
export function namesOf(name: InputName): readonly string[] {
  return [name, ...(inputDeclarations[name].aliases ?? [])];
}

/** The runner's name for an input: upper case, blanks as `_`, hyphens kept. */
export function variableOf(name: string): string {
  return `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
}

/** What an input says: the first of its names that is not empty, else its default. */
export function inputText(environment: Environment, name: InputName): string {
  for (const candidate of namesOf(name)) {
    const text = environment[variableOf(candidate)]?.trim() ?? "";
    if (text !== "") return text;
  }
  return inputDeclarations[name].default;
}

/** The runner only warns of an input that action.yml doesn't have; a typing error must not pass unseen. */
export function unknownInputs(environment: Environment): readonly FieldError[] {
  const known = inputNames.flatMap(namesOf);
  const variables = new Set(known.map(variableOf));
  const ignored = (environment["ITER_IGNORE_INPUTS"] ?? "").split(/[\s,]+/);
  const unknown = Object.keys(environment).filter(
    (variable) =>
      variable.startsWith("INPUT_") && !ignored.includes(variable) && !variables.has(variable),
  );
  return unknown.map((variable) => {
    const name = variable.slice("INPUT_".length).toLowerCase();
    const hint = didYouMean(name, known, "see the README for the inputs there are");
    return { field: name, message: `There is no input \`${name}\`; ${hint}` };
  });
}

function readNames(names: readonly string[]): readonly InputName[] {
  return names as readonly InputName[];
}
