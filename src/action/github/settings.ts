/** What a trigger and a command say of a run, over the inputs of the job. Spec: github §2.2, §3.1. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { Command } from "#src/github/commands/command.ts";
import type { BudgetSettings, TriggerSettings } from "#src/github/config/config.ts";
import { numberAt } from "#src/github/payload.ts";
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
  const ceiling = (name: string): number | undefined =>
    numberAt(policy, "budgets", "run", name) ?? undefined;
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
    maxCostUsd: lower(
      inputs.maxCostUsd,
      budget?.max_cost_usd,
      ofRuns?.max_cost_usd,
      ceiling("max_cost_usd"),
    ),
    maxTokens: lower(
      inputs.maxTokens,
      budget?.max_tokens,
      ofRuns?.max_tokens,
      ceiling("max_tokens"),
    ),
  };
}

function lower(...limits: readonly (number | undefined)[]): number | undefined {
  const given = limits.filter((limit) => limit !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}
