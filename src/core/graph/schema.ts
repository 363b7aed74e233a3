/**
 * Values against schemas: outputs strictly, inputs kindly, text from people by its type.
 * Spec: runtime §7.2, §7.4, §16.3.
 */
import { isDeepJson, parseJson, tooDeep } from "./depth.ts";
import type { FieldType, Schema, SchemaField } from "./graph.ts";
import { describeKind, isFields, isList, toText } from "./value.ts";
import type { Fields, Value } from "./value.ts";

/** One field that does not fit; `field` null means the whole. */
export interface FieldError {
  readonly field: string | null;
  readonly message: string;
}

/** What is wanted of a value. */
export type Wanted = Pick<SchemaField, "type" | "enum">;

/** A value that fits, or what is wrong with what was given. */
export type Fitted<Result extends Value = Value> =
  { readonly value: Result } | { readonly errors: readonly FieldError[] };

const wholeText = /^-?\d+$/;
const numberText = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * What keeps an output from fitting: every declared field must be there with its type, null fits
 * `json` only, other keys are allowed. Nothing is converted.
 */
export function checkOutput(schema: Schema, value: Value): FieldError[] {
  if (!isFields(value)) return [notAnObject(value)];
  return checkedFields(schema).flatMap((field) => {
    const given = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
    const message = given === undefined ? describeMissing(field) : findFault(field, given);
    return message === undefined ? [] : [{ field: field.name, message }];
  });
}

/**
 * An input with its declared fields as the schema wants them: a missing one is null, a value of
 * another type is converted where nothing is lost. Other keys are kept.
 */
export function fitInput(schema: Schema, value: Value): Fitted<Fields> {
  if (!isFields(value)) return { errors: [notAnObject(value)] };
  const errors: FieldError[] = [];
  const converted = checkedFields(schema).map((field): [string, Value] => {
    const given = Object.hasOwn(value, field.name) ? (value[field.name] ?? null) : null;
    const result = given === null ? null : convert(field, given);
    const message = result === null ? undefined : findFault(field, result);
    if (message !== undefined) errors.push({ field: field.name, message });
    return [field.name, result];
  });
  if (errors.length > 0) return { errors };
  return { value: Object.fromEntries([...Object.entries(value), ...converted]) };
}

/** True if a value is of a type as it stands. */
export function fitsType(type: FieldType, value: Value): boolean {
  switch (type) {
    case "json":
      return true;
    case "string":
      return typeof value === "string";
    case "bool":
      return typeof value === "boolean";
    case "int":
      return Number.isInteger(value);
    case "float":
      return typeof value === "number";
    case "string[]":
      return isList(value) && value.every((item) => typeof item === "string");
  }
}

/** What is wrong with a value, as the end of a sentence that begins with its name; undefined if it fits. */
export function findFault(wanted: Wanted, value: Value): string | undefined {
  if (!fitsType(wanted.type, value)) {
    return `must be ${describeWanted(wanted)}, but is ${describeGiven(value)}`;
  }
  const allowed = wanted.enum;
  if (allowed === undefined) return undefined;
  const given = isList(value) ? value : [value];
  const other = given.find((item) => typeof item !== "string" || !allowed.includes(item));
  return other === undefined
    ? undefined
    : `must be ${describeWanted(wanted)}, but ${isList(value) ? "has" : "is"} ${describeGiven(other)}`;
}

/** What is wanted, for messages: `a whole number`, `` one of `low`, `high` ``. */
export function describeWanted({ type, enum: allowed }: Wanted): string {
  const words = allowed?.map((word) => `\`${word}\``).join(", ");
  switch (type) {
    case "string":
      return words === undefined ? "a string" : `one of ${words}`;
    case "bool":
      return "true or false";
    case "int":
      return "a whole number";
    case "float":
      return "a number";
    case "json":
      return "JSON";
    case "string[]":
      return words === undefined ? "a list of strings" : `a list of ${words}`;
  }
}

