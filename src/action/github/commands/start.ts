/** `run`: starts a trigger or a workflow file on this thread. Spec: github §4.3. */
import { formatDuration } from "#core/report/format.ts";
import { renderMermaid } from "#core/report/mermaid/mermaid.ts";
import { drawings } from "#core/standard.ts";
import { eventsOf, settingsOf, triggerOf } from "#src/github/config/config.ts";
import type { Config, TriggerSettings } from "#src/github/config/config.ts";
import type { Command } from "#src/github/commands/command.ts";
import { runId } from "#src/github/event-key.ts";
import { explainReason } from "#src/github/reasons.ts";
import { lowest } from "#src/github/tiers.ts";
import { budgetToStart, spendersOf } from "../budget/hold.ts";
import type { Door } from "../door.ts";
import { planOne } from "../plan-run.ts";
import { allow, findRoom, levelIn, startOne } from "../start.ts";
import type { Starter } from "../starter.ts";
import { workflowPath } from "../trust/sources.ts";
import { keyOf, refused, told } from "./ask.ts";
import type { Act, Ask, Done } from "./ask.ts";

/** Starts what is named, or the only trigger that commands raise. */
export const start: Act = async (ask, command) => {
  const { door } = ask;
  const { config } = door;
  const name = command.name ?? onlyTrigger(door);
  if (name === undefined) return listTriggers(door);
  const settings = findSettings(config, name);
  if (settings === null)
    return refused("unknown_trigger", `${explainReason("unknown_trigger")} ${knownTriggers(door)}`);
  const key = keyOf(ask);
  // A commit of a fork was granted by its SHA: it is worked on, and nothing of it is pushed.
  const fork = ask.thread?.fork === true;
  if (fork && config.policy?.["forbid-forks"] === true)
    return refused("fork_not_allowed", explainReason("fork_not_allowed"));
  const granted = fork ? "sandbox" : "push";
  const one = { trigger: name, run: runId(key, name), settings };
  const starter = starterOf(ask, command);
  if (command.dry_run === true) return told(await describePlan(door, { ...one, starter }));
  const allowed = await allow(door, settings, starter);
  if ("refused" in allowed) return refused(allowed.refused, explainReason(allowed.refused));
  const tier = lowest(granted, allowed.tier);
  const { left, refused: over } = await budgetToStart(
    door,
    spendersOf(door, settings, starter.thread),
  );
  if (over !== null) return refused(over, explainReason(over));
  const known = { ...starter, ...levelIn(allowed), left };
  const room = await findRoom(door, one, known);
  if (room.refused !== undefined) return refused(room.refused, explainReason(room.refused));
  const code = await startOne(door, { ...one, tier, room }, known);
  // That a run waits is said by a comment of its own.
  if (room.behind !== null) return { code, reaction: "+1", reply: null };
  return { code, reaction: "rocket", reply: null, decision: "start" };
};

/** The person, the thread and the words that a run is started with. */
function starterOf({ sender, thread }: Ask, command: Command): Starter {
  return {
    sender,
    thread: thread?.number ?? null,
    headSha: thread?.headSha ?? null,
    baseSha: thread?.baseSha ?? null,
    command,
  };
}

/** A path of a file names itself; a bare name must be a trigger. */
function findSettings(config: Config, name: string): TriggerSettings | null {
  const settings = triggerOf(config, name);
  if (settings !== undefined || !name.endsWith(".iter")) return settings ?? null;
  return { ...settingsOf(config, name), workflow: workflowPath(config, name) };
}

function onlyTrigger({ config }: Door): string | undefined {
  const names = Object.keys(config.triggers ?? {}).filter((name) =>
    eventsOf(triggerOf(config, name) ?? {}).includes("command"),
  );
  return names.length === 1 ? names[0] : undefined;
}

function listTriggers(door: Door): Done {
  const reply = `Name what to run. ${knownTriggers(door)}`;
  return { code: 0, reaction: "confused", reply, decision: "reply", reason: "unknown_trigger" };
}

function knownTriggers({ config }: Door): string {
  const names = Object.keys(config.triggers ?? {}).map((name) => `\`${name}\``);
  return names.length === 0 ? "There are no triggers." : `There are ${names.join(", ")}.`;
}

/** What a run would be, without one: the graph, its limits and its variables. */
async function describePlan(
  door: Door,
  one: { readonly trigger: string; readonly settings: TriggerSettings; readonly starter: Starter },
): Promise<string> {
  const { plan } = await planOne(door, one.settings, one.starter);
  const { maxCostUsd, maxTokens, maxDurationMs } = plan.limits;
  const limits = [
    ...(maxCostUsd === undefined ? [] : [`$${maxCostUsd}`]),
    ...(maxTokens === undefined ? [] : [`${maxTokens} tokens`]),
    ...(maxDurationMs === undefined ? [] : [formatDuration(maxDurationMs)]),
  ];
  const diagram = renderMermaid({ graph: plan.graph, drawings });
  return [
    `\`${one.trigger}\` would run \`${plan.source.path}\`; nothing was started or written.`,
    `Limits: ${limits.length === 0 ? "none" : limits.join(", ")}.`,
    `\`\`\`json\n${JSON.stringify(plan.vars, null, 2)}\n\`\`\``,
    `\`\`\`mermaid\n${diagram.trimEnd()}\n\`\`\``,
  ].join("\n\n");
}
