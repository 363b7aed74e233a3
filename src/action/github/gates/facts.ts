/** The facts from which a request is decided, read from the API just before. Spec: github §5. */
import { readAnswer } from "#core/graph/answer.ts";
import { nameOfGate } from "#core/run/state.ts";
import type { AuthorisationRequest, GateFacts } from "#src/github/authorise/authorise.ts";
import { findGate } from "#src/github/authorise/gate.ts";
import { wishOf } from "#src/github/authorise/wish.ts";
import { gateSettings } from "#src/github/config/config.ts";
import { toAnswers, toGateFacts } from "#src/github/gates.ts";
import { stopNode } from "#src/github/loops/stop-gate.ts";
import { textAt } from "#src/github/payload.ts";
import { boundCommit } from "./bound-commit.ts";
import { ownsChange } from "./code-owner.ts";
import type { Ask } from "../commands/ask.ts";
import { isRun, openRuns, pickRun } from "../commands/pick-run.ts";
import type { Door } from "../door.ts";
import { askedAt, earlier, gateExpiry } from "./expiry.ts";
import type { LeftRun } from "../state/left-runs.ts";

/** Everything that the rules want to know. */
export async function toRequest(ask: Ask): Promise<AuthorisationRequest> {
  const { door, sender, thread, command, event } = ask;
  const { config } = door;
  const facts = leftRuns(ask).flatMap((run) => gatesOf(ask, run));
  const approvers = facts.flatMap((gate) => gate.approvers);
  const levels = config.commands?.permission;
  const request = {
    event,
    ...(command === undefined ? {} : { command }),
    ...(await readPerson(door, { sender, thread, approvers })),
    ...(await readMeant(ask)),
    ...(levels === undefined ? {} : { command_levels: levels }),
    answer_valid: true,
    gates: Object.fromEntries(facts.map((gate) => [`${gate.run}:${gate.id}`, gate])),
  };
  const wish = wishOf(request);
  const gate = wish?.kind === "gate" ? findGate(request, wish) : {};
  return { ...request, answer_valid: faultsOf(ask, gate).length === 0 };
}

/** Who somebody is to a repository, a thread and the approvers of gates. */
export async function readPerson(
  door: Door,
  { sender, thread, approvers }: Pick<Ask, "sender" | "thread"> & Pick<GateFacts, "approvers">,
): Promise<Omit<AuthorisationRequest, "event" | "initiator_id" | "answer_valid" | "gates">> {
  const { client, ourselves, job } = door;
  const asksOwners = thread !== null && approvers.includes("codeowners");
  const [permission, authors, teams, owns] = await Promise.all([
    client.permission(sender.login),
    thread?.pullRequest === true ? client.commitAuthors(thread.number) : [],
    readTeams(door, approvers, sender.login),
    asksOwners ? ownsChange(door, thread, sender.login) : false,
  ]);
  return {
    sender,
    identities: ourselves,
    allow_bots: job.inputs.allowBots,
    ...permission,
    teams,
    code_owner: owns,
    thread: {
      number: thread?.number ?? 0,
      pull_request: thread?.pullRequest ?? false,
      state: thread?.state ?? "open",
      fork: thread?.fork ?? false,
      author_id: thread?.authorId ?? 0,
      ...(thread?.headSha === undefined ? {} : { head_sha: thread.headSha }),
    },
    commit_author_ids: authors,
  };
}

/** What is wrong with an answer to a gate, a line for each field. */
export function faultsOf(
  { command, runs }: Pick<Ask, "command" | "runs">,
  { run, id }: { readonly run?: string; readonly id?: string },
): readonly string[] {
  const left = runs.find((one) => one.id === run)?.left;
  const fields = left?.gates.find(({ gate }) => gate === id)?.fields;
  if (command === undefined || fields === undefined) return [];
  const read = readAnswer(fields, toAnswers(command, fields), "text");
  if (!("errors" in read)) return [];
  return read.errors.map(({ field, message }) => {
    const wanted = fields.find(({ name }) => name === field);
    const right = wanted === undefined ? "" : ` (${wanted.enum?.join(" | ") ?? wanted.type})`;
    return `- ${field === null ? "" : `\`${field}\`: `}${message}${right}`;
  });
}

/** The logs of the runs in question. */
export function leftRuns({ runs }: Pick<Ask, "runs">): readonly LeftRun[] {
  return runs.flatMap(({ left }) => (left === null ? [] : [left]));
}

/** Whose run, and of which thread, a command means that is for no gate; gates tell it themselves. */
async function readMeant(
  ask: Ask,
): Promise<Pick<AuthorisationRequest, "initiator_id" | "run_thread">> {
  const { command } = ask;
  if (command === undefined) return { initiator_id: 0 };
  const run = await pickRun(ask, command, openRuns);
  if (!isRun(run) || run.left === null) return { initiator_id: 0 };
  const { initiatorId, thread } = run.left;
  return { initiator_id: initiatorId, run_thread: thread ?? 0 };
}

function gatesOf({ door, thread, runs }: Ask, run: LeftRun): readonly GateFacts[] {
  const { config, job } = door;
  const { approvers, given } = job.inputs;
  const shown = runs.find(({ id }) => id === run.id)?.shown ?? null;
  return run.gates.map((gate) => {
    const settings = gateSettings(config, run.trigger, nameOfGate(gate));
    const asked = given.has("approvers")
      ? approvers
      : askedAt(Date.now(), gate.requestedAt, settings);
    const { status, start } = run.state;
    const bound = thread?.pullRequest === true ? boundCommit(run, gate) : null;
    // A new commit is another failure than the one that people are asked about.
    const stops = gate.nodeId === stopNode(start?.github ?? {});
    const over = status === "cancelled" || status === "failed" || status === "finished";
    return toGateFacts(gate, {
      run: run.id,
      thread: run.thread ?? 0,
      initiator: run.initiatorId,
      settings: { ...(stops ? { bind: "head" } : {}), ...settings, approvers: asked },
      answeredBy: run.answeredBy(gate),
      expiresAt: earlier(gateExpiry(gate.requestedAt, settings), run.expiresAt),
      ...(over ? { closed: endOf(run) } : {}),
      ...(shown === null ? {} : { shown }),
      ...(bound === null ? {} : { headSha: bound }),
    });
  });
}

/** A run that a later one has replaced has been outdated by it, and so have its gates. */
function endOf({ events }: LeftRun): "cancelled" | "superseded" {
  const cancelled = events.findLast(({ type }) => type === "run_cancelled");
  return textAt(cancelled?.data ?? null, "reason") === "superseded" ? "superseded" : "cancelled";
}

async function readTeams(
  { client }: Door,
  approvers: readonly string[],
  login: string,
): Promise<AuthorisationRequest["teams"]> {
  const names = [...new Set(approvers.filter((entry) => entry.includes("/")))];
  const entries = names.map(
    async (name) => [name.replace(/^@/, ""), await client.team(name, login)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
