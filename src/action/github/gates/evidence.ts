/**
 * Where answers were given: kept with them, and read again before anything is pushed behind a gate.
 *
 * A log can be forged by whoever can write where it is kept; a comment of somebody else can't.
 * Spec: github §5.
 */
import { sha256Bytes } from "#src/github/hashes.ts";
import type { PushSort, Unproven } from "#adapters/tools/github/executor.ts";
import { createFileStore } from "#adapters/stores/file/file.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { decisionField } from "#core/run/answers.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { asksPeople } from "#core/run/state.ts";
import type { Interaction, Submission } from "#core/run/state.ts";
import { levelOf } from "#src/github/authorise/person.ts";
import { parseCommand } from "#src/github/commands/commands.ts";
import { listAt, numberAt, textAt } from "#src/github/payload.ts";
import { optionsOf } from "../commands/command-options.ts";
import type { Ask } from "../commands/ask.ts";
import type { Door } from "../door.ts";
import { isEntitled } from "./entitled.ts";
import type { AskingRun } from "./entitled.ts";
import { asksEnvironment } from "./environment-gates.ts";
import { producersOf } from "../trust/producers.ts";

/** Says where an answer was given, and by whom. */
export async function evidenceOf(ask: Ask): Promise<Fields> {
  const { door, sender, comment, event, thread, reviewId, review = "", environment } = ask;
  const level = levelOf({ ...(await door.client.permission(sender.login)), sender });
  const [kind, id, body] =
    comment !== null
      ? ["comment", comment.id, comment.body]
      : reviewId !== undefined
        ? ["review", reviewId, review]
        : [environment === undefined ? "dispatch" : "environment", door.workflowRun, ""];
  return {
    ...{ kind, id, url: comment?.url ?? (kind === "review" ? "" : door.runUrl) },
    ...(environment === undefined ? {} : { environment }),
    ...{ actor_id: sender.id, actor_login: sender.login, level, at: event.at },
    head_sha: thread?.headSha ?? null,
    body_sha256: hashOf(body),
  };
}

/** What lacks before something is pushed: a gate that policy wants, or the proof of one. */
export async function findLack(
  door: Door,
  { sorts, ...place }: AskingRun & { readonly sorts: readonly PushSort[] },
): Promise<Unproven | null> {
  const before = listAt(door.config.policy ?? null, "gates-before");
  const wanted = sorts.find((sort) => before.includes(sort));
  if (wanted !== undefined && (await gatesWithYes(door, place.run)).length === 0)
    return { code: "policy_gate_missing", what: `\`${wanted}\`` };
  const gate = await findUnproven(door, place);
  return gate === null ? null : { code: "evidence_gone", what: `the answer to \`${gate.gate}\`` };
}

/** A gate that was answered by a yes which is gone, edited or dismissed; null if there is none. */
export async function findUnproven(door: Door, run: AskingRun): Promise<Interaction | null> {
  for (const gate of await gatesWithYes(door, run.run))
    for (const submission of gate.submissions)
      if (!(await isThere(door, { gate, submission, run }))) return gate;
  return null;
}

/** A gate that was opened again is another one. */
async function gatesWithYes(door: Door, run: string): Promise<readonly Interaction[]> {
  const { events } = await createFileStore(door.job.store).read(run);
  const { interactions, activations } = fold(events);
  return Object.values(interactions).filter(
    (gate) => activations[gate.activationId]?.setAside !== true && saysYes(gate),
  );
}

interface Given {
  readonly gate: Interaction;
  readonly submission: Submission;
  readonly run: AskingRun;
}

/** Checks that have ended are looked at themselves; nobody has said anything. What happened is no yes to what will. */
function saysYes(gate: Interaction): boolean {
  const { answeredAt, answers, fields, about } = gate;
  if (!asksPeople(gate)) return false;
  const decision = decisionField(fields);
  if (about !== undefined && decision === undefined) return false;
  return answeredAt !== null && (decision === undefined || answers?.[decision] === true);
}

