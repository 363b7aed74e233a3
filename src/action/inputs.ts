/**
 * The Action's inputs: every one read once, here, into one typed value.
 *
 * The table says of each input what action.yml says; a test holds the two together.
 */
import { suggest } from "#core/text/suggest.ts";
import { Refusal } from "#core/run/failure.ts";
import type { FieldError } from "#core/run/failure.ts";

/** An input as action.yml declares it. */
export interface InputDeclaration {
  readonly default: string;
  /** Other names of the same input; the kebab-case one wins if it is not empty. */
  readonly aliases?: readonly string[];
  /** Of a secret: the environment variable that is read when the input is empty. */
  readonly variable?: string;
}

/** The inputs there are. */
export type InputName =
  | "workflow"
  | "recipe"
  | "vars"
  | "run-id"
  | "config"
  | "mode"
  | "model"
  | "simulate"
  | "working-directory"
  | "token"
  | "permission"
  | "max-cost-usd"
  | "max-tokens"
  | "timeout-minutes"
  | "state-key"
  | "report"
  | "anthropic-api-key"
  | "openai-api-key";

/** All inputs, in the order of action.yml. */
export const inputDeclarations: Readonly<Record<InputName, InputDeclaration>> = {
  workflow: { default: "" },
  recipe: { default: "" },
  vars: { default: "" },
  config: { default: ".github/iter.yml" },
  mode: { default: "auto" },
  "run-id": { default: "" },
  model: { default: "" },
  simulate: { default: "false" },
  "working-directory": { default: "." },
  token: { default: "${{ github.token }}", aliases: ["github_token"] },
  permission: { default: "write" },
  "max-cost-usd": { default: "" },
  "max-tokens": { default: "" },
  "timeout-minutes": { default: "330" },
  "state-key": { default: "" },
  report: { default: "annotations, summary" },
  "anthropic-api-key": {
    default: "",
    aliases: ["anthropic_api_key"],
    variable: "ANTHROPIC_API_KEY",
  },
  "openai-api-key": { default: "", variable: "OPENAI_API_KEY" },
};

/** Where the Action reports to. */
export type Report = "annotations" | "summary";

/** The inputs of one job, read and checked. */
export interface Inputs {
  readonly workflow: string;
  /** A path, or a name under .github/iter/recipes. */
  readonly recipe: string | undefined;
  /** YAML or JSON text of a mapping; empty if there is none. */
  readonly vars: string;
  /** Where the configuration lies on the trusted branch. */
  readonly config: string;
  readonly mode: string;
  /** Null where the job talks to nobody: then the workflow of the working tree is run. */
  readonly token: string | null;
  /** Least level of who starts a run. */
  readonly permission: string;
  /** Signs what we write, so that nobody else can. */
  readonly stateKey: string | undefined;
  readonly runId: string | undefined;
  readonly model: string | undefined;
  /** False, true, or the path of a script. */
  readonly simulate: boolean | string;
  readonly workingDirectory: string;
  /** Limits as `--budget` takes them; they lower, never raise. */
  readonly maxCostUsd: number | undefined;
  readonly maxTokens: number | undefined;
  readonly timeoutMinutes: number;
  readonly report: ReadonlySet<Report>;
  /** Keys by the variable that carries them. */
  readonly keys: Readonly<Record<string, string>>;
}

const secretInputs: readonly InputName[] = [
  "token",
  "state-key",
  "anthropic-api-key",
  "openai-api-key",
];

const modes: readonly string[] = ["auto", "run", "resume", "command", "cancel", "validate"];
const shortestKey = 32;

const reports: readonly Report[] = ["annotations", "summary"];

/**
 * Reads the inputs from the environment of the process.
 *
 * @throws Refusal `INPUT_INVALID` that names every input that can't be read, and what would be right.
 */
export function readInputs(environment: Readonly<Record<string, string | undefined>>): Inputs {
  const errors: FieldError[] = unknownInputs(environment);
  const read = (name: InputName): string => inputText(environment, name);
  const inputs: Inputs = {
    workflow: read("workflow"),
    recipe: read("recipe") || undefined,
    vars: read("vars"),
    config: read("config") || ".github/iter.yml",
    mode: readMode(read("mode"), errors),
    token: readToken(read("token")),
    permission: read("permission") || "write",
    stateKey: readStateKey(read("state-key"), errors),
    runId: read("run-id") || undefined,
    model: read("model") || undefined,
    simulate: readSimulate(read("simulate")),
    workingDirectory: read("working-directory"),
    maxCostUsd: readLimit(read("max-cost-usd"), "max-cost-usd", errors),
    maxTokens: readLimit(read("max-tokens"), "max-tokens", errors, { whole: true }),
    timeoutMinutes: readLimit(read("timeout-minutes"), "timeout-minutes", errors) ?? 330,
    report: readReport(read("report"), errors),
    keys: readKeys(environment),
  };
  if (inputs.workflow === "" && inputs.token === null) {
    errors.push({
      field: "workflow",
      message: "`workflow` is empty: name a file under .github/iter, or give a path.",
    });
  }
  if (errors.length > 0) throw refuse(errors);
  return inputs;
}

