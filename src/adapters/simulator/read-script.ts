/** Reads a simulator's script from YAML and says where in the text it is wrong. */
import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import type { z } from "zod";
import { suggest } from "#core/text/suggest.ts";
import { Refusal } from "#core/run/failure.ts";
import type { FieldError } from "#core/run/failure.ts";
import { itemKeys, scriptKeys, scriptSchema, toolItemKeys } from "./script-schema.ts";
import type { Script } from "./script.ts";

/**
 * Reads a script.
 *
 * @throws Refusal `INPUT_INVALID` with one entry per mistake, each with its `path:line:column`.
 * @example
 * readScript("nodes:\n  review:\n    - output: { ok: true }\n", "script.yaml");
 */
export function readScript(text: string, path: string): Script {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const faults = document.errors.map((error) => ({
    field: place(error.pos[0]),
    message: error.message,
  }));
  if (faults.length > 0) throw refusal(path, faults);
  const checked = scriptSchema.safeParse(readValue(document, path) ?? {});
  if (checked.success) return checked.data;
  throw refusal(
    path,
    checked.error.issues.flatMap((issue) => toFaults(document, issue, place)),
  );
}

/** The document as plain values; aliases that explode are refused. */
function readValue(document: Document, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw refusal(path, [{ field: `${path}:1:1`, message }]);
  }
}

function refusal(path: string, errors: readonly FieldError[]): Refusal {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new Refusal(
    "INPUT_INVALID",
    `The script cannot be used: ${first?.field ?? path}: ${first?.message ?? ""}${more}`,
    {
      errors,
      hint: `a script has ${scriptKeys.map((key) => `\`${key}\``).join(", ")}; an item has one of \`output\`, \`text\`, \`tool_calls\`, \`ask\`, \`error\` or \`stdout\``,
    },
  );
}

function toFaults(
  document: Document,
  issue: z.core.$ZodIssue,
  place: (offset: number) => string,
): FieldError[] {
  if (issue.code !== "unrecognized_keys") {
    return [{ field: place(offsetOf(document, issue.path)), message: sentence(issue) }];
  }
  return issue.keys.map((key) => ({
    field: place(offsetOfKey(document, issue.path, key)),
    message: unknownKey(key, issue.path),
  }));
}

function sentence(issue: z.core.$ZodIssue): string {
  const at = issue.path.map(String).join(".");
  return at === "" ? issue.message : `\`${at}\`: ${issue.message}`;
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const known = knownKeys(path);
  const nearest = suggest(key, known);
  const where = path.length === 0 ? "a script" : `\`${path.map(String).join(".")}\``;
  const advice = nearest === undefined ? "" : ` Did you mean \`${nearest}\`?`;
  return `\`${key}\` is no key of ${where}.${advice}`;
}

/** Keys that are allowed at a place, for "did you mean". */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return scriptKeys;
  if (path.length === 3) return path[0] === "tools" ? toolItemKeys : itemKeys;
  return [];
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
