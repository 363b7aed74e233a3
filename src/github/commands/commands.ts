/** Reads the command in a comment. Spec: github §4. */
import { dropHidden, normalise } from "../hidden-characters.ts";
import { readArguments } from "./arguments.ts";
import type { Reading } from "./arguments.ts";
import { readBelow } from "./below.ts";
import { mistake, MistakeError } from "./command.ts";
import type { Command, CommandName, Mistake } from "./command.ts";
import { findCommand } from "./grammar.ts";
import type { CommandForm } from "./grammar.ts";
import { beforeMail, isIndentedCode, markFences } from "./lines.ts";
import type { Line } from "./lines.ts";
import { nearestCommand } from "./nearest.ts";
import { skipBlanks, takeRest, takeWord } from "./scan.ts";
import type { Cursor } from "./scan.ts";

/** How commands begin here. */
export interface CommandOptions {
  /** `/iter` if absent. */
  readonly prefix?: string;
  /** A comment that begins with it is `run` with the rest as text. */
  readonly trigger_phrase?: string;
}

/** A command, a mistake in one, or null: the comment is none. */
export type ParsedCommand = Command | { readonly error: Mistake } | null;

const longestLine = 1000;
const longestBody = 65_536;

/**
 * The command in a comment.
 *
 * @example
 * parseCommand("/iter approve g1"); // { command: "approve", gate: "g1" }
 * parseCommand("Looks good to me"); // null
 */
export function parseCommand(body: string, options: CommandOptions = {}): ParsedCommand {
  const { prefix = "/iter", trigger_phrase: phrase = "" } = options;
  const lines = normalise(body.replace(/^\uFEFF/, "")).split("\n");
  const at = lines.findIndex((line) => line.trim() !== "");
  const [first = "", ...rest] = at === -1 ? [] : lines.slice(at);
  if (isIndentedCode(first)) return null;
  const cursor: Cursor = { line: first.replace(/^ {0,3}/, ""), at: 0 };
  const word = takeWord(cursor);
  const isCommand = sameWord(word, prefix);
  if (!isCommand && (phrase === "" || !sameWord(word, phrase))) return null;
  const below = markFences(rest);
  let known: CommandName | undefined;
  try {
    checkLine(body, first);
    if (!isCommand) return readPhrase(cursor, below);
    const form = readCommandWord(cursor);
    known = form.name;
    if (below.some((line) => isAnother(line, prefix))) mistake("several_commands");
    return readCommand(form, cursor, below);
  } catch (error) {
    if (!(error instanceof MistakeError)) throw error;
    return { error: { ...error.mistake, ...(known === undefined ? {} : { command: known }) } };
  }
}

function checkLine(body: string, first: string): void {
  if (first.length > longestLine || body.length > longestBody) mistake("too_long");
  if (dropHidden(first, "\u200D\uFE0F") !== first) mistake("hidden_characters");
}

function readPhrase(cursor: Cursor, below: readonly Line[]): Command {
  const lines = beforeMail(below).map(({ text }) => text);
  const text = [takeRest(cursor), ...lines].join("\n").trim();
  return { command: "run", ...(text === "" ? {} : { text }), phrase: true };
}

function readCommandWord(cursor: Cursor): CommandForm {
  skipBlanks(cursor);
  const word = takeWord(cursor);
  const form = findCommand(word === "" ? "help" : word);
  return form ?? mistake("unknown_command", word, nearestCommand(word));
}

function readCommand(form: CommandForm, cursor: Cursor, below: readonly Line[]): Command {
  const reading: Reading = {
    form,
    given: { command: form.name },
    pairs: new Map(),
    raise: new Map(),
  };
  readArguments(reading, cursor);
  const { given, raise } = reading;
  if (raise.size > 0) given.raise = Object.fromEntries(raise);
  readBelow(reading, beforeMail(below));
  return { ...given, command: form.name };
}

/** A second command in one comment, where a reader would see it as one. */
function isAnother({ text, fence }: Line, prefix: string): boolean {
  if (fence !== null || isIndentedCode(text)) return false;
  const words = text.replace(/^ {0,3}/, "").split(/\s/, 1);
  return sameWord(words[0] ?? "", prefix);
}

/** Equal but for the case of ASCII letters. */
function sameWord(word: string, wanted: string): boolean {
  const lower = (text: string): string =>
    text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return lower(word) === lower(wanted);
}
