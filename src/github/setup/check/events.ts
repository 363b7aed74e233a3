/** G003, G008, G013, G017: events that triggers, gates and the sweeper wait for in vain. */
import { eventsOf, gateSettings, triggerOf } from "#src/github/config/config.ts";
import type { TriggerEvent, TriggerSettings } from "#src/github/config/config.ts";
import type { Value } from "#core/graph/value.ts";
import { listAt, textAt } from "#src/github/payload.ts";
import { signalName } from "../files.ts";
import type { Finding, IterJob, RepositoryFacts } from "./finding.ts";
import { eventOf, textsAt } from "./jobs.ts";

/** What a workflow file must be started by. */
interface NeededEvent {
  readonly event: string;
  /** Names of workflows whose end is waited for. */
  readonly workflows?: readonly string[];
  readonly cron?: string;
  /** What of the event is waited for. */
  readonly types?: readonly string[];
}

/** Of pull requests, where a workflow file names no types. */
const toldUnasked: ReadonlySet<string> = new Set(["opened", "synchronize", "reopened"]);

const onlyForBots: ReadonlySet<TriggerEvent> = new Set(["deployment_protection_rule"]);

/** Every event that is needed and that no workflow file has. */
export function findMissingEvents(facts: RepositoryFacts): readonly Finding[] {
  const { config, configPath, configYaml, iter } = facts;
  if (iter.length === 0 || iter.some(({ throughBot }) => throughBot)) return [];
  return Object.keys(config.triggers ?? {}).flatMap((name) => {
    const trigger = triggerOf(config, name) ?? {};
    return eventsOf(trigger)
      .flatMap((event) => missingOf(event, trigger, iter))
      .map(({ what, help }) => ({
        code: "G003",
        severity: "error",
        file: configPath,
        line: configYaml.lineOf(["triggers", name, "on"]),
        message: `Nothing starts the trigger \`${name}\`: no workflow file of Iter has ${what}.`,
        help,
      }));
  });
}

function missingOf(
  event: TriggerEvent,
  trigger: TriggerSettings,
  iter: readonly IterJob[],
): readonly { readonly what: string; readonly help: string }[] {
  if (onlyForBots.has(event))
    return [{ what: `\`${event}\``, help: "such a rule is heard by the bot alone" }];
  const needed = neededBy(event, trigger);
  if (iter.some((job) => serves(job, needed))) return [];
  const { event: name, workflows = [], cron, types = [] } = needed;
  const more = cron ?? [...workflows, ...types].join(", ");
  const what = `\`${name}\`${more === "" ? "" : ` of \`${more}\``}`;
  return [{ what, help: `add it to \`on:\` of \`${iter[0]?.file.path ?? ""}\`` }];
}

function neededBy(event: TriggerEvent, trigger: TriggerSettings): NeededEvent {
  switch (event) {
    case "command":
      return { event: "issue_comment" };
    case "ci_failure":
    case "workflow_run":
      return { event: "workflow_run", workflows: trigger.workflows ?? [] };
    case "review_feedback":
      return { event: "workflow_run", workflows: [signalName] };
    case "schedule":
      return { event, ...(trigger.cron === undefined ? {} : { cron: trigger.cron }) };
    default:
      return { event, ...(trigger.types === undefined ? {} : { types: trigger.types }) };
  }
}

function serves({ file }: IterJob, needed: NeededEvent): boolean {
  const { event, workflows = [], cron, types = [] } = needed;
  const served = [event, ...(event === "pull_request" ? ["pull_request_target"] : [])];
  return served.some((name) => {
    const on = eventOf(file, name);
    if (on === undefined) return false;
    const heard = textsAt(on, "workflows");
    const crons = listAt({ on }, "on").map((one) => textAt(one, "cron"));
    return (
      workflows.every((one) => heard.includes(one)) &&
      types.every((one) => hears(on, event, one)) &&
      (cron === undefined || crons.includes(cron))
    );
  });
}

/** What an event is heard of; for what GitHub tells unasked, where no types are named. */
export function hears(on: Value, event: string, type: string): boolean {
  const types = textsAt(on, "types");
  if (types.length > 0) return types.includes(type);
  return event !== "pull_request" || toldUnasked.has(type);
}

