/**
 * Asks somebody who sits at a terminal: the fields of a gate one by one, again after a mistake.
 *
 * What a run says comes from models and from files, so nothing of it reaches the terminal with
 * commands in it.
 */
import type { Readable, Writable } from "node:stream";
import { readAnswer } from "#core/graph/answer.ts";
import type { AnswerField } from "#core/graph/answer.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { HumanPort } from "#core/ports/human.ts";
import type { FieldError } from "#core/run/failure.ts";
import type { Interaction } from "#core/run/state.ts";
import { toPrintable, toPrintableLine } from "#core/text/printable.ts";
import { createLineReader } from "./line-reader.ts";
import type { LineReader } from "./line-reader.ts";

/** What asking needs. */
export interface TerminalHumanOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Who sits there. */
  readonly by: string;
  /** Aborted when the run stops: open questions stay open. */
  readonly signal: AbortSignal;
  /** Called on Ctrl-C while a question is open. */
  readonly interrupt: () => void;
  /** Takes everything else off the screen until the returned function is called. */
  readonly stepAside: () => () => void;
  readonly emphasize: (text: string) => string;
  /** Takes secrets out of what is said; a mistake quotes what was typed. */
  readonly redact?: (text: string) => string;
}

/** Creates the port. */
export function createTerminalHuman(options: TerminalHumanOptions): HumanPort {
  const { by, signal } = options;
  return {
    async ask(gate, mistakes) {
      const answeredBefore = gate.submissions.some((submission) => submission.by === by);
      if (signal.aborted || answeredBefore) return "later";
      const back = options.stepAside();
      const lines = createLineReader(options);
      try {
        const questioner = createQuestioner(lines, options);
        for (const line of describeGate(gate, mistakes, options)) questioner.say(line);
        const answers = await askFields(gate.fields, questioner);
        return answers === undefined ? "later" : { answers, by, via: "terminal" };
      } finally {
        lines.close();
        back();
      }
    },
  };
}

/** Asks one line; undefined if there will be no answer. */
interface Questioner {
  ask(prompt: string): Promise<string | undefined>;
  say(text: string): void;
}

function createQuestioner(
  lines: LineReader,
  { output, redact = (text) => text }: TerminalHumanOptions,
): Questioner {
  return {
    ask: (prompt) => lines.ask(prompt),
    say: (text) => output.write(`${redact(text)}\n`),
  };
}

async function askFields(
  fields: readonly AnswerField[],
  questioner: Questioner,
): Promise<Fields | undefined> {
  const answers: [string, string][] = [];
  for (const [index, field] of fields.entries()) {
    const text = await askField(field, index === 0, questioner);
    if (text === undefined) return undefined;
    if (text !== "" || field.optional !== true) answers.push([field.name, text]);
  }
  return Object.fromEntries(answers);
}

/** The text of an answer that fits; an empty one at the first field means that nobody answers now. */
async function askField(
  field: AnswerField,
  isFirst: boolean,
  questioner: Questioner,
): Promise<string | undefined> {
  const hint = isFirst
    ? ", empty to answer later"
    : field.optional === true
      ? ", may be empty"
      : "";
  const prompt = `  ${toPrintableLine(field.name)} (${describeType(field)}${hint}): `;
  for (;;) {
    const line = await questioner.ask(prompt);
    if (line === undefined || (isFirst && line.trim() === "")) return undefined;
    const empty = field.optional === true && line.trim() === "";
    const typed = ["bool", "decision"].includes(field.type) ? spellOut(line) : line;
    const given = empty ? {} : { [field.name]: typed };
    const result = readAnswer([field], given, "text");
    if ("value" in result) return empty ? "" : typed;
    for (const { message } of result.errors) questioner.say(`    ${toPrintableLine(message)}`);
  }
}

/** At a prompt one letter is enough. */
function spellOut(line: string): string {
  const word = line.trim().toLowerCase();
  return word === "y" ? "yes" : word === "n" ? "no" : line;
}

function describeType({ type, enum: allowed }: AnswerField): string {
  if (allowed !== undefined) {
    const words = allowed.map(toPrintableLine).join(" | ");
    return type === "string[]" ? `some of ${words}, with commas between` : words;
  }
  const types: Readonly<Record<string, string>> = {
    string: "text",
    bool: "yes or no",
    decision: "approve or reject",
    int: "a whole number",
    float: "a number",
    json: "JSON",
    "string[]": "texts, with commas between",
  };
  return types[type] ?? type;
}

function describeGate(
  gate: Interaction,
  mistakes: readonly FieldError[],
  { emphasize }: TerminalHumanOptions,
): string[] {
  const place = gate.branchId === "" ? gate.nodeId : `${gate.branchId}/${gate.nodeId}`;
  const more = gate.minAnswers > 1 ? `, ${gate.minAnswers} people have to answer` : "";
  return [
    "",
    emphasize(`${toPrintableLine(place)} asks (gate ${gate.gate}${more})`),
    ...indent(gate.instructions ?? ""),
    ...describeValue(gate.questions),
    ...(gate.proposal === null ? [] : ["  proposed:", ...describeValue(gate.proposal)]),
    ...mistakes.map(
      ({ field, message }) => `  ✗ ${field ?? "the answer"} ${toPrintableLine(message)}`,
    ),
  ];
}

function describeValue(value: Value): string[] {
  if (value === null) return [];
  if (!isFields(value)) return indent(toText(value));
  return Object.entries(value).flatMap(([name, item]) => {
    const [first = "", ...rest] = indent(toText(item));
    return [`  ${toPrintableLine(name)}: ${first.trim()}`, ...rest.map((line) => `  ${line}`)];
  });
}

function toText(value: Value): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function indent(text: string): string[] {
  const clean = toPrintable(text).trim();
  return clean === "" ? [] : clean.split("\n").map((line) => `  ${line}`);
}
