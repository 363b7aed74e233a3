/** What the form of `.github/iter.yml` refuses, in words: what stands there, and what may stand there. */
import type { z } from "zod";
import { resolvePath } from "#core/graph/reference.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import { didYouMean } from "#core/text/suggest.ts";
import type { YamlPath as Path } from "../yaml-file.ts";
import { mistakeAt, showPath } from "./mistake.ts";
import type { ConfigMistake, LineOf } from "./mistake.ts";

type Issue = z.core.$ZodIssue;

/** What is read, and with which schema. */
export interface ReadForm {
  readonly schema: unknown;
  readonly value: Value;
  readonly at: LineOf;
}

/** The mistakes behind what zod found, one for each place. */
export function describeIssues(issues: readonly Issue[], form: ReadForm): readonly ConfigMistake[] {
  const found = issues.flatMap((issue) => narrow(issue, form)).flatMap((one) => tell(one, form));
  const first = new Map(found.toReversed().map((mistake) => [mistake.path, mistake]));
  return found.filter((mistake) => first.get(mistake.path) === mistake);
}

/** Of a place that takes several forms: what is wrong with the one that was meant. */
function narrow(issue: Issue, { value }: ReadForm): readonly Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const given = resolvePath(issue.path.map(String), value);
  const inside = issue.errors.find((each) => each.every(({ path }) => path.length > 0));
  if (inside !== undefined && (isList(given) || isFields(given)))
    return inside.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
  const values = issue.errors
    .flat()
    .flatMap((each) =>
      each.code === "invalid_value" && each.path.length === 0 ? each.values : [],
    );
  const { path, message } = issue;
  return values.length === 0 ? [issue] : [{ code: "invalid_value", values, path, message }];
}

function tell(issue: Issue, form: ReadForm): readonly ConfigMistake[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(form.schema, path);
    return issue.keys.map((key) => {
      const hint = didYouMean(key, known, `there are ${known.join(", ")}.`);
      return mistakeAt([...path, key], form.at, `There is no key \`${key}\`; ${hint}`);
    });
  }
  return [mistakeAt(path, form.at, sentence(issue, resolvePath(path.map(String), form.value)))];
}

function sentence(issue: Issue, given: Value): string {
  const place = `\`${showPath(issue.path)}\``;
  const known = issue.code === "invalid_value" ? issue.values.map(String) : [];
  const wanted = wantedBy(issue);
  if (given === null) return `${place} is missing; it must be ${wanted}.`;
  if (issue.code === "invalid_type")
    return `${place} must be ${wanted}, but is ${types[typeOf(given)] ?? "something else"}.`;
  const written = typeof given === "string" ? given : JSON.stringify(given);
  return `${place} can't be \`${written}\`; ${didYouMean(written, known, `it must be ${wanted}.`)}`;
}

/** What may stand there, behind "it must be". */
function wantedBy(issue: Issue): string {
  switch (issue.code) {
    case "invalid_value": {
      const [only = ""] = issue.values.map(String);
      return issue.values.length === 1 ? `\`${only}\`` : `one of ${issue.values.join(", ")}`;
    }
    case "invalid_type":
      return types[issue.expected] ?? issue.expected;
    case "too_small":
      return `${issue.inclusive === true ? "at least" : "more than"} ${issue.minimum}`;
    default:
      return issue.message;
  }
}

const types: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "`true` or `false`",
  int: "a whole number",
  number: "a number",
  object: "a mapping",
  record: "a mapping",
  string: "a text",
};

function typeOf(value: Value): string {
  return isList(value) ? "array" : typeof value;
}

/** The keys that a mapping may have: what the schema refuses nothing of. */
function knownKeys(schema: unknown, path: Path): readonly string[] {
  let found: unknown = schema;
  for (const key of path) found = step(found, String(key));
  const { def, shape } = unwrap(found);
  return Object.keys(shape ?? readInspected(def?.keyType).enum ?? {});
}

function step(schema: unknown, key: string): unknown {
  const { def, shape } = unwrap(schema);
  return def?.valueType ?? shape?.[key];
}

interface Inspected {
  readonly def?: {
    readonly innerType?: unknown;
    readonly valueType?: unknown;
    readonly keyType?: unknown;
  };
  readonly shape?: Readonly<Record<string, unknown>>;
  /** The values of an enum. */
  readonly enum?: Readonly<Record<string, unknown>>;
}

function unwrap(schema: unknown): Inspected {
  let found = readInspected(schema);
  while (found.def?.innerType !== undefined) found = readInspected(found.def.innerType);
  return found;
}

function readInspected(schema: unknown): Inspected {
  return schema ?? {};
}
