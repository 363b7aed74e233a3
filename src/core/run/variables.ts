/** Values of variables: given ones that fit, and defaults. */
import type { Variable } from "../graph/graph.ts";
import { findFault, readText } from "../graph/schema.ts";
import type { FieldError } from "../graph/schema.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { GivenVariable } from "./plan.ts";

/** The variables of a graph from an object; what it does not declare is left aside. */
export function fillVariables(
  declared: readonly Variable[],
  given: Fields,
): { readonly vars: Fields } | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const vars: [string, Value][] = [];
  for (const [name, variable] of uniqueVariables(declared)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const read = readVariable(variable, value === undefined ? undefined : { name, value });
    if ("message" in read) errors.push({ field: name, message: read.message });
    else if (read.value !== undefined) vars.push([name, read.value]);
  }
  return errors.length > 0 ? { errors } : { vars: Object.fromEntries(vars) };
}

/** The first of a name counts: the workflow's block comes before the top-level one. */
export function uniqueVariables(vars: readonly Variable[]): Map<string, Variable> {
  const unique = new Map<string, Variable>();
  for (const variable of vars) {
    if (!unique.has(variable.name)) unique.set(variable.name, variable);
  }
  return unique;
}

/** The value of a variable: what was given if it fits, else the default; undefined if there is neither. */
export function readVariable(
  variable: Variable,
  given: GivenVariable | undefined,
): { readonly value: Value | undefined } | { readonly message: string } {
  const { type, required } = variable;
  if (given === undefined) {
    if (variable.default !== undefined) return { value: variable.default };
    return required ? { message: describeMissing(variable) } : { value: undefined };
  }
  if ("text" in given) return readText({ type }, given.text);
  const message = findFault({ type }, given.value);
  return message === undefined ? { value: given.value } : { message };
}

function describeMissing({ unset = [] }: Variable): string {
  if (unset.length === 0) return "is missing, and has no default";
  const names = unset.map((name) => `\`${name}\``).join(" and ");
  return `is missing, and its default needs ${names}, which ${unset.length > 1 ? "aren't" : "isn't"} set`;
}
