/** Reads `.github/iter.yml`: all of its mistakes, each with its place and what would be right. */
import { isFields } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import { openYaml } from "../yaml-file.ts";
import { mergeConfig } from "./config.ts";
import type { Config } from "./config.ts";
import { checkMeaning } from "./meaning.ts";
import { describeIssues } from "./issue-words.ts";
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
  const value = owners === null ? file.value : over(owners, file.value);
  const read = configSchema.safeParse(value);
  const at: LineOf = (path) => file.lineOf(path);
  const mistakes = read.success
    ? checkMeaning(read.data, at)
    : describeIssues(read.error.issues, { schema: configSchema, value, at });
  return read.success && mistakes.length === 0 ? { config: read.data } : { mistakes };
}

/** What is wrong with the policy in an owner's file; of the rest is told where it is merged. */
export function findPolicyMistakes(text: string): readonly ConfigMistake[] {
  const file = openYaml(text);
  const policy = isFields(file.value) ? (file.value["policy"] ?? {}) : {};
  const value = { version: 1, policy };
  const read = configSchema.safeParse(value);
  const at: LineOf = (path) => file.lineOf(path);
  return read.success ? [] : describeIssues(read.error.issues, { schema: configSchema, value, at });
}

/** A repository's file over its owner's, whose policy nobody loosens. */
function over(owners: Value, own: Value): Value {
  if (!isFields(owners)) return own;
  const merged = mergeConfig(owners, own);
  return isFields(merged) ? { ...merged, policy: owners["policy"] ?? {} } : merged;
}
