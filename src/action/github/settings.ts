/** What a trigger and a command say of a run, over the inputs of the job. Spec: github §2.2, §3.1. */
import { parseDuration } from "#core/graph/duration.ts";
import { evaluateTemplate, parseTemplate, resolverOf, toTemplate } from "#core/graph/reference.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Command } from "#src/github/commands/command.ts";
import type { BudgetSettings, TriggerSettings } from "#src/github/config/config.ts";
import type { Amounts } from "#src/github/budget/spending.ts";
import { at } from "#src/github/payload.ts";
import type { Inputs } from "../inputs.ts";
import { readVariables } from "../variables.ts";

/** What else has a say. */
interface Around {
  readonly command?: Pick<Command, "vars" | "recipe"> | undefined;
  /** Variables that somebody wrote into the form of the Actions page. */
  readonly form?: string | undefined;
  /** What templates among the trigger's variables may name. */
  readonly github?: Fields | undefined;
  /** The owner's. */
  readonly policy?: Fields | undefined;
  /** What the file says of every run. */
  readonly ofRuns?: BudgetSettings | undefined;
  /** What thread and day have left. */
  readonly left?: Amounts;
}

/** The inputs as a run of the trigger has them; limits only become lower. */
export async function withSettings(
  inputs: Inputs,
  trigger: TriggerSettings,
  { command = {}, form = "", github = {}, policy = {}, ofRuns, left }: Around = {},
): Promise<Inputs> {
  const { budget, simulate } = trigger;
  const ofOwner = at(policy, "budgets", "run");
  const scripted = simulate === undefined || simulate === false ? inputs.simulate : simulate;
  const limit = (name: keyof BudgetSettings, given?: number): number | undefined =>
    lower(given, ...[budget?.[name], ofRuns?.[name], at(ofOwner, name), left?.[name]].map(toLimit));
  const given: Fields = {
    ...fillTemplates(trigger.vars, github),
    ...(await readMapping(inputs.vars)),
    ...(await readMapping(form)),
    ...command.vars,
  };
  return {
    ...inputs,
    vars: Object.keys(given).length === 0 ? "" : JSON.stringify(given),
    recipe: command.recipe ?? inputs.recipe ?? trigger.recipe,
    model: inputs.model ?? trigger.model,
    // That it is simulated doesn't say by what: a script does.
    simulate: inputs.simulate === true || inputs.simulate === false ? scripted : inputs.simulate,
    maxCostUsd: limit("max_cost_usd", inputs.maxCostUsd),
    maxTokens: limit("max_tokens", inputs.maxTokens),
    maxDurationMs: limit("max_duration"),
    maxIterations: limit("max_iterations"),
  };
}

/** Only the file's own texts are templates; what people give is taken as it stands. */
function fillTemplates(vars: Fields = {}, github: Fields): Fields {
  const resolve = resolverOf({ github });
  const entries = Object.entries(vars).map(([name, value]): [string, Value] => [
    name,
    typeof value === "string" ? evaluateTemplate(toTemplate(parseTemplate(value)), resolve) : value,
  ]);
  return Object.fromEntries(entries);
}

async function readMapping(text: string): Promise<Fields> {
  const entries = (await readVariables(text)).map((one): [string, Value] => [
    one.name,
    "text" in one ? one.text : one.value,
  ]);
  return Object.fromEntries(entries);
}

function toLimit(value: Value | undefined): number | undefined {
  if (typeof value === "string") return parseDuration(value);
  return typeof value === "number" ? value : undefined;
}

function lower(...limits: readonly (number | undefined)[]): number | undefined {
  const given = limits.filter((limit) => limit !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}
