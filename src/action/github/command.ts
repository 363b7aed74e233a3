/** Carries out the command in a comment: read again, authorised, done once, answered. Spec: github §4, §5, §8.6. */
import { info } from "@actions/core";
import type { Reaction, ThreadComment, ThreadNow } from "#adapters/github/client.ts";
import { readAnswer } from "#core/graph/answer.ts";
import { authorise } from "#src/github/authorise/authorise.ts";
import type { AuthorisationRequest, Ruling } from "#src/github/authorise/authorise.ts";
import { levelOf } from "#src/github/authorise/person.ts";
import type { Command } from "#src/github/commands/command.ts";
import { parseCommand } from "#src/github/commands/commands.ts";
import { explainMistake, renderHelp } from "#src/github/commands/help.ts";
import { gateSettings, triggerOf } from "#src/github/config/config.ts";
import { eventKey, runId } from "#src/github/event-key.ts";
import { toAnswers, toGateFacts } from "#src/github/gates.ts";
import { reaches } from "#src/github/levels.ts";
import { writeMarker } from "#src/github/markers.ts";
import { numberAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Door } from "./door.ts";
import { resumeLeft } from "./resume.ts";
import { findLeftRuns } from "./left-runs.ts";
import type { LeftRun } from "./left-runs.ts";
import { startOne } from "./start.ts";

interface Asked {
  readonly door: Door;
  readonly comment: ThreadComment;
  readonly thread: ThreadNow;
  readonly command: Command;
  readonly runs: readonly LeftRun[];
}

/** What became of a command: the reaction that it gets, and what is replied. */
interface Done {
  readonly code: number;
  readonly reaction: Reaction | null;
  readonly reply: string | null;
}

const firstGateDays = 7;
const day = 86_400_000;

/** Carries out the command of the job's comment. */
export async function carryOutCommand(door: Door): Promise<number> {
  const { client, payload, steps } = door;
  const comment = await client.comment(numberAt(payload, "comment", "id") ?? 0);
  if (comment === null) return ignore(door, "deleted_comment");
  const parsed = parseCommand(comment.body, optionsOf(door));
  if (parsed === null) return ignore(door, "not_a_command");
  if (door.identities.includes(comment.author.id)) return ignore(door, "own_event");
  if ("error" in parsed) {
    steps.tell({ decision: "deny", "reason-code": parsed.error.code, status: "none" });
    await answer(door, comment, {
      code: 0,
      reaction: "confused",
      reply: explainMistake(parsed.error, optionsOf(door).prefix),
    });
    return 0;
  }
  const number = numberAt(payload, "issue", "number") ?? 0;
  const [thread, runs] = await Promise.all([client.thread(number), findLeftRuns(door, number)]);
  return carryOut({ door, comment, thread, command: parsed, runs });
}

async function carryOut(asked: Asked): Promise<number> {
  const { door, comment } = asked;
  const request = await toRequest(asked);
  const ruling = authorise(request);
  const { decision, reason_code: reason } = ruling;
  door.steps.tell({ decision: sayDecision(decision), "reason-code": reason, status: "none" });
  if (decision === "ignore") return ignore(door, reason);
  const read = await door.client.react(comment.id, "eyes");
  try {
    const refusal: Done = { code: 0, reaction: "-1", reply: explainReason(reason) };
    const done = decision === "deny" ? refusal : await obey(asked, ruling);
    await answer(door, comment, done);
    return done.code;
  } finally {
    await door.client.unreact(comment.id, read);
  }
}

async function obey(asked: Asked, ruling: Ruling): Promise<Done> {
  const { door, command, comment, runs } = asked;
  switch (command.command) {
    case "help":
      return { code: 0, reaction: null, reply: renderHelp(command.topic, optionsOf(door)) };
    case "run":
      return startAsked(asked);
    case "approve":
    case "reject":
    case "answer":
      return resume(asked, ruling);
    case "retry": {
      const run = runs.find(({ id }) => command.run === undefined || id === command.run);
      if (run === undefined)
        return { code: 0, reaction: "-1", reply: explainReason("no_checkpoint") };
      const code = await resumeLeft(door, run, { by: comment.author.login, answers: [] });
      return { code, reaction: "rocket", reply: null };
    }
    default:
      return {
        code: 0,
        reaction: "confused",
        reply: `A job doesn't carry out \`${command.command}\`; the comment of the run shows where it stands.`,
      };
  }
}

async function resume({ door, command, comment, runs }: Asked, ruling: Ruling): Promise<Done> {
  const run = runs.find(({ id }) => id === ruling.run);
  const gate = run?.gates.find((one) => one.gate === ruling.gate);
  if (run === undefined || gate === undefined)
    return { code: 0, reaction: "-1", reply: explainReason("no_checkpoint") };
  const answers = toAnswers(command, gate.fields);
  const code = await resumeLeft(door, run, {
    by: comment.author.login,
    answers: [{ gate: gate.gate, answers, text: true }],
  });
  return { code, reaction: ruling.decision === "record" ? "+1" : "rocket", reply: null };
}

