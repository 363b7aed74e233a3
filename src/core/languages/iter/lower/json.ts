/** JSON of the source as values, and whether they fit the type of a variable. */
import type { FieldType } from "#core/graph/graph.ts";
import { fitsType, readText } from "#core/graph/schema.ts";
import type { Value } from "#core/graph/value.ts";
import type { NameValue, ObjectValue, SyntaxValue, Text } from "#core/languages/iter/syntax.ts";
import { expandVariables, listVariables } from "#core/text/environment.ts";
import { describeForm } from "./forms.ts";
import { checkExact } from "./numbers.ts";
import { lineAt, noteVariables, say, sourceAt } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { refuseSecrets } from "./texts.ts";

/** A variable, and the line that gives it a value. */
export interface Assignment {
  readonly variable: string;
  /** Null if the type is unknown: then anything fits. */
  readonly type: FieldType | null;
  /** What stands before the value: `count: int = `. */
  readonly before: string;
  /** Collects environment variables that keep it from having a value. */
  readonly unset: Set<string>;
}

const samples: Readonly<Record<FieldType, string>> = {
  string: '"text"',
  bool: "true",
  int: "3",
  float: "0.5",
  json: "null",
  "string[]": '["a", "b"]',
};

/** The value of a variable, or undefined if it has a fault or depends on an unset variable. */
export function readAssigned(
  scope: Scope,
  assignment: Assignment,
  value: SyntaxValue,
): Value | undefined {
  const read = readJson(scope, assignment, value);
  if (read === undefined) return undefined;
  const { type } = assignment;
  if (type === null) return read;
  const converted = value.form === "string" ? convert(type, value, read) : read;
  if (converted !== undefined && fits(type, value, converted)) return converted;
  say(scope, "C109", value.span, {
    variable: assignment.variable,
    type,
    written: sourceAt(scope, value.span),
    example: `${assignment.before}${samples[type]}`,
  });
  return undefined;
}

/** Text with a variable in it may stand for a number or a bool. */
function convert(type: FieldType, text: Text, read: Value): Value | undefined {
  const scalar = type === "int" || type === "float" || type === "bool";
  if (!scalar || typeof read !== "string" || listVariables(text.text).length === 0) return read;
  const converted = readText({ type }, read);
  return "value" in converted ? converted.value : undefined;
}

/** An int must be written as one: `2.0` is a float. */
function fits(type: FieldType, written: SyntaxValue, value: Value): boolean {
  const fraction = type === "int" && written.form === "number" && !written.whole;
  return !fraction && fitsType(type, value);
}

function readJson(scope: Scope, assignment: Assignment, value: SyntaxValue): Value | undefined {
  switch (value.form) {
    case "string":
      return readJsonText(scope, assignment, value);
    case "number":
      return checkExact(scope, value) ? value.value : undefined;
    case "name":
      return readConstant(scope, assignment, value);
    case "list": {
      const items = value.items.map((item) => readJson(scope, assignment, item));
      const known = items.filter((item) => item !== undefined);
      return known.length === items.length ? known : undefined;
    }
    case "object":
      return readObject(scope, assignment, value);
  }
}

function readJsonText(scope: Scope, { unset }: Assignment, text: Text): string | undefined {
  if (refuseSecrets(scope, text)) return undefined;
  const expansion = expandVariables(text.text, scope.options.environment, { secrets: "kept" });
  noteVariables(scope, expansion.names);
  for (const { name } of expansion.unset) unset.add(name);
  return expansion.unset.length === 0 ? expansion.text : undefined;
}

function readConstant(
  scope: Scope,
  { variable, type, before }: Assignment,
  name: NameValue,
): Value | undefined {
  if (name.text === "null") return null;
  if (name.text === "true" || name.text === "false") return name.text === "true";
  say(scope, "E002", name.span, {
    fault: "form",
    name: variable,
    wants: "JSON",
    found: describeForm(name),
    example: `${before}${type === "string" || type === null ? `"${name.text}"` : samples[type]}`,
  });
  return undefined;
}

function readObject(scope: Scope, assignment: Assignment, object: ObjectValue): Value | undefined {
  const fields = new Map<string, Value>();
  const first = new Map<string, ObjectValue["entries"][number]>();
  let complete = true;
  for (const entry of object.entries) {
    const { key, value } = entry;
    const earlier = first.get(key.text);
    if (earlier !== undefined) {
      say(scope, "C104", key.span, { name: key.text, line: lineAt(scope, earlier.key.span) });
      continue;
    }
    first.set(key.text, entry);
    const read = readJson(scope, assignment, value);
    if (read === undefined) complete = false;
    else fields.set(key.text, read);
  }
  return complete ? Object.fromEntries(fields) : undefined;
}