function isThere(door: Door, given: Given): Promise<boolean> {
  const evidence = given.submission.evidence ?? null;
  switch (textAt(evidence, "kind")) {
    case "comment":
      return isCommentThere(door, given, evidence);
    case "review":
      return isReviewThere(door, given, evidence);
    case "environment":
      return isApprovalThere(door, given, evidence);
    case "dispatch":
      return isDispatchThere(door, given, evidence);
    default:
      return Promise.resolve(false);
  }
}

/** The same words of the same person, after the gate was opened, and a command for this gate. */
async function isCommentThere(door: Door, { gate, run }: Given, evidence: Value): Promise<boolean> {
  const comment = await door.client.comment(numberAt(evidence, "id") ?? 0);
  if (comment === null) return false;
  if (comment.thread !== run.thread || comment.author.id !== numberAt(evidence, "actor_id"))
    return false;
  if (hashOf(comment.body) !== textAt(evidence, "body_sha256")) return false;
  if (isBefore(comment.createdAt, gate.requestedAt)) return false;
  const editor = (await door.client.editors([comment])).get(comment.id) ?? null;
  const parsed = parseCommand(comment.body, optionsOf(door));
  if (editor !== null || parsed === null || "error" in parsed) return false;
  const answers = parsed.command === "approve" || parsed.command === "answer";
  if (!answers || (parsed.gate ?? gate.gate) !== gate.gate) return false;
  if ((parsed.run ?? run.run) !== run.run) return false;
  const { author: sender, createdAt: at } = comment;
  return isEntitled(door, run, { gate, event: "issue_comment", sender, at, command: parsed });
}

async function isReviewThere(door: Door, { gate, run }: Given, evidence: Value): Promise<boolean> {
  const reviews = run.thread === null ? [] : await door.client.reviews(run.thread);
  const review = reviews.find(({ id }) => id === numberAt(evidence, "id"));
  if (review?.author.id !== numberAt(evidence, "actor_id")) return false;
  const same = hashOf(review.body) === textAt(evidence, "body_sha256");
  if (!same || review.state !== "approved" || isBefore(review.at, gate.requestedAt)) return false;
  const { author: sender, at } = review;
  return isEntitled(door, run, { gate, event: "pull_request_review", sender, at });
}

/** An approval of the environment that the gate asks for, in a run of one of our own files, and nobody's own. */
async function isApprovalThere(
  door: Door,
  { gate, run: of }: Given,
  evidence: Value,
): Promise<boolean> {
  const environment = textAt(evidence, "environment");
  if (!asksEnvironment(door, gate, environment)) return false;
  const { jobs } = door.client;
  const id = numberAt(evidence, "id") ?? 0;
  const run = await jobs.run(id);
  if (run === null || !producersOf(door).includes(run.path)) return false;
  const given = (await jobs.environmentReviews(id)).find(
    ({ state, environments, by }) =>
      state === "approved" &&
      environments.includes(environment) &&
      by.id === numberAt(evidence, "actor_id"),
  );
  if (given === undefined) return false;
  const sender = { ...given.by, type: "User" };
  const at = textAt(evidence, "at");
  return isEntitled(door, of, { gate, event: "environment_approval", sender, at });
}

/** What a form said can't be read again; that one of ours was sent since, and by whom, can. */
async function isDispatchThere(
  door: Door,
  { gate, run }: Given,
  evidence: Value,
): Promise<boolean> {
  const form = await door.client.jobs.run(numberAt(evidence, "id") ?? 0);
  const id = numberAt(evidence, "actor_id");
  if (form === null || id === null || form.actorId !== id) return false;
  const { event, path, createdAt: at } = form;
  if (event !== "workflow_dispatch" || !producersOf(door).includes(path)) return false;
  if (isBefore(at, gate.requestedAt)) return false;
  // A name that isn't theirs is told by the id that GitHub has for it.
  const sender = { id, login: textAt(evidence, "actor_login"), type: "User" };
  return isEntitled(door, run, { gate, event, sender, at });
}

/** The API tells of whole seconds. */
function isBefore(time: string, other: string): boolean {
  return Math.floor(Date.parse(time) / 1000) < Math.floor(Date.parse(other) / 1000);
}

function hashOf(text: string): string {
  return Buffer.from(sha256Bytes(text)).toString("hex");
}
