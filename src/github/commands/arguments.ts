/** Reads what stands behind a command's name on its line. Spec: github §4.2. */
import type { Command, Raise } from "./command.ts";
import { mistake } from "./command.ts";
import { readAmount } from "./amount.ts";
import { findCommand, optionForms } from "./grammar.ts";
import type { ArgumentKind, CommandForm, OptionName } from "./grammar.ts";
import { nearestCommand } from "./nearest.ts";
import { peekWord, skipBlanks, takePair, takeRest, takeWord } from "./scan.ts";
import type { Cursor } from "./scan.ts";

/** What was read so far. */
export interface Reading {
  readonly form: CommandForm;
  readonly given: { -readonly [Key in keyof Command]?: Command[Key] };
  readonly pairs: Map<string, string>;
  readonly raise: Map<keyof Raise, number>;
}

type Reader = (reading: Reading, cursor: Cursor) => boolean;

const trigger = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const path = /^[A-Za-z0-9_][A-Za-z0-9_./-]*\.iter$/;
const recipe = /^[A-Za-z0-9_][A-Za-z0-9_./-]*$/;
const gate = /^g[1-9][0-9]{0,3}$/i;
const sha = /^[0-9a-f]{12,64}$/i;
const shortSha = /^(?=.*[0-9])[0-9a-f]{7,11}$/i;
const runOfOurs = /^iter_[0-9a-hjkmnp-tv-z]{20}$/;
const anyRun = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const topic = /^[A-Za-z0-9_.-]{1,64}$/;
const optionForm = /^(?:--|[—–])([^=]*)(?:=(.*))?$/;

/** Reads arguments and options up to the text; the text is what is left. */
export function readArguments(reading: Reading, cursor: Cursor): void {
  const { form, given } = reading;
  while (skipBlanks(cursor)) {
    if (peekWord(cursor) === "--") {
      takeWord(cursor);
      break;
    }
    if (readOption(reading, cursor)) continue;
    if (!form.takes.some((kind) => readers[kind](reading, cursor))) break;
  }
  skipBlanks(cursor);
  if (!form.text && cursor.at < cursor.line.length)
    mistake("unexpected_argument", peekWord(cursor));
  const text = takeRest(cursor);
  if (text !== "") given.text = text;
}

/** A reader says whether what it found was its own; then the cursor stands behind it. */
const readers: Readonly<Record<ArgumentKind, Reader>> = {
  name: readName,
  pair(reading, cursor) {
    const pair = takePair(cursor);
    if (pair === null) return false;
    if (reading.pairs.has(pair[0])) mistake("duplicate_field", pair[0]);
    reading.pairs.set(...pair);
    return true;
  },
  gate({ given, pairs }, cursor) {
    if (!gate.test(peekWord(cursor)) || pairs.size > 0) return false;
    if (given.gate !== undefined) mistake("several_gates", peekWord(cursor));
    given.gate = takeWord(cursor).toLowerCase();
    return true;
  },
  sha({ given }, cursor) {
    const word = peekWord(cursor);
    if (given.sha !== undefined) return false;
    if (shortSha.test(word)) mistake("sha_too_short", word);
    if (!sha.test(word)) return false;
    given.sha = takeWord(cursor).toLowerCase();
    return true;
  },
  run({ given }, cursor) {
    if (given.run !== undefined || !runOfOurs.test(peekWord(cursor))) return false;
    given.run = takeWord(cursor);
    return true;
  },
  node({ given }, cursor) {
    if (given.node !== undefined || !trigger.test(peekWord(cursor))) return false;
    given.node = takeWord(cursor);
    return true;
  },
  topic({ given }, cursor) {
    if (given.topic !== undefined || !topic.test(peekWord(cursor))) return false;
    given.topic = takeWord(cursor);
    return true;
  },
  amount({ raise }, cursor) {
    const [dimension, by] = readAmount(takeWord(cursor));
    if (raise.has(dimension)) mistake("duplicate_field", dimension);
    raise.set(dimension, by);
    return true;
  },
  command({ given }, cursor) {
    if (given.topic !== undefined) return false;
    const word = takeWord(cursor);
    const known = findCommand(word);
    if (known === undefined) return mistake("unknown_command", word, nearestCommand(word));
    given.topic = known.name;
    return true;
  },
};

/** A name comes first where text may follow; else it would be a word of the text. */
function readName({ form, given, pairs }: Reading, cursor: Cursor): boolean {
  const word = peekWord(cursor);
  if (given.name !== undefined || pairs.size > 0) return false;
  if (form.text && (Object.keys(given).length > 1 || /^[A-Za-z_][A-Za-z0-9_]*=/.test(word)))
    return false;
  const fits = trigger.test(word) || (path.test(word) && !word.includes(".."));
  if (!fits) mistake("bad_name", word);
  given.name = takeWord(cursor);
  return true;
}

function readOption({ form, given }: Reading, cursor: Cursor): boolean {
  const [whole, word = "", attached] = optionForm.exec(peekWord(cursor)) ?? [];
  if (whole === undefined) return false;
  const name = form.options.find((known) => known === word);
  if (name === undefined) return mistake("unknown_option", word);
  takeWord(cursor);
  if (optionForms[name].value === undefined) {
    if (attached !== undefined) mistake("unexpected_argument", attached);
    setFlag(given, name);
  } else setOption(given, name, attached ?? takeValue(cursor, name));
  return true;
}

function takeValue(cursor: Cursor, name: OptionName): string {
  skipBlanks(cursor);
  return optionForm.test(peekWord(cursor)) ? mistake("missing_value", name) : takeWord(cursor);
}

function setFlag(given: Reading["given"], name: OptionName): void {
  if (name === "dry-run") given.dry_run = true;
  if (name === "force") given.force = true;
  if (name === "all") given.all = true;
  if (name !== "detailed" && name !== "full") return;
  if (given.view !== undefined && given.view !== name) mistake("conflicting_options", name);
  given.view = name;
}

function setOption(given: Reading["given"], name: OptionName, value: string): void {
  if (value === "") mistake("missing_value", name);
  if (name === "sha" || name === "run" || name === "recipe" || name === "tail") {
    if (given[name] !== undefined) mistake("duplicate_field", name);
  }
  if (name === "sha") given.sha = readSha(value);
  if (name === "tail") given.tail = readCount(value);
  if (name === "run") given.run = readPlain(value, anyRun, "bad_run");
  if (name === "recipe") given.recipe = readPlain(value, recipe, "bad_name");
}

function readSha(value: string): string {
  if (/^[0-9a-f]{1,11}$/i.test(value)) return mistake("sha_too_short", value);
  return sha.test(value) ? value.toLowerCase() : mistake("bad_sha", value);
}

function readCount(value: string): number {
  const count = /^[0-9]{1,3}$/.test(value) ? Number(value) : 0;
  return count >= 1 && count <= 500 ? count : mistake("bad_number", value);
}

function readPlain(value: string, form: RegExp, code: "bad_run" | "bad_name"): string {
  return form.test(value) && !value.includes("..") ? value : mistake(code, value);
}
