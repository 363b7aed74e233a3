/**
 * Decides whether a request counts: one pure function over facts, in steps of which the first that
 * decides wins. Spec: github §5.
 */
import { readDecision } from "#core/graph/decision.ts";
import type { Value } from "#core/graph/value.ts";
import { isBefore } from "../instants.ts";
import { ruleOnAnswer } from "./answer.ts";
import { ruleOnChange } from "./change.ts";
import { ruleOnCommand } from "./other-commands.ts";
import { findGate, ruleOnGate } from "./gate.ts";
import { ruleOnPerson } from "./person.ts";
import { rule } from "./request.ts";
import type { AuthorisationRequest, GateFacts, Ruling, Said } from "./request.ts";
import { ruleOnEvent, wishOf } from "./wish.ts";
import type { Wish } from "./wish.ts";

export type { AuthorisationRequest, GateFacts, Ruling } from "./request.ts";

/**
 * What becomes of a command, a review, a button or an approval of an environment.
 *
 * @example
 * const { decision, reason_code } = authorise(request);
 */
export function authorise(request: AuthorisationRequest): Ruling {
  const refused = ruleOnEvent(request);
  if (refused !== null) return refused;
  const wish = wishOf(request);
  if (wish === null) return rule("ignore", "not_a_command");
  if (wish.kind === "other") return ruleOnCommand(request, wish.command);
  const found = findGate(request, wish);
  if ("decision" in found) return found;
  return judge(request, wish, found);
}

function judge(request: AuthorisationRequest, wish: Wish, gate: GateFacts): Ruling {
  const decided = decisionOf(request, wish, gate);
  if (typeof decided === "object") return decided;
  const refused =
    ruleOnPerson(request, gate, decided) ??
    (decided === "reject" ? null : ruleOnChange(request, wish, gate));
  return refused ?? ruleOnAnswer(request, gate, decided);
}

function decisionOf(
  request: AuthorisationRequest,
  { word, command }: Wish,
  gate: GateFacts,
): Said | Ruling {
  const refused = ruleOnGate(gate) ?? ruleOnTime(request, gate);
  if (refused !== null) return refused;
  const approval = gate.kind === "approval";
  if (word !== "answer") return approval ? word : rule("deny", "wrong_command", gate);
  return approval ? toSaid(command?.fields?.[gate.decision_field ?? "approved"]) : "answer";
}

function toSaid(value: Value | undefined): Said {
  const decided = readDecision(value ?? null);
  if (decided === undefined) return "undecided";
  return decided ? "approve" : "reject";
}

function ruleOnTime({ event }: AuthorisationRequest, gate: GateFacts): Ruling | null {
  const early = isBefore(event.at, gate.opened_at);
  const inTime = isBefore(event.at, gate.expires_at);
  if (early === undefined || inTime === undefined) return rule("deny", "api_error", gate);
  if (early) return rule("ignore", "before_gate", gate);
  return inTime ? null : rule("deny", "expired", gate);
}
