/** Gates of a run as the rules of GitHub see them, and commands as the answers that they give. Spec: github §6. */
import type { AnswerField } from "#core/graph/answer.ts";
import { toCanonicalJson } from "#core/graph/hash.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { decisionField } from "#core/run/answers.ts";
import { isOpenGate } from "#core/run/state.ts";
import type { Interaction } from "#core/run/state.ts";
import type { GateFacts } from "./authorise/authorise.ts";
import type { Command } from "./commands/command.ts";
import type { GateSettings } from "./config/config.ts";
import { sha256Bytes } from "./hashes.ts";
import { textAt } from "./payload.ts";

/** What is known of a gate besides what the log of its run says. */
export interface GateSurroundings {
  readonly run: string;
  readonly thread: number;
  /** The id of who started the run. */
  readonly initiator: number;
  readonly settings: GateSettings;
  /** The commit that an approval on a pull request is for. */
  readonly headSha?: string;
  readonly expiresAt: string;
  /** The gate is not open any more, though the log may say so. */
  readonly closed?: "expired" | "superseded" | "cancelled";
  /** Ids of the people whose answers were counted; null for one that can't be told. */
  readonly answeredBy: readonly (number | null)[];
  /** Digests of what was shown at the gates of the run; absent where nothing shows them. */
  readonly shown?: Fields;
}

const reasonFields: readonly string[] = ["reason", "feedback", "comment", "notes", "summary"];

/** A gate is an approval if a yes or no is all that matters about it. */
export function gateKind(fields: readonly AnswerField[]): GateFacts["kind"] {
  const decision = decisionField(fields);
  const others = fields.filter(({ name }) => name !== decision);
  const plain = others.every(
    ({ type, enum: choices, optional }) =>
      (type === "string" && choices === undefined) || (type === "value" && optional === true),
  );
  if (decision !== undefined && plain) return "approval";
  const [only] = fields;
  return fields.length === 1 && only?.enum !== undefined ? "choice" : "form";
}

/** The facts of a gate, from its interaction in the log. */
export function toGateFacts(gate: Interaction, around: GateSurroundings): GateFacts {
  const { settings, headSha } = around;
  const kind = gateKind(gate.fields);
  const decision = decisionField(gate.fields);
  return {
    id: gate.gate,
    run: around.run,
    thread: around.thread,
    initiator_id: around.initiator,
    kind,
    ...(decision === undefined ? {} : { decision_field: decision }),
    status: statusOf(gate, around),
    opened_at: wholeSecond(gate.requestedAt),
    expires_at: around.expiresAt,
    permission: settings.permission ?? "write",
    approvers: settings.approvers ?? [],
    min_answers: gate.minAnswers,
    answered_by: around.answeredBy,
    ...(settings["self-approval"] === undefined
      ? {}
      : { self_approval: settings["self-approval"] }),
    ...(isBound(gate, settings) && headSha !== undefined ? { bound_sha: headSha } : {}),
    ...(around.shown === undefined
      ? {}
      : { proposal: proposalDigest(gate), shown_proposal: textAt(around.shown, gate.gate) }),
  };
}

function statusOf(gate: Interaction, { closed }: GateSurroundings): GateFacts["status"] {
  if (gate.withdrawn === true) return "superseded";
  return isOpenGate(gate) ? (closed ?? "open") : "answered";
}

/** True for a gate whose answer is for one commit and no other. */
export function isBound({ fields }: Interaction, { bind }: GateSettings): boolean {
  return (bind ?? (gateKind(fields) === "approval" ? "head" : "none")) === "head";
}

/** What people are asked, all of it, as one hash: an answer is for this and nothing else. */
export function proposalDigest(gate: Interaction): string {
  const { nodeId, instructions, questions, proposal, minAnswers } = gate;
  const fields = gate.fields.map((field): Fields => ({
    ...{ name: field.name, type: field.type, enum: field.enum ?? null },
    optional: field.optional === true,
  }));
  const asked = { node: nodeId, instructions, input: questions, proposal, fields, minAnswers };
  return Buffer.from(sha256Bytes(toCanonicalJson(asked))).toString("hex");
}

/** The fields that a command gives to a gate: its own, its text, and its yes or no. */
export function toAnswers(command: Command, fields: readonly AnswerField[]): Fields {
  const decision = decisionField(fields);
  const texts = fields.filter(
    ({ type, enum: choices }) => type === "string" && choices === undefined,
  );
  const empty = texts.map(({ name }): [string, Value] => [name, ""]);
  const named = reasonFields.find((name) => texts.some((field) => field.name === name));
  const place = named ?? texts[0]?.name ?? fields.find(({ type }) => type === "value")?.name;
  const said: [string, Value][] =
    command.text === undefined || place === undefined ? [] : [[place, command.text]];
  if (command.command === "answer") {
    const [only] = fields.length === 1 ? fields : [];
    const whole: [string, Value][] =
      command.text === undefined || only === undefined
        ? said
        : [[only.name, only.enum === undefined ? command.text : unquote(command.text)]];
    return Object.fromEntries([
      ...(said.length > 0 ? empty : []),
      ...whole,
      ...Object.entries(command.fields ?? {}),
    ]);
  }
  const yes: [string, Value][] =
    decision === undefined ? [] : [[decision, command.command === "approve"]];
  return Object.fromEntries([...empty, ...said, ...yes]);
}

/** A choice of several words may stand in quotes, as the box of its gate shows it. */
function unquote(text: string): string {
  return /^["“”](.*)["“”]$/s.exec(text)?.[1] ?? text;
}

/** The API tells of whole seconds: what was written in the same one was not written before. */
function wholeSecond(time: string): string {
  return time.replace(/\.\d+Z$/, "Z");
}
