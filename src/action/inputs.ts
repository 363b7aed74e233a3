/**
 * The Action's inputs: every one read once, here, into one typed value.
 *
 * A table says of each input what action.yml says; a test holds the two together.
 */
import type { FieldError } from "#core/run/failure.ts";
import { levels } from "#src/github/levels.ts";
import type { Level } from "#src/github/levels.ts";
import { JobRefusal } from "./job-refusal.ts";
import {
  inputDeclarations,
  inputNames,
  inputText,
  namesOf,
  secretInputs,
  unknownInputs,
  variableOf,
} from "#src/github/inputs.ts";
import type { Environment, InputName } from "#src/github/inputs.ts";
import {
  readApprovers,
  readIds,
  readLimit,
  readPhrase,
  readSimulate,
  readStateKey,
  readToken,
  readWord,
  readWords,
} from "./inputs/values.ts";
import type { InputText } from "./inputs/values.ts";

/** Where the Action reports to. */
export type Report = (typeof reports)[number];

/** The inputs of one job, read and checked. */
export interface Inputs {
  readonly workflow: string;
  /** A path, or a name under .github/iter/recipes. */
  readonly recipe: string | undefined;
  /** YAML or JSON text of a mapping; empty if there is none. */
  readonly vars: string;
  /** Where the configuration lies in the trusted tree. */
  readonly config: string;
  readonly mode: (typeof modes)[number];
  /** A command without its prefix. */
  readonly command: string | undefined;
  readonly triggerPhrase: string | undefined;
  /** Null where the job talks to nobody: then the workflow of the working tree is run. */
  readonly token: string | null;
  readonly pushToken: string | undefined;
  /** Least level of who starts a run. */
  readonly permission: Level;
  readonly approvers: readonly string[];
  /** Ids of accounts. */
  readonly allowBots: readonly number[];
  readonly allowForks: "none" | "read-only";
  readonly effects: "apply" | "propose" | "none";
  readonly state: "auto" | "artifact" | "branch";
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
  /** Of a trigger; a job gives none. */
  readonly maxDurationMs?: number | undefined;
  readonly maxIterations?: number | undefined;
  readonly timeoutMinutes: number;
  readonly report: ReadonlySet<Report>;
  /** Keys by the variable that carries them. */
  readonly keys: Readonly<Record<string, string>>;
  /** The inputs that say something else than their default: they win over the configuration. */
  readonly given: ReadonlySet<InputName>;
}

const modes = ["auto", "run", "resume", "command", "cancel", "validate"] as const;
/** All places that a run can be reported to. */
export const reports = ["comment", "check", "annotations", "summary"] as const;

/**
 * Reads the inputs from the environment of the process.
 *
 * @throws Refusal `INPUT_INVALID` that names every input that can't be read, and what would be right.
 */
export function readInputs(environment: Environment): Inputs {
  const unknown = unknownInputs(environment);
  const errors: FieldError[] = [];
  const text = (name: InputName): string => inputText(environment, name);
  const of = (name: InputName): InputText => ({ name, text: text(name), errors });
  const inputs: Inputs = {
    workflow: text("workflow"),
    recipe: text("recipe") || undefined,
    vars: text("vars"),
    config: text("config"),
    mode: readWord(of("mode"), modes, "auto"),
    command: text("command") || undefined,
    triggerPhrase: readPhrase(of("trigger-phrase")),
    token: readToken(of("token")),
    pushToken: text("push-token") || undefined,
    permission: readWord(of("permission"), levels, "write"),
    approvers: readApprovers(of("approvers")),
    allowBots: readIds(of("allow-bots")),
    allowForks: readWord(of("allow-forks"), ["none", "read-only"], "none"),
    effects: readWord(of("effects"), ["apply", "propose", "none"], "apply"),
    state: readWord(of("state"), ["auto", "artifact", "branch"], "auto"),
    stateKey: readStateKey(of("state-key")),
    runId: text("run-id") || undefined,
    model: text("model") || undefined,
    simulate: readSimulate(of("simulate")),
    workingDirectory: text("working-directory"),
    maxCostUsd: readLimit(of("max-cost-usd")),
    maxTokens: readLimit(of("max-tokens"), { whole: true }),
    timeoutMinutes: readLimit(of("timeout-minutes"), { none: true }) ?? 330,
    report: readWords(of("report"), reports),
    keys: readKeys(environment),
    given: new Set(inputNames.filter((name) => text(name) !== inputDeclarations[name].default)),
  };
  if (inputs.workflow === "" && inputs.token === null)
    errors.push({
      field: "workflow",
      message: "`workflow` is empty: name a file under .github/iter, or give a path.",
    });
  if (unknown.length + errors.length > 0) throw refuse(unknown, errors);
  return inputs;
}

/** The names of all `INPUT_*` variables that hold a secret, to be taken out of the environment. */
export function secretVariables(): string[] {
  return secretInputs.flatMap((name) => namesOf(name).map(variableOf));
}

/** Every secret that the inputs bring, used or not: to be masked before anything is said. */
export function secretTexts(environment: Environment): string[] {
  const names = [
    ...secretVariables(),
    ...secretInputs.flatMap((name) => inputDeclarations[name].variable ?? []),
  ];
  const texts = names.map((name) => environment[name]?.trim() ?? "");
  return [...new Set(texts.filter((text) => text !== ""))];
}

function refuse(unknown: readonly FieldError[], errors: readonly FieldError[]): JobRefusal {
  const all = [...unknown, ...errors];
  const reason = unknown.length > 0 ? "unknown_input" : "bad_input";
  return new JobRefusal(reason, all.map(({ message }) => message).join("\n"), {
    errors: all,
    hint: "see the inputs in the README's table",
  });
}

function readKeys(environment: Environment): Record<string, string> {
  const keys: Record<string, string> = {};
  for (const name of secretInputs) {
    const { variable } = inputDeclarations[name];
    if (variable === undefined) continue;
    const text = inputText(environment, name) || (environment[variable]?.trim() ?? "");
    if (text !== "") keys[variable] = text;
  }
  return keys;
}
