/** YAML texts that people write, read with the place of everything in them. */
import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import type { z } from "zod";
import { deepestValue, wrapping } from "#core/graph/depth.ts";
import { messageOf } from "#core/text/fault.ts";
import { describeYamlError } from "#core/text/yaml-error.ts";
import { suggest } from "#core/text/suggest.ts";
import type { FieldError } from "#core/run/failure.ts";
import { NoYamlValue, toPlain } from "./yaml-value.ts";

/** A text and what it holds. */
export interface YamlText {
  readonly path: string;
  /** As plain values; null of an empty text. */
  readonly value: unknown;
  /** True if something is written at a path. */
  has(path: readonly PropertyKey[]): boolean;
  /** The line of the value at a path, from 1. */
  lineOf(path: readonly PropertyKey[]): number;
  /** `path:line:column` of the value at a path, or of the nearest thing around it. */
  placeOf(path: readonly PropertyKey[]): string;
  /** The same of a key of the mapping at a path. */
  placeOfKey(path: readonly PropertyKey[], key: string): string;
}

/** What a text must be. */
export interface YamlForm<Read> {
  readonly schema: z.ZodType<Read>;
  /** What has the keys at a path, for messages: `a script`. */
  whatAt(path: readonly PropertyKey[]): string;
  /** Keys that are allowed at a path, for "did you mean". */
  keysAt(path: readonly PropertyKey[]): readonly string[];
  /** What could stand at a path, for who wrote another type there: `"5m"`. */
  sampleAt?(path: readonly PropertyKey[]): string | undefined;
}

/** What was read, or every mistake with its place. */
export type ReadYaml<Read> =
  | { readonly value: Read; readonly yaml: YamlText }
  | { readonly errors: readonly FieldError[]; readonly misshapen?: Misshapen };

/** A text that is YAML, but has not the form. */
export interface Misshapen {
  readonly yaml: YamlText;
  /** Where it hasn't: paths of values and of keys. */
  readonly paths: readonly (readonly PropertyKey[])[];
}

/** Reads a text and checks its form. */
export function readYaml<Read>(text: string, path: string, form: YamlForm<Read>): ReadYaml<Read> {
  const opened = openYaml(text, path);
  if ("errors" in opened) return opened;
  const checked = form.schema.safeParse(opened.value ?? {}, { reportInput: true });
  if (checked.success) return { value: checked.data, yaml: opened };
  const { issues } = checked.error;
  return {
    errors: issues.flatMap((issue) => toFaults(opened, form, issue)),
    misshapen: { yaml: opened, paths: issues.flatMap(pathsOf) },
  };
}

function pathsOf(issue: z.core.$ZodIssue): PropertyKey[][] {
  if (issue.code !== "unrecognized_keys") return [issue.path];
  return issue.keys.map((key) => [...issue.path, key]);
}

function openYaml(text: string, path: string): YamlText | { readonly errors: FieldError[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  if (document.errors.length > 0) {
    return {
      errors: document.errors.map((error) => ({
        field: place(error.pos[0]),
        message: describeYamlError(error),
      })),
    };
  }
  try {
    return {
      path,
      value: toPlain(document, deepestValue + wrapping),
      has: (at) => document.hasIn(at),
      lineOf: (at) => Math.max(1, lines.linePos(offsetOf(document, at)).line),
      placeOf: (at) => place(offsetOf(document, at)),
      placeOfKey: (at, key) => place(offsetOfKey(document, at, key)),
    };
  } catch (error) {
    const at = error instanceof NoYamlValue ? place(error.pos[0]) : `${path}:1:1`;
    return { errors: [{ field: at, message: messageOf(error) }] };
  }
}

function toFaults<Read>(
  yaml: YamlText,
  form: YamlForm<Read>,
  issue: z.core.$ZodIssue,
): FieldError[] {
  if (issue.code !== "unrecognized_keys") {
    return [{ field: yaml.placeOf(issue.path), message: sentence(form, issue) }];
  }
  return issue.keys.map((key) => ({
    field: yaml.placeOfKey(issue.path, key),
    message: unknownKey(form, key, issue.path),
  }));
}

function sentence<Read>(form: YamlForm<Read>, issue: z.core.$ZodIssue): string {
  const at = issue.path.map(String).join(".");
  const what = at === "" ? "the file" : `\`${at}\``;
  if (issue.code === "invalid_type") {
    if (issue.input === undefined) return `${what} is missing`;
    const sample = form.sampleAt?.(issue.path);
    const such = sample === undefined ? "" : `, such as \`${sample}\``;
    return `${what} must be ${wordOf[issue.expected] ?? issue.expected}${such}`;
  }
  if (issue.code === "invalid_value")
    return `${what} must be one of ${issue.values.map(String).join(", ")}`;
  return at === "" ? issue.message : `${what}: ${issue.message}`;
}

/** Types as people who write YAML call them. */
const wordOf: Readonly<Record<string, string | undefined>> = {
  array: "a list",
  object: "a mapping",
  record: "a mapping",
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

function unknownKey<Read>(form: YamlForm<Read>, key: string, path: readonly PropertyKey[]): string {
  const nearest = suggest(key, form.keysAt(path));
  const advice = nearest === undefined ? "" : ` Did you mean \`${nearest}\`?`;
  return `\`${key}\` is no key of ${form.whatAt(path)}.${advice}`;
}

/** Where the value at a path begins, or the nearest thing around it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

/** Where a key of the mapping at a path is written. */
function offsetOfKey(document: Document, path: readonly PropertyKey[], key: string): number {
  const around = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isMap(around)) {
    const pair = around.items.find(({ key: name }) => isScalar(name) && String(name.value) === key);
    if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
  }
  return offsetOf(document, path);
}
