/** Answers to questions: all their fields at once, or every mistake in them. Spec: runtime §16.3. */
import { parseJson, TooDeep, tooDeep } from "./depth.ts";
import { readDecision } from "./decision.ts";
import { findFault, isFieldType, readText } from "./schema.ts";
import type { FieldError, Fitted } from "./schema.ts";
import { suggest } from "../text/suggest.ts";
import type { Fields, Value } from "./value.ts";

/** A field that a question asks for; one that is optional may be left out and is then empty. */
export interface AnswerField {
  readonly name: string;
  readonly type: string;
  readonly enum?: readonly string[];
  readonly optional?: boolean;
}

/** How the values of an answer came: strings from a person are read by the field's type, others are not. */
export type AnswerSource = "text" | "data";

/** An answer that has every field with its type and nothing else; or all that is wrong with it. */
export function readAnswer(
  fields: readonly AnswerField[],
  written: Fields,
  source: AnswerSource,
): Fitted<Fields> {
  const names = fields.map(({ name }) => name);
  const given = nameDecision(fields, written);
  const errors: FieldError[] = Object.keys(given)
    .filter((name) => !names.includes(name))
    .map((name) => unknownField(name, names));
  const values: [string, Value][] = [];
  for (const field of fields) {
    const value = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
    const result = readField(field, value, source);
    if ("message" in result) errors.push({ field: field.name, message: result.message });
    else values.push([field.name, result.value]);
  }
  return errors.length > 0 ? { errors } : { value: Object.fromEntries(values) };
}

function readField(
  field: AnswerField,
  value: Value | undefined,
  source: AnswerSource,
): { readonly value: Value } | { readonly message: string } {
  if (field.type === "decision") return checkDecision(value);
  if (field.type === "value") return readValue(value, source);
  const type = isFieldType(field.type) ? field.type : "json";
  const wanted = field.enum === undefined ? { type } : { type, enum: field.enum };
  if (value === undefined) {
    if (field.optional !== true) return { message: "is missing" };
    return { value: type === "string" ? "" : type === "string[]" ? [] : null };
  }
  if (source === "text" && typeof value === "string") return readText(wanted, value);
  const message = findFault(wanted, value);
  return message === undefined ? { value } : { message };
}

/** A decision may be called `approved` as well. */
function nameDecision(fields: readonly AnswerField[], given: Fields): Fields {
  const decides = fields.some(({ name, type }) => name === "decision" && type === "decision");
  const { approved, ...others } = given;
  if (!decides || approved === undefined || "decision" in given) return given;
  return { ...others, decision: approved };
}

function checkDecision(
  value: Value | undefined,
): { readonly value: Value } | { readonly message: string } {
  if (value === undefined) return { message: "is missing" };
  const known = readDecision(value) !== undefined;
  return known
    ? { value }
    : { message: "must be true, false, or a word such as approve or reject" };
}

/** Any value; a text from a person may be JSON. */
function readValue(
  value: Value | undefined,
  source: AnswerSource,
): { readonly value: Value } | { readonly message: string } {
  if (source === "data" || typeof value !== "string") return { value: value ?? null };
  try {
    return { value: parseJson(value) };
  } catch (error) {
    return error instanceof TooDeep ? { message: tooDeep } : { value };
  }
}

function unknownField(name: string, names: readonly string[]): FieldError {
  const near = suggest(name, names);
  const message =
    near === undefined ? "is not asked for" : `is not asked for; did you mean \`${near}\`?`;
  return { field: name, message };
}