async function startAsked({ door, command, comment, thread }: Asked): Promise<Done> {
  const { config, event, payload, workflowRun } = door;
  const byCommand = Object.keys(config.triggers ?? {}).filter((name) =>
    [triggerOf(config, name)?.on].flat().includes("command"),
  );
  const name = command.name ?? (byCommand.length === 1 ? byCommand[0] : undefined);
  if (name === undefined) {
    const known = Object.keys(config.triggers ?? {}).map((one) => `\`${one}\``);
    return { code: 0, reaction: "confused", reply: `Name what to run: ${known.join(", ")}.` };
  }
  const settings = triggerOf(config, name) ?? { workflow: name };
  const run = runId(eventKey(event, payload, { run_id: workflowRun }), name);
  const starter = {
    sender: comment.author,
    thread: thread.number,
    headSha: thread.headSha ?? null,
    baseSha: thread.baseSha ?? null,
  };
  const code = await startOne(door, { trigger: name, run, settings }, starter);
  return { code, reaction: "rocket", reply: null };
}

async function toRequest({
  door,
  comment,
  thread,
  command,
  runs,
}: Asked): Promise<AuthorisationRequest> {
  const { client, config, identities } = door;
  const [permission, editors, authors] = await Promise.all([
    client.permission(comment.author.login),
    client.editors([comment]),
    thread.pullRequest ? client.commitAuthors(thread.number) : [],
  ]);
  const facts = runs.flatMap((run) =>
    run.gates.map((gate) => {
      const trigger = triggerOf(config, run.trigger);
      const place = { workflow: run.trigger, node: gate.nodeId };
      return toGateFacts(gate, {
        run: run.id,
        thread: thread.number,
        settings: gateSettings(config, trigger, place),
        answeredBy: run.answeredBy(gate),
        expiresAt: run.expiresAt ?? daysAfter(gate.requestedAt, firstGateDays),
        ...(thread.pullRequest && run.headSha !== null ? { headSha: run.headSha } : {}),
      });
    }),
  );
  const teams = await readTeams(
    door,
    facts.flatMap(({ approvers }) => approvers),
    comment,
  );
  const levels = config.commands?.permission;
  return {
    event: {
      name: "issue_comment",
      action: "created",
      at: comment.createdAt,
      edited: (editors.get(comment.id) ?? null) !== null,
    },
    command,
    sender: comment.author,
    identities,
    allow_bots: door.job.inputs.allowBots,
    ...permission,
    teams,
    code_owner: false,
    thread: {
      number: thread.number,
      pull_request: thread.pullRequest,
      state: thread.state,
      fork: thread.fork,
      author_id: thread.authorId,
      ...(thread.headSha === undefined ? {} : { head_sha: thread.headSha }),
    },
    initiator_id: runs[0]?.initiatorId ?? 0,
    commit_author_ids: authors,
    ...(levels === undefined ? {} : { command_levels: levels }),
    answer_valid: fits(command, runs),
    gates: Object.fromEntries(facts.map((gate) => [`${gate.run}:${gate.id}`, gate])),
  };
}

async function readTeams(
  { client }: Door,
  approvers: readonly string[],
  { author }: ThreadComment,
): Promise<AuthorisationRequest["teams"]> {
  const names = [...new Set(approvers.filter((entry) => entry.includes("/")))];
  const entries = names.map(
    async (name) => [name.replace(/^@/, ""), await client.team(name, author.login)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** True if the command's answer has the fields of the gate that it names, or of the only one. */
function fits(command: Command, runs: readonly LeftRun[]): boolean {
  const gates = runs.flatMap((run) => run.gates.filter(({ answeredAt }) => answeredAt === null));
  const named = gates.filter(({ gate }) => command.gate === undefined || gate === command.gate);
  return named.every(
    ({ fields }) => "value" in readAnswer(fields, toAnswers(command, fields), "text"),
  );
}

/** One reaction; a reply only to people who may read here, and beginning with a marker. */
async function answer(door: Door, comment: ThreadComment, done: Done): Promise<void> {
  const { client, event, payload, workflowRun, repositoryId, job } = door;
  if (done.reaction !== null) await client.react(comment.id, done.reaction);
  if (done.reply === null) return;
  const level = levelOf({
    ...(await client.permission(comment.author.login)),
    sender: comment.author,
  });
  if (level === "api_error" || level === "identity_mismatch" || !reaches(level, "read")) return;
  const fact = {
    event: eventKey(event, payload, { run_id: workflowRun }),
    repository: repositoryId,
  };
  const { stateKey } = job.inputs;
  const marker = writeMarker("reply", fact, stateKey === undefined ? {} : { state_key: stateKey });
  await client.createComment(numberAt(payload, "issue", "number") ?? 0, `${marker}\n${done.reply}`);
}

/** An accepted answer is what the step calls an answer. */
function sayDecision(decision: Ruling["decision"]): string {
  return decision === "accept" ? "answer" : decision;
}

function ignore({ steps }: Door, reason: string): number {
  steps.tell({ decision: "ignore", "reason-code": reason, status: "none" });
  info(explainReason(reason));
  return 0;
}

function optionsOf({ config, job }: Door): {
  readonly prefix: string;
  readonly trigger_phrase: string;
} {
  return {
    prefix: config.commands?.prefix ?? "/iter",
    trigger_phrase: job.inputs.triggerPhrase ?? config.commands?.["trigger-phrase"] ?? "",
  };
}

function daysAfter(time: string, days: number): string {
  return `${new Date(Date.parse(time) + days * day).toISOString().slice(0, 19)}Z`;
}
