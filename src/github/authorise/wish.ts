/** What an event asks for, and whether it may ask at all. Spec: github §5 A. */
import type { Command } from "../commands/command.ts";
import { rule } from "./request.ts";
import type { AuthorisationRequest, Ruling } from "./request.ts";

/** An answer to a gate. */
export interface Wish {
  readonly kind: "gate";
  readonly word: "approve" | "reject" | "answer";
  readonly command: Command | undefined;
  readonly review: boolean;
}

/** A command that is for no gate. */
export interface OtherWish {
  readonly kind: "other";
  readonly command: Command;
}

/** What of a request is known before anybody is looked up. */
export type Asked = Pick<
  AuthorisationRequest,
  "event" | "sender" | "identities" | "allow_bots" | "command"
>;

/** What is asked for; null if nothing is. */
export function wishOf({ event, command }: Asked): Wish | OtherWish | null {
  const review = isReview(event.name);
  if (command == null) {
    if (!review) return null;
    const word = stateOf(event.review_state) === "approved" ? "approve" : "reject";
    return { kind: "gate", word, command: undefined, review };
  }
  const { command: word } = command;
  if (word !== "approve" && word !== "reject" && word !== "answer")
    return { kind: "other", command };
  return { kind: "gate", word, command, review };
}

/** Steps 1 to 4: the event's kind, its sender, and whether it was changed since. */
export function ruleOnEvent(request: Asked): Ruling | null {
  const { event, sender, identities, allow_bots: bots } = request;
  if (identities.includes(sender.id)) return rule("ignore", "own_event");
  const odd = isReview(event.name) ? ruleOnReview(request) : ruleOnComment(event.action);
  if (odd !== null) return odd;
  if (sender.type === "Bot") {
    if (!bots.includes(sender.id)) return rule("ignore", "bot_not_allowed");
    const refused = ruleOnBot(wishOf(request));
    if (refused !== null) return refused;
  } else if (sender.type !== "User") return rule("ignore", "not_a_person");
  return event.edited === true ? rule("deny", "edited_comment") : null;
}

function isReview(name: string): boolean {
  return name === "pull_request_review";
}

function ruleOnComment(action: string): Ruling | null {
  if (action === "edited") return rule("ignore", "edited_comment");
  return action === "deleted" ? rule("ignore", "deleted_comment") : null;
}

function ruleOnReview({ event, command }: Asked): Ruling | null {
  if (event.action !== "submitted") return rule("ignore", "review_not_submitted");
  const state = stateOf(event.review_state);
  const answers = command != null || state === "approved" || state === "changes_requested";
  return answers ? null : rule("ignore", "review_comment_only");
}

function ruleOnBot(wish: Wish | OtherWish | null): Ruling | null {
  if (wish?.kind === "gate") return rule("deny", "bot_cannot_answer");
  return wish?.command.command === "run" ? null : rule("deny", "bot_not_allowed");
}

/** The API and the webhooks write states in different cases. */
function stateOf(state: string | undefined): string {
  return state?.toLowerCase() ?? "";
}
