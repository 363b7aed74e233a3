/** What the form of `.github/iter.yml` can't say: values that fit, and would start nothing or hold nothing. Spec: github §3.1. */
import { parseExpression } from "#core/graph/expression/parse.ts";
import { parseTemplate } from "#core/graph/reference.ts";
import { didYouMean } from "#core/text/suggest.ts";
import { reachesTier } from "../tiers.ts";
import type { YamlPath } from "../yaml-file.ts";
import { eventsOf, triggerOf } from "./config.ts";
import type { Config, TriggerSettings } from "./config.ts";
import { isCron } from "./cron.ts";
import { checkGates } from "./gate-meaning.ts";
import { mistakeAt, showPath } from "./mistake.ts";
import type { ConfigMistake, LineOf } from "./mistake.ts";

const rules: readonly ((config: Config, at: LineOf) => readonly ConfigMistake[])[] = [
  checkTriggers,
  checkEnvironments,
  checkEachSettings,
  checkGates,
  checkPhrase,
];

/** Every value that fits its key and means nothing. */
export function checkMeaning(config: Config, at: LineOf): readonly ConfigMistake[] {
  return rules.flatMap((rule) => rule(config, at));
}

/** What a trigger and the defaults under it say together. */
function checkTriggers(config: Config, at: LineOf): readonly ConfigMistake[] {
  return Object.keys(config.triggers ?? {}).flatMap((name) => {
    const path = ["triggers", name];
    const trigger = triggerOf(config, name) ?? {};
    const events = eventsOf(trigger);
    const tell = (key: string, message: string): ConfigMistake =>
      mistakeAt([...path, key], at, `The trigger \`${name}\` ${message}`);
    const { permission, forks, tier = "push" } = trigger;
    const isOpen = permission === "none";
    const isHarmless = forks === "read-only" && reachesTier("read", tier);
    return [
      ...(events.length === 0 ? [tell("on", "has no `on`.")] : []),
      ...(trigger.workflow === undefined ? [tell("workflow", "has no `workflow`.")] : []),
      ...(isOpen && !isHarmless
        ? [
            tell(
              "permission",
              "lets everybody start it; add `forks: read-only` and `tier: read`, or raise `permission`.",
            ),
          ]
        : []),
    ];
  });
}

function checkEnvironments(
  { environments = {}, triggers = {} }: Config,
  at: LineOf,
): readonly ConfigMistake[] {
  const names = Object.keys(triggers);
  return Object.entries(environments).flatMap(([name, { trigger }]) => {
    if (names.includes(trigger)) return [];
    const hint = didYouMean(trigger, names, "write one of `triggers`.");
    const path = ["environments", name, "trigger"];
    return [mistakeAt(path, at, `There is no trigger \`${trigger}\`; ${hint}`)];
  });
}

/** The defaults and the triggers, each as it was written. */
function checkEachSettings(
  { defaults = {}, triggers = {} }: Config,
  at: LineOf,
): readonly ConfigMistake[] {
  const places: (readonly [YamlPath, TriggerSettings])[] = [
    [["defaults"], defaults],
    ...Object.entries(triggers).map(([name, one]) => [["triggers", name], one] as const),
  ];
  return places.flatMap(([path, settings]) => [
    ...checkCondition([...path, "if"], settings.if, at),
    ...checkCron([...path, "cron"], settings.cron, at),
    ...checkKey([...path, "concurrency", "key"], settings.concurrency?.key, at),
  ]);
}

/** A condition that can't be read would never be true. */
function checkCondition(
  path: YamlPath,
  text: string | undefined,
  at: LineOf,
): readonly ConfigMistake[] {
  const parsed = text === undefined ? null : parseExpression(text);
  if (parsed === null || !("faults" in parsed)) return [];
  const why = parsed.faults.map(({ message }) => message).join(" ");
  return [mistakeAt(path, at, `\`${showPath(path)}\` can't be read: ${why}`)];
}

function checkCron(path: YamlPath, text: string | undefined, at: LineOf): readonly ConfigMistake[] {
  if (text === undefined || isCron(text)) return [];
  const message = `\`${showPath(path)}\` is \`${text}\`; it takes minute, hour, day, month and weekday, such as \`17 5 * * 1\`.`;
  return [mistakeAt(path, at, message)];
}

const concurrencyKeys: readonly string[] = ["thread", "trigger", "run"];

/** A key that is the same word for every run would be `trigger` by another name, or a slip. */
function checkKey(path: YamlPath, key: string | undefined, at: LineOf): readonly ConfigMistake[] {
  if (key === undefined || concurrencyKeys.includes(key)) return [];
  const { parts, faults } = parseTemplate(key);
  if (faults.length === 0 && parts.some((part) => typeof part !== "string")) return [];
  const hint = didYouMean(
    key,
    concurrencyKeys,
    "it takes thread, trigger, run, or a template such as `{{github.ref}}`.",
  );
  return [mistakeAt(path, at, `\`${showPath(path)}\` is \`${key}\`; ${hint}`)];
}

/** A phrase that is the prefix would never be looked for. */
function checkPhrase({ commands = {} }: Config, at: LineOf): readonly ConfigMistake[] {
  const { prefix = "/iter", "trigger-phrase": phrase = "" } = commands;
  if (phrase.toLowerCase() !== prefix.toLowerCase()) return [];
  const path = ["commands", "trigger-phrase"];
  const message = `\`${showPath(path)}\` is \`${phrase}\`, with which commands begin; write another word, such as \`@iter\`.`;
  return [mistakeAt(path, at, message)];
}
