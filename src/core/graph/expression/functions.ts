/** The functions of expressions. Spec: language §10.4. */
import { toCanonicalJson } from "../hash.ts";
import { describeKind, equalValues, isFields, isList, toText } from "../value.ts";
import type { Value } from "../value.ts";
import type { Expression, FunctionName } from "./expression.ts";
import { fail } from "./fault.ts";
import { matchesPattern } from "./pattern/pattern.ts";
import { compareText, countPoints, joinTexts } from "./text.ts";
import { isTrue } from "./truth.ts";

/** Evaluates an argument. */
type Evaluate = (operand: Expression) => Value;

/** Arguments are evaluated as far as they matter; their number is right. */
type Implementation = (args: readonly Expression[], evaluate: Evaluate) => Value;

const nothing: Expression = { kind: "literal", value: null };

/** What each function does. */
export const functions: Readonly<Record<FunctionName, Implementation>> = {
  length: eager(([value = null]) => length(value)),
  concat: eager(concat),
  unique: eager(([value = null]) => unique(value)),
  contains: eager(([value = null, item = null]) => contains(value, item)),
  join: eager(([list = null, separator = null]) => join(list, separator)),
  if: ([condition = nothing, yes = nothing, no = nothing], evaluate) =>
    evaluate(isTrue(evaluate(condition)) ? yes : no),
  default: ([first = nothing, otherwise = nothing], evaluate) => {
    const value = evaluate(first);
    return isEmpty(value) ? evaluate(otherwise) : value;
  },
  coalesce: (args, evaluate) => {
    for (const argument of args) {
      const value = evaluate(argument);
      if (value !== null) return value;
    }
    return null;
  },
  startsWith: eager(([text = null, part = null]) => compareTexts("startsWith", text, part)),
  endsWith: eager(([text = null, part = null]) => compareTexts("endsWith", text, part)),
  matches: eager(([text = null, pattern = null]) => matches(text, pattern)),
  any: (args, evaluate) => quantify("any", args, evaluate),
  all: (args, evaluate) => quantify("all", args, evaluate),
  keys: eager(([value = null]) => keys(value)),
  min: eager((values) => extreme("min", values)),
  max: eager((values) => extreme("max", values)),
};

function eager(implementation: (values: readonly Value[]) => Value): Implementation {
  return (args, evaluate) => implementation(args.map(evaluate));
}

function length(value: Value): number {
  if (value === null) return 0;
  if (typeof value === "string") return countPoints(value);
  if (isList(value)) return value.length;
  return isFields(value) ? Object.keys(value).length : wrongType("length", value);
}

function concat(values: readonly Value[]): Value {
  const given = values.filter((value) => value !== null);
  if (given.length > 0 && given.every(isList)) return given.flat();
  return joinTexts(given.map(toText), "");
}

function unique(value: Value): Value {
  if (value === null) return [];
  if (!isList(value)) return wrongType("unique", value);
  const seen = new Set<string>();
  return value.filter((item) => {
    const identity = toCanonicalJson(item, { skipNulls: true });
    return !seen.has(identity) && seen.add(identity);
  });
}

function contains(value: Value, item: Value): boolean {
  if (value === null) return false;
  if (isList(value)) return value.some((each) => equalValues(each, item));
  if (typeof value !== "string" && !isFields(value)) return wrongType("contains", value);
  if (typeof item !== "string") return wrongType("contains", item);
  return typeof value === "string" ? value.includes(item) : Object.hasOwn(value, item);
}

function join(list: Value, separator: Value): string {
  if (list === null) return "";
  if (!isList(list)) return wrongType("join", list);
  if (typeof separator !== "string") return wrongType("join", separator);
  return joinTexts(list.map(toText), separator);
}

function isEmpty(value: Value): boolean {
  if (value === null || value === "") return true;
  if (isList(value)) return value.length === 0;
  return isFields(value) && Object.keys(value).length === 0;
}

function compareTexts(name: "startsWith" | "endsWith", text: Value, part: Value): boolean {
  if (text === null) return false;
  if (typeof text !== "string") return wrongType(name, text);
  return typeof part === "string" ? text[name](part) : wrongType(name, part);
}

function matches(text: Value, pattern: Value): boolean {
  if (text === null) return false;
  if (typeof text !== "string") return wrongType("matches", text);
  return typeof pattern === "string"
    ? matchesPattern(text, pattern)
    : wrongType("matches", pattern);
}

/** One list, or null for an empty one, stands for its items; other arguments for themselves. */
function quantify(name: "any" | "all", args: readonly Expression[], evaluate: Evaluate): boolean {
  const [only = nothing] = args;
  if (args.length > 1) {
    const holds = (argument: Expression): boolean => isTrue(evaluate(argument));
    return name === "any" ? args.some(holds) : args.every(holds);
  }
  const value = evaluate(only);
  if (isFields(value)) return wrongType(name, value);
  const items = isList(value) ? value : value === null ? [] : [value];
  return name === "any" ? items.some(isTrue) : items.every(isTrue);
}

function keys(value: Value): Value {
  if (value === null) return [];
  return isFields(value) ? Object.keys(value).sort(compareText) : wrongType("keys", value);
}

function extreme(name: "min" | "max", values: readonly Value[]): Value {
  const [only] = values;
  const items = (values.length === 1 && isList(only) ? only : values).filter(
    (item) => item !== null,
  );
  const sign = name === "min" ? 1 : -1;
  let best = items[0] ?? null;
  for (const item of items) {
    if (typeof item === "number" && typeof best === "number") {
      if (sign * (item - best) < 0) best = item;
    } else if (typeof item === "string" && typeof best === "string") {
      if (sign * compareText(item, best) < 0) best = item;
    } else {
      return fail(
        "type",
        `\`${name}\` takes numbers only or strings only, not ${describeKind(best)} and ${describeKind(item)}.`,
      );
    }
  }
  return best;
}

function wrongType(name: FunctionName, value: Value): never {
  return fail("type", `\`${name}\` can't take ${describeKind(value)}.`);
}