/** The names of all `INPUT_*` variables that hold a secret, to be taken out of the environment. */
export function secretVariables(): string[] {
  return secretInputs.flatMap((name) =>
    [name, ...(inputDeclarations[name].aliases ?? [])].map(variableOf),
  );
}

/** Every secret that the inputs bring, used or not: to be masked before anything is said. */
export function secretTexts(environment: Readonly<Record<string, string | undefined>>): string[] {
  const names = [
    ...secretVariables(),
    ...secretInputs.flatMap((name) => inputDeclarations[name].variable ?? []),
  ];
  const texts = names.map((name) => environment[name]?.trim() ?? "");
  return [...new Set(texts.filter((text) => text !== ""))];
}

function refuse(errors: readonly FieldError[]): Refusal {
  const message = errors.map((error) => error.message).join("\n");
  return new Refusal("INPUT_INVALID", message, {
    errors,
    hint: "see the inputs in the README's table",
  });
}

/** The runner's name for an input: upper case, blanks as `_`, hyphens kept. */
function variableOf(name: string): string {
  return `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
}

function inputText(
  environment: Readonly<Record<string, string | undefined>>,
  name: InputName,
): string {
  const declaration = inputDeclarations[name];
  for (const candidate of [name, ...(declaration.aliases ?? [])]) {
    const text = environment[variableOf(candidate)]?.trim() ?? "";
    if (text !== "") return text;
  }
  return declaration.default;
}

/** The runner only warns of an input that action.yml doesn't have; a typing error must not pass unseen. */
function unknownInputs(environment: Readonly<Record<string, string | undefined>>): FieldError[] {
  const known = Object.entries(inputDeclarations).flatMap(([name, declaration]) => [
    name,
    ...(declaration.aliases ?? []),
  ]);
  const ignored = (environment["ITER_IGNORE_INPUTS"] ?? "").split(/[\s,]+/);
  const errors: FieldError[] = [];
  for (const variable of Object.keys(environment)) {
    if (!variable.startsWith("INPUT_") || ignored.includes(variable)) continue;
    if (known.some((name) => variableOf(name) === variable)) continue;
    const name = variable.slice("INPUT_".length).toLowerCase();
    const nearest = suggest(name, known);
    const hint =
      nearest === undefined
        ? "see the README for the inputs there are"
        : `did you mean \`${nearest}\`?`;
    errors.push({ field: name, message: `There is no input \`${name}\`; ${hint}` });
  }
  return errors;
}

function readMode(text: string, errors: FieldError[]): string {
  const mode = text === "" ? "auto" : text;
  if (!modes.includes(mode))
    errors.push({
      field: "mode",
      message: `\`mode\` is \`${text}\`; it takes ${modes.join(", ")}.`,
    });
  return mode;
}

/** Where no runner fills it in, the default stands as it was written. */
function readToken(text: string): string | null {
  return text === "" || text.startsWith("${{") ? null : text;
}

function readStateKey(text: string, errors: FieldError[]): string | undefined {
  if (text !== "" && text.length < shortestKey)
    errors.push({
      field: "state-key",
      message: `\`state-key\` has fewer than ${shortestKey} characters.`,
    });
  return text === "" ? undefined : text;
}

function readSimulate(text: string): boolean | string {
  if (/^(false|no)?$/i.test(text)) return false;
  if (/^(true|yes)$/i.test(text)) return true;
  return text;
}

function readLimit(
  text: string,
  name: InputName,
  errors: FieldError[],
  { whole = false }: { readonly whole?: boolean } = {},
): number | undefined {
  if (text === "") return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0 && (!whole || Number.isInteger(value))) return value;
  const wanted = whole ? "a whole number above 0" : "a number above 0";
  errors.push({ field: name, message: `\`${name}\` is \`${text}\`; it takes ${wanted}.` });
  return undefined;
}

function readReport(text: string, errors: FieldError[]): ReadonlySet<Report> {
  const chosen = new Set<Report>();
  for (const word of text.split(/[\s,]+/).filter((part) => part !== "" && part !== "none")) {
    const report = reports.find((known) => known === word);
    if (report !== undefined) chosen.add(report);
    else
      errors.push({
        field: "report",
        message: `\`report\` has \`${word}\`; it takes any of ${reports.join(", ")}, or none.`,
      });
  }
  return chosen;
}

function readKeys(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const keys: Record<string, string> = {};
  for (const name of secretInputs) {
    const { variable } = inputDeclarations[name];
    if (variable === undefined) continue;
    const text = inputText(environment, name) || (environment[variable]?.trim() ?? "");
    if (text !== "") keys[variable] = text;
  }
  return keys;
}
