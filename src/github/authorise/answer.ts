/** Counts an answer. Spec: github §5 E. */
import { rule } from "./request.ts";
import type { AuthorisationRequest, GateFacts, Ruling, Said } from "./request.ts";

/** Steps 17 to 19. */
export function ruleOnAnswer(
  { sender, answer_valid: valid }: AuthorisationRequest,
  gate: GateFacts,
  said: Said,
): Ruling {
  if (said === "reject") return rule("accept", "rejected", gate);
  if (gate.answered_by.includes(sender.id)) return rule("ignore", "already_counted", gate);
  // Whom nobody can tell apart from the sender could be the sender.
  if (gate.answered_by.includes(null)) return rule("deny", "api_error", gate);
  if (!valid || said === "undecided") return rule("deny", "invalid_answer", gate);
  const people = new Set([...gate.answered_by, sender.id]);
  if (people.size < gate.min_answers) return rule("record", "quorum_open", gate);
  return rule("accept", said === "approve" ? "approved" : "answered", gate);
}
