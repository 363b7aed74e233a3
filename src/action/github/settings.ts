/** What a trigger and a command say of a run, over the inputs of the job. Spec: github §2.2, §3.1. */
import { parseDuration } from "#core/graph/duration.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Command } from "#src/github/commands/command.ts";
import type { BudgetSettings, TriggerSettings } from "#src/github/config/config.ts";
import { at } from "#src/github/payload.ts";
import type { Inputs } from "../inputs.ts";
import { readVariables } from "../variables.ts";

/** What else has a say. */
interface Around {
  readonly command?: Pick<Command, "vars" | "recipe"> | undefined;
  /** The owner's. */
  readonly policy?: Fields | undefined;
  /** What the file says of every run. */
  readonly ofRuns?: BudgetSettings | undefined;
}

/** The inputs as a run of the trigger has them; limits only become lower. */
export async function withSettings(
  inputs: Inputs,
  trigger: TriggerSettings,
  { command = {}, policy = {}, ofRuns }: Around = {},
): Promise<Inputs> {
  const { budget, simulate } = trigger;
  const ofOwner = at(policy, "budgets", "run");
  const limit = (name: keyof BudgetSettings, given?: number): number | undefined =>
    lower(given, ...[budget?.[name], ofRuns?.[name], at(ofOwner, name)].map(toLimit));
  const ofJob = (await readVariables(inputs.vars)).map((one): [string, Value] => [
    one.name,
    "text" in one ? one.text : one.value,
  ]);
  const given: Fields = { ...trigger.vars, ...Object.fromEntries(ofJob), ...command.vars };
  return {
    ...inputs,
    vars: Object.keys(given).length === 0 ? "" : JSON.stringify(given),
    recipe: command.recipe ?? inputs.recipe ?? trigger.recipe,
    model: inputs.model ?? trigger.model,
    simulate: inputs.simulate === false ? (simulate ?? false) : inputs.simulate,
    maxCostUsd: limit("max_cost_usd", inputs.maxCostUsd),
    maxTokens: limit("max_tokens", inputs.maxTokens),
    maxDurationMs: limit("max_duration"),
    maxIterations: limit("max_iterations"),
  };
}

function toLimit(value: Value | undefined): number | undefined {
  if (typeof value === "string") return parseDuration(value);
  return typeof value === "number" ? value : undefined;
}

function lower(...limits: readonly (number | undefined)[]): number | undefined {
  const given = limits.filter((limit) => limit !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}
