/**
 * The rules of GitHub for programs: what a comment asks for, who may ask it, which comments are
 * ours, and how text comes in and goes out. Pure: facts in, decisions out.
 *
 * @example
 * const command = parseCommand("/iter approve g1");
 */
export { authorise } from "./authorise/authorise.ts";
export type { AuthorisationRequest, GateFacts, Ruling } from "./authorise/authorise.ts";
export { decideMode } from "./auto-mode/decide-mode.ts";
export type { ModeContext, ModeDecision, Start } from "./auto-mode/decide-mode.ts";
export type { Command, CommandName, Mistake, MistakeCode } from "./commands/command.ts";
export { parseCommand } from "./commands/commands.ts";
export type { CommandOptions, ParsedCommand } from "./commands/commands.ts";
export { explainMistake, renderHelp } from "./commands/help.ts";
export type { Config } from "./config/config.ts";
export { readConfig } from "./config/read-config.ts";
export type { ConfigMistake } from "./config/mistake.ts";
export { eventKey, runId } from "./event-key.ts";
export { readMarker, writeMarker } from "./markers.ts";
export type { MarkedComment, Marker, MarkerKind, MarkerOptions } from "./markers.ts";
export { isProtected } from "./protected-paths.ts";
export { explainReason } from "./reasons.ts";
export { sanitiseIn } from "./sanitise/sanitise-in.ts";
export { sanitiseOut } from "./sanitise/sanitise-out.ts";
export type { OutOptions } from "./sanitise/sanitise-out.ts";
