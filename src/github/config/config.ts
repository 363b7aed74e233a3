/** The configuration of a repository as data: `.github/iter.yml`. Spec: github §3.1. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { Level } from "../levels.ts";
import type { Tier } from "../tiers.ts";

/** What a trigger can be raised by. */
export type TriggerEvent =
  | "pull_request"
  | "issues"
  | "push"
  | "schedule"
  | "workflow_run"
  | "repository_dispatch"
  | "release"
  | "merge_group"
  | "deployment_protection_rule"
  | "ci_failure"
  | "review_feedback"
  | "command";

/** Limits in the words of the language. */
export interface BudgetSettings {
  readonly max_cost_usd?: number | undefined;
  readonly max_tokens?: number | undefined;
  readonly max_duration?: string | undefined;
  readonly max_iterations?: number | undefined;
}

/** How a gate is opened and who may answer it. */
export interface GateSettings {
  readonly surface?: "auto" | "comment" | "review" | "issue" | "environment" | undefined;
  readonly approvers?: readonly string[] | undefined;
  readonly permission?: Level | undefined;
  readonly "self-approval"?: "never" | "with-sha" | "always" | undefined;
  readonly bind?: "head" | "none" | undefined;
  readonly timeout?: string | undefined;
  readonly "on-timeout"?: "deny" | "approve" | "escalate" | "wait" | undefined;
  readonly remind?: string | false | undefined;
  readonly "escalate-to"?: readonly string[] | undefined;
  readonly environment?: string | undefined;
}

/** Which event starts which workflow; every key but `on` and `workflow` may be a default. */
export interface TriggerSettings {
  readonly on?: TriggerEvent | readonly TriggerEvent[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly branches?: readonly string[] | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly cron?: string | undefined;
  readonly workflows?: readonly string[] | undefined;
  readonly conclusions?: readonly string[] | undefined;
  readonly drafts?: boolean | undefined;
  readonly forks?: "none" | "read-only" | undefined;
  readonly "own-events"?: boolean | undefined;
  readonly bots?: readonly number[] | undefined;
  readonly permission?: Level | undefined;
  readonly if?: string | undefined;
  readonly workflow?: string | undefined;
  readonly recipe?: string | undefined;
  readonly vars?: Fields | undefined;
  readonly model?: string | undefined;
  readonly simulate?: boolean | string | undefined;
  readonly tier?: Tier | undefined;
  readonly effects?: "apply" | "propose" | "none" | undefined;
  readonly budget?: BudgetSettings | undefined;
  readonly concurrency?:
    | {
        readonly key?: string | undefined;
        readonly policy?: "queue" | "replace" | "skip" | undefined;
      }
    | undefined;
  readonly loop?: LoopSettings | undefined;
  readonly gates?: Readonly<Record<string, GateSettings>> | undefined;
}

/** How often a loop may try. */
export interface LoopSettings {
  readonly "attempts-per-failure"?: number | undefined;
  readonly "attempts-per-thread"?: number | undefined;
  readonly "attempts-per-day"?: number | undefined;
  readonly "rerun-first"?: boolean | undefined;
  readonly "token-mode"?: "auto" | "app" | "push-token" | "dispatch" | "held" | undefined;
}

/** The configuration as it was written; what is absent has its default. */
export interface Config {
  readonly version: 1;
  readonly extends?: string | false | undefined;
  readonly workflows?: string | undefined;
  readonly commands?:
    | {
        readonly prefix?: string | undefined;
        readonly "trigger-phrase"?: string | undefined;
        readonly permission?: Readonly<Record<string, Level>> | undefined;
      }
    | undefined;
  readonly defaults?: TriggerSettings | undefined;
  readonly triggers?: Readonly<Record<string, TriggerSettings>> | undefined;
  readonly gates?: Readonly<Record<string, GateSettings>> | undefined;
  readonly budgets?:
    | {
        readonly run?: BudgetSettings | undefined;
        readonly thread?: BudgetSettings | undefined;
        readonly day?: BudgetSettings | undefined;
        readonly unknown_price?: "error" | "ignore" | "tokens" | undefined;
      }
    | undefined;
  readonly "safe-outputs"?: Fields | undefined;
  readonly environments?:
    | Readonly<
        Record<
          string,
          {
            readonly trigger: string;
            readonly require?: "finished" | undefined;
            readonly gate?: string | undefined;
          }
        >
      >
    | undefined;
  readonly state?: Fields | undefined;
  readonly report?:
    | {
        readonly comment?: "sticky" | "append" | false | undefined;
        readonly check?: boolean | undefined;
        readonly "per-node-checks"?: boolean | undefined;
        readonly annotations?: boolean | undefined;
        readonly summary?: boolean | undefined;
        readonly footer?: boolean | undefined;
        readonly "throttle-seconds"?: number | undefined;
      }
    | undefined;
  readonly dispatch?:
    | {
        readonly via?: "workflow_dispatch" | "repository_dispatch" | undefined;
        readonly workflow?: string | undefined;
      }
    | undefined;
  readonly policy?: Fields | undefined;
}

/** A trigger with the defaults of the file under it. */
export function triggerOf(config: Config, name: string): TriggerSettings | undefined {
  const triggers = config.triggers ?? {};
  if (!Object.hasOwn(triggers, name)) return undefined;
  return { ...config.defaults, ...triggers[name] };
}

/** The settings of a run: its trigger's, or, of a workflow that is named itself, those for every trigger. */
export function settingsOf(config: Config, name: string): TriggerSettings {
  return triggerOf(config, name) ?? { ...config.defaults, on: undefined, workflow: name };
}

/** With which comments begin that are commands. */
export function commandWords({ commands = {} }: Config): readonly string[] {
  const { prefix = "/iter", "trigger-phrase": phrase = "" } = commands;
  return [prefix, phrase].filter((word) => word !== "");
}

/** The events of a trigger. */
export function eventsOf({ on }: TriggerSettings): readonly TriggerEvent[] {
  if (on === undefined) return [];
  return typeof on === "string" ? [on] : on;
}

/**
 * The settings of a node's gate: the trigger's over the file's, the node's over those for all, those
 * of the node in its workflow over both.
 */
export function gateSettings(config: Config, trigger: string, node: string): GateSettings {
  const settings = settingsOf(config, trigger);
  const names = ["*", node, `${settings.workflow ?? trigger}.${node}`];
  const layers = [config.gates ?? {}, settings.gates ?? {}];
  return Object.assign(
    {},
    ...layers.flatMap((gates) => names.map((name) => gates[name] ?? {})),
  ) as GateSettings;
}

/** True if the configuration names a gate, for a trigger or for all. */
export function hasGate(config: Config, trigger: string, name: string): boolean {
  const { gates = {} } = settingsOf(config, trigger);
  return Object.hasOwn(gates, name) || Object.hasOwn(config.gates ?? {}, name);
}

/** A file merged over its owner's: mappings key by key, the rest as it is, null removes. */
export function mergeConfig(base: Value, over: Value): Value {
  if (!isMapping(base) || !isMapping(over)) return over;
  const merged = new Map(Object.entries(base));
  for (const [name, value] of Object.entries(over)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergeConfig(merged.get(name) ?? null, value));
  }
  return Object.fromEntries(merged);
}

function isMapping(value: Value): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