/** Runs of pull requests whose end nobody is told of. */
export function findUnheardEnds({ config, iter }: RepositoryFacts): readonly Finding[] {
  const triggers = Object.keys(config.triggers ?? {}).map((name) => triggerOf(config, name) ?? {});
  if (!triggers.some((trigger) => eventsOf(trigger).includes("pull_request"))) return [];
  // Without commands there are no gates that could wait.
  if (!iter.some((job) => serves(job, { event: "issue_comment" }))) return [];
  const listening = iter.filter((job) => !job.throughBot && serves(job, { event: "pull_request" }));
  const [first] = listening;
  const closed = { event: "pull_request", types: ["closed"] };
  if (first === undefined || listening.some((job) => serves(job, closed))) return [];
  const { path, yaml } = first.file;
  return [
    {
      code: "G003",
      severity: "warning",
      file: path,
      line: yaml.lineOf(["on", "pull_request"]),
      message: "Runs of a pull request that is closed go on: nothing tells of it.",
      help: "add `closed` to the `types` of `pull_request`",
    },
  ];
}

/** Workflows that are waited for and that there are none of. */
export function findMissingCi({
  config,
  configPath,
  configYaml,
  files,
}: RepositoryFacts): readonly Finding[] {
  const names = files.map(({ path, yaml }) => textAt(yaml.value, "name") || path);
  return Object.keys(config.triggers ?? {}).flatMap((name) => {
    const trigger = triggerOf(config, name) ?? {};
    const isLoop = eventsOf(trigger).includes("ci_failure");
    const mode = trigger.loop?.["token-mode"] ?? "auto";
    return (trigger.workflows ?? []).flatMap((watched) => {
      const line = configYaml.lineOf(["triggers", name, "workflows"]);
      const place = { code: "G013", file: configPath, line };
      const at = names.indexOf(watched);
      const file = files[at];
      if (file === undefined)
        return [
          {
            ...place,
            severity: "error" as const,
            message: `The trigger \`${name}\` waits for the workflow \`${watched}\`, which no file is called.`,
            help: `the files are called ${names.map((one) => `\`${one}\``).join(", ")}`,
          },
        ];
      const isDispatched = eventOf(file, "workflow_dispatch") !== undefined;
      if (!isLoop || isDispatched || !["auto", "dispatch"].includes(mode)) return [];
      return [
        {
          ...place,
          severity: mode === "dispatch" ? ("error" as const) : ("warning" as const),
          message: `\`${watched}\` can't be started on a commit of Iter's with the job's token alone.`,
          help: `add \`workflow_dispatch:\` to \`on:\` of \`${file.path}\`, or give the Action a \`push-token\``,
        },
      ];
    });
  });
}

/** Gates that are answered by reviews which nobody notices. */
export function findDeafGates({
  config,
  configPath,
  configYaml,
  files,
  iter,
  workflows,
}: RepositoryFacts): readonly Finding[] {
  const relay = files.find(({ yaml }) => textAt(yaml.value, "name") === signalName);
  const heard = iter.some(
    (job) => job.throughBot || serves(job, { event: "workflow_run", workflows: [signalName] }),
  );
  if (
    iter.length === 0 ||
    iter.some(({ throughBot }) => throughBot) ||
    (relay !== undefined && heard)
  )
    return [];
  return Object.keys(config.triggers ?? {}).flatMap((name) => {
    const trigger = triggerOf(config, name) ?? {};
    const known = workflows.get(trigger.workflow ?? "");
    if (known == null || !eventsOf(trigger).some((event) => event === "pull_request")) return [];
    const deaf = known.gates.filter((node) => {
      const { surface = "auto" } = gateSettings(config, name, node);
      return surface === "auto" || surface === "review";
    });
    return deaf.map((node) => ({
      code: "G008",
      severity: "warning" as const,
      file: configPath,
      line: configYaml.lineOf(["triggers", name]),
      message: `A review doesn't answer the gate \`${node}\`; only a command does.`,
      help: `add \`.github/workflows/${signalName}.yml\` and listen to it: \`iter github init\``,
    }));
  });
}

/** No schedule, so nobody looks after gates whose time is over. */
export function findMissingSchedule({ iter }: RepositoryFacts): readonly Finding[] {
  const [first] = iter;
  if (first === undefined || iter.some(({ file }) => eventOf(file, "schedule") !== undefined))
    return [];
  return [
    {
      code: "G017",
      severity: "warning",
      file: first.file.path,
      line: first.file.yaml.lineOf(["on"]),
      message: "Nothing looks after gates whose time is over and runs whose job was lost.",
      help: 'add `schedule: [{ cron: "41 */6 * * *" }]` to `on:`',
    },
  ];
}
