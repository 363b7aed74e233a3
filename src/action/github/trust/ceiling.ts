/** How far a run may go, whatever raised it: its trigger, the owner's policy, and forks. Spec: github §3.4, §11.1, §11.2. */
import type { Value } from "#core/graph/value.ts";
import { startsForForks } from "#src/github/auto-mode/limits.ts";
import type { Config, TriggerSettings } from "#src/github/config/config.ts";
import { isForkPull } from "#src/github/namespace.ts";
import { lowest, toTier } from "#src/github/tiers.ts";
import type { Tier } from "#src/github/tiers.ts";
import type { Door } from "../door.ts";

/** The lowest of what event, trigger and policy allow. */
export function tierOf(config: Config, settings: TriggerSettings, tier: Tier): Tier {
  return lowest(tier, settings.tier ?? "push", policyTier(config));
}

/** The highest tier that the owner's policy has room for. */
export function policyTier({ policy }: Config): Tier {
  const highest = policy?.["max-tier"];
  return highest === undefined ? "push" : toTier(highest);
}

/** What the pull request of a thread allows, where the event itself says nothing of its head. */
export function limitsOfPull(
  { config, job }: Door,
  { forks = "none" }: TriggerSettings,
  pull: Value,
): { readonly tier: Tier } | { readonly refused: "fork_not_allowed" } {
  if (!isForkPull(pull)) return { tier: "push" };
  const { given, allowForks } = job.inputs;
  const allowed = startsForForks(config, given.has("allow-forks") ? allowForks : forks);
  return allowed ? { tier: "read" } : { refused: "fork_not_allowed" };
}