/**
 * The value that a text stands for: of a flag, a form, an answer. An enum matches exactly, else the
 * only value that is equal but for case.
 */
export function readText(
  wanted: Wanted,
  text: string,
): { readonly value: Value } | { readonly message: string } {
  const value = parseText(wanted.type, text);
  if (value === undefined) {
    const deep = wanted.type === "json" && isDeepJson(text);
    return {
      message: deep ? tooDeep : `must be ${describeWanted(wanted)}, but is ${quote(text)}`,
    };
  }
  const matched = wanted.enum === undefined ? value : matchWords(wanted.enum, value);
  const message = findFault(wanted, matched);
  return message === undefined ? { value: matched } : { message };
}

/** True for one of the types of variables and fields. */
export function isFieldType(text: string): text is FieldType {
  return ["string", "bool", "int", "float", "json", "string[]"].includes(text);
}

function parseText(type: FieldType, text: string): Value | undefined {
  const trimmed = text.trim();
  switch (type) {
    case "string":
      return text;
    case "bool":
      return parseBool(trimmed);
    case "int":
      return wholeText.test(trimmed) ? safeInteger(trimmed) : undefined;
    case "float":
      return numberText.test(trimmed) ? finiteNumber(trimmed) : undefined;
    case "json":
      return readJson(text);
    case "string[]":
      if (trimmed.startsWith("[")) return readJson(trimmed);
      return trimmed === "" ? [] : trimmed.split(",").map((item) => item.trim());
  }
}

function parseBool(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (word === "true" || word === "yes") return true;
  return word === "false" || word === "no" ? false : undefined;
}

/** Converts where nothing is lost; anything else is left as it is. */
function convert({ type }: SchemaField, value: Value): Value {
  if (fitsType(type, value)) return value;
  if (type === "string") return toText(value);
  if (type === "string[]" && isList(value)) return value.map(scalarToText);
  if (typeof value !== "string") return value;
  switch (type) {
    case "bool":
      return value === "true" ? true : value === "false" ? false : value;
    case "int":
      return (wholeText.test(value) ? safeInteger(value) : undefined) ?? value;
    case "float":
      return (numberText.test(value) ? finiteNumber(value) : undefined) ?? value;
    case "string[]":
      return readJson(value) ?? value;
    case "json":
      return value;
  }
}

function scalarToText(value: Value): Value {
  return typeof value === "number" || typeof value === "boolean" ? toText(value) : value;
}

function safeInteger(text: string): number | undefined {
  const value = Number(text) + 0;
  return Number.isSafeInteger(value) ? value : undefined;
}

function finiteNumber(text: string): number | undefined {
  const value = Number(text) + 0;
  return Number.isFinite(value) ? value : undefined;
}

function readJson(text: string): Value | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function matchWords(words: readonly string[], value: Value): Value {
  if (isList(value)) return value.map((item) => matchWords(words, item));
  if (typeof value !== "string" || words.includes(value)) return value;
  const near = words.filter((word) => word.toLowerCase() === value.toLowerCase());
  return near.length === 1 ? (near[0] ?? value) : value;
}

/** Names that begin with `_` are Iter's own and never checked. */
function checkedFields(schema: Schema): SchemaField[] {
  return schema.fields.filter(({ name }) => !name.startsWith("_"));
}

function notAnObject(value: Value): FieldError {
  return { field: null, message: `must be an object, but is ${describeGiven(value)}` };
}

function describeMissing(field: SchemaField): string {
  return `is missing; it must be ${describeWanted(field)}`;
}

function describeGiven(value: Value): string {
  if (typeof value === "string") return quote(value);
  return typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : describeKind(value);
}

/** A text in quotes, on one line and short enough for a message. */
function quote(text: string): string {
  const points = Array.from(text.slice(0, 100));
  return JSON.stringify(points.length > 40 ? `${points.slice(0, 40).join("")}…` : text);
}
