/** Whether a person may give a command that is for no gate. Spec: github §5. */
import { defaultCommandLevels } from "../config/command-levels.ts";
import type { Command } from "../commands/command.ts";
import { findCommand } from "../commands/grammar.ts";
import { reaches } from "../levels.ts";
import type { Level } from "../levels.ts";
import { levelOf } from "./person.ts";
import { rule } from "./request.ts";
import type { AuthorisationRequest, Ruling } from "./request.ts";

/** Accepted, or the first reason why not. A listed bot has no level; it was let in by its id. */
export function ruleOnCommand(request: AuthorisationRequest, command: Command): Ruling {
  const isBot = request.sender.type === "Bot";
  const refused = (isBot ? null : ruleOnLevel(request, command)) ?? ruleOnRun(request, command);
  return refused ?? rule("accept", "allowed");
}

function ruleOnLevel(request: AuthorisationRequest, command: Command): Ruling | null {
  const level = levelOf(request);
  if (level === "api_error" || level === "identity_mismatch") return rule("deny", level);
  const allowed = reaches(level, wantedLevel(request, command)) || isTheirs(request, command);
  return allowed ? null : rule("deny", "not_authorised");
}

function wantedLevel(
  { command_levels: given = {} }: AuthorisationRequest,
  command: Command,
): Level {
  const name = command.raise === undefined ? command.command : "raise";
  return given[name] ?? defaultCommandLevels[name] ?? "admin";
}

/** The author of a thread may read about its runs, and who started a run may end it. */
function isTheirs(
  { sender, thread, initiator_id: initiator, run_thread: of = thread.number }: AuthorisationRequest,
  command: Command,
): boolean {
  if (command.command === "cancel") return sender.id === initiator;
  const reading = findCommand(command.command)?.reading === true && command.raise === undefined;
  return reading && sender.id === thread.author_id && of === thread.number;
}

function ruleOnRun(
  { sender, thread }: AuthorisationRequest,
  { command, sha }: Command,
): Ruling | null {
  if (command !== "run") return null;
  if (thread.state !== "open") return rule("deny", "thread_closed");
  // Only a person can have looked at the commit that is named.
  const granted = sha !== undefined && sender.type !== "Bot";
  if (thread.fork && !granted) return rule("deny", "fork_needs_sha");
  const fits = sha === undefined || thread.head_sha?.startsWith(sha) === true;
  return fits ? null : rule("deny", "sha_mismatch");
}
