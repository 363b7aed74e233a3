/** Reads `.github/iter.yml`: all of its mistakes, each with its place and what would be right. */
import type { z } from "zod";
import { didYouMean } from "#core/text/suggest.ts";
import { isFields } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import { openYaml } from "../yaml-file.ts";
import type { YamlPath as Path } from "../yaml-file.ts";
import { mergeConfig } from "./config.ts";
import type { Config } from "./config.ts";
import { checkMeaning } from "./meaning.ts";
import { mistakeAt, showPath } from "./mistake.ts";
import type { ConfigMistake, LineOf } from "./mistake.ts";
import { configSchema } from "./schema.ts";

/** The configuration, or what is wrong with it. */
export type ReadConfig =
  { readonly config: Config } | { readonly mistakes: readonly ConfigMistake[] };

/**
 * The configuration in a text, over that of the owner as it was read.
 *
 * @example
 * readConfig("version: 1\ntriggers: { review: { on: pull_request, workflow: review } }");
 */
export function readConfig(text: string, owners: Value = null): ReadConfig {
  const file = openYaml(text);
  const { broken } = file;
  if (broken !== null) {
    const { line, message } = broken;
    return { mistakes: [{ path: "", line, message: `This is no YAML: ${message}` }] };
  }
  const read = configSchema.safeParse(owners === null ? file.value : over(owners, file.value));
  const at: LineOf = (path) => file.lineOf(path);
  const mistakes = read.success
    ? checkMeaning(read.data, at)
    : read.error.issues.flatMap((issue) => describe(issue, at));
  return read.success && mistakes.length === 0 ? { config: read.data } : { mistakes };
}

/** What is wrong with the policy in an owner's file; of the rest is told where it is merged. */
export function findPolicyMistakes(text: string): readonly ConfigMistake[] {
  const file = openYaml(text);
  const policy = isFields(file.value) ? (file.value["policy"] ?? {}) : {};
  const read = configSchema.safeParse({ version: 1, policy });
  return read.success
    ? []
    : read.error.issues.flatMap((issue) => describe(issue, (path) => file.lineOf(path)));
}

/** A repository's file over its owner's, whose policy nobody loosens. */
function over(owners: Value, own: Value): Value {
  if (!isFields(owners)) return own;
  const merged = mergeConfig(owners, own);
  return isFields(merged) ? { ...merged, policy: owners["policy"] ?? {} } : merged;
}

function describe(issue: z.core.$ZodIssue, at: LineOf): readonly ConfigMistake[] {
  const { path } = issue;
  if (issue.code !== "unrecognized_keys")
    return [mistakeAt(path, at, `\`${showPath(path)}\`: ${issue.message}.`)];
  const known = knownKeys(path);
  return issue.keys.map((key) => {
    const hint = didYouMean(key, known, `there are ${known.join(", ")}.`);
    return mistakeAt([...path, key], at, `There is no key \`${key}\`; ${hint}`);
  });
}

/** The keys that a mapping may have: what the schema refuses nothing of. */
function knownKeys(path: Path): readonly string[] {
  let schema: unknown = configSchema;
  for (const key of path) schema = step(schema, String(key));
  return Object.keys(shapeOf(schema));
}

function step(schema: unknown, key: string): unknown {
  const inner = unwrap(schema);
  const { def } = inner;
  if (def?.valueType !== undefined) return def.valueType;
  return shapeOf(inner)[key];
}

interface Inspected {
  readonly def?: { readonly innerType?: unknown; readonly valueType?: unknown };
  readonly shape?: Readonly<Record<string, unknown>>;
}

function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  return unwrap(schema).shape ?? {};
}

function unwrap(schema: unknown): Inspected {
  let found = readInspected(schema);
  while (found.def?.innerType !== undefined) found = readInspected(found.def.innerType);
  return found;
}

function readInspected(schema: unknown): Inspected {
  return schema ?? {};
}
