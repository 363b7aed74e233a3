/** Reads the lines below a command: more text, variables or fields. Spec: github §4.2. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { Reading } from "./arguments.ts";
import { mistake } from "./command.ts";
import { readFieldsYaml } from "./fields-yaml.ts";
import type { Pairs } from "./fields-yaml.ts";
import type { Line } from "./lines.ts";

const data: ReadonlySet<string> = new Set(["yaml", "yml", "json"]);

/** Adds what stands below to what was read. */
export function readBelow(reading: Reading, lines: readonly Line[]): void {
  switch (reading.form.below) {
    case "nothing":
      return;
    case "text":
      addText(reading, lines);
      return;
    case "variables":
      addVariables(reading, lines);
      return;
    case "fields":
      addFields(reading, lines);
  }
}

function addText({ given }: Reading, lines: readonly Line[]): void {
  const text = [given.text ?? "", ...lines.map((line) => line.text)].join("\n").trim();
  if (text !== "") given.text = text;
}

function addVariables(reading: Reading, lines: readonly Line[]): void {
  const fenced = firstFence(lines, (word) => data.has(word));
  if (fenced === null) addText(reading, lines);
  const vars = merge(reading, fenced === null ? [] : readFieldsYaml(fenced));
  if (Object.keys(vars).length > 0) reading.given.vars = vars;
}

function addFields(reading: Reading, lines: readonly Line[]): void {
  const { given } = reading;
  const fenced = firstFence(lines, (word) => word === "" || data.has(word));
  const below = fenced ?? plainYaml(lines);
  if (below === null) addText(reading, lines);
  const fields = merge(reading, below === null ? [] : readFieldsYaml(below));
  const some = Object.keys(fields).length > 0;
  if (some && given.text !== undefined) mistake("mixed_answer");
  if (!some && given.text === undefined) mistake("empty_answer");
  if (some) given.fields = fields;
}

/** The text in the first fence whose word will do. */
function firstFence(lines: readonly Line[], wanted: (word: string) => boolean): string | null {
  const start = lines.findIndex(({ edge, fence }) => edge && fence !== null && wanted(fence));
  if (start === -1) return null;
  const inside = lines.slice(start + 1);
  const end = inside.findIndex(({ edge }) => edge);
  return textOf(end === -1 ? inside : inside.slice(0, end));
}

/** The lines as they are, if they begin like a field. */
function plainYaml(lines: readonly Line[]): string | null {
  const first = lines.find(({ text }) => text.trim() !== "");
  return first !== undefined && /^[A-Za-z_][A-Za-z0-9_]*:(\s|$)/.test(first.text)
    ? textOf(lines)
    : null;
}

function textOf(lines: readonly Line[]): string {
  return lines.map(({ text }) => `${text}\n`).join("");
}

function merge({ pairs }: Reading, below: Pairs): Fields {
  const all = new Map<string, Value>(pairs);
  for (const [name, value] of below) {
    if (all.has(name)) mistake("duplicate_field", name);
    all.set(name, value);
  }
  return Object.fromEntries(all);
}
