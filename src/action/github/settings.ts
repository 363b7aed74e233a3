/** What a trigger and a command say of a run, over the inputs of the job. Spec: github §2.2, §3.1. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { Command } from "#src/github/commands/command.ts";
import type { TriggerSettings } from "#src/github/config/config.ts";
import type { Inputs } from "../inputs.ts";
import { readVariables } from "../variables.ts";

/** The inputs as a run of the trigger has them; limits only become lower. */
export async function withSettings(
  inputs: Inputs,
  trigger: TriggerSettings,
  command: Pick<Command, "vars" | "recipe"> = {},
): Promise<Inputs> {
  const { budget, simulate } = trigger;
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
    maxCostUsd: lower(inputs.maxCostUsd, budget?.max_cost_usd),
    maxTokens: lower(inputs.maxTokens, budget?.max_tokens),
  };
}

function lower(one: number | undefined, other: number | undefined): number | undefined {
  const given = [one, other].filter((limit) => limit !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}
