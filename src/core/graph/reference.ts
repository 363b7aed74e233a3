/** References: `{{outputs.plan.steps.0}}` in a text, what they lead to, and the text they become. */
import type { MappingEntry, Template, TemplatePart } from "./graph.ts";
import { once } from "./once.ts";
import { isFields, isList, toText } from "./value.ts";
import type { Fields, Value } from "./value.ts";

/** The first names of references; in expressions any other first name is a field. */
export const namespaces = [
  "vars",
  "input",
  "outputs",
  "artifacts",
  "loop",
  "run",
  "github",
] as const;

const namespaceNames: ReadonlySet<string> = new Set(namespaces);

/** One of the first names that references begin with. */
export type Namespace = (typeof namespaces)[number];

/** True for the first name of a reference. */
export function isNamespace(name: string | undefined): name is Namespace {
  return name !== undefined && namespaceNames.has(name);
}

/** A reference in a text, as offsets of its braces. */
export interface Reference {
  readonly ref: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** A `{{` that begins no reference: never closed, or with something else than a path inside. */
export interface TemplateFault {
  readonly start: number;
  readonly end: number;
  readonly kind: "unclosed" | "not-a-path";
}

/** A text cut into plain text (`\{{` already unescaped) and references. */
export interface ParsedTemplate {
  readonly parts: readonly (string | Reference)[];
  readonly faults: readonly TemplateFault[];
}

/** The value that a path leads to, null where there is nothing. */
export type Resolve = (path: readonly string[]) => Value;

/** What a path is; letters of all scripts take long to tell an engine about: only where there is one. */
const inside = once(() => {
  const name = "[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*";
  return new RegExp(`^ *(${name}(?:\\.(?:${name}|[0-9]+))*) *$`, "u");
});
const index = /^(?:0|[1-9][0-9]*)$/;

/**
 * Finds the references of a text from left to right; what is no reference stays text.
 *
 * @example
 * parseTemplate("Fix {{vars.file}}").parts; // ["Fix ", { ref: ["vars", "file"], start: 4, end: 17 }]
 */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: (string | Reference)[] = [];
  const faults: TemplateFault[] = [];
  let plain = "";
  let from = 0;
  for (let open = text.indexOf("{{"); open !== -1; open = text.indexOf("{{", from)) {
    const found = readReference(text, open, from);
    plain += text.slice(from, found.kind === "escaped" ? open - 1 : open);
    from = found.end;
    if (found.kind === "reference") {
      if (plain !== "") parts.push(plain);
      parts.push({ ref: found.ref, start: open, end: found.end });
      plain = "";
    } else {
      plain += text.slice(open, found.end);
      if (found.kind !== "escaped") faults.push({ start: open, end: found.end, kind: found.kind });
      if (found.kind === "unclosed") break;
    }
  }
  plain += text.slice(from);
  if (plain !== "") parts.push(plain);
  return { parts, faults };
}

/** A parsed text as the graph keeps it. */
export function toTemplate(parsed: ParsedTemplate): Template {
  return parsed.parts.map((part) => (typeof part === "string" ? part : { ref: part.ref }));
}

/**
 * Follows a path through own keys of objects and decimal indices of lists, to any depth.
 * Where there is nothing, it is null.
 */
export function resolvePath(path: readonly string[], scope: Value): Value {
  let value = scope;
  for (const step of path) {
    value = member(value, step);
    if (value === null) return null;
  }
  return value;
}

/** A resolver over plain values, namespaces as keys. */
export function resolverOf(scope: Fields): Resolve {
  return (path) => resolvePath(path, scope);
}

/** The text of a template, every reference replaced once; what values contain is never looked at again. */
export function renderTemplate(template: Template, resolve: Resolve): string {
  let text = "";
  for (const part of template) text += typeof part === "string" ? part : toText(resolve(part.ref));
  return text;
}

/** The value of a mapping's template: typed if it is exactly one reference, else its text. */
export function evaluateTemplate(template: Template, resolve: Resolve): Value {
  const reference = loneReference(template);
  return reference === undefined ? renderTemplate(template, resolve) : resolve(reference);
}

/** The path of a template that is exactly one reference, or undefined. */
export function loneReference(template: Template): readonly string[] | undefined {
  const [part] = template;
  if (template.length !== 1 || part === undefined || typeof part === "string") return undefined;
  return part.ref;
}

/** What a mapping brings: its keys, each with a value, null where a reference leads nowhere. */
export function evaluateMapping(entries: readonly MappingEntry[], resolve: Resolve): Fields {
  return Object.fromEntries(
    entries.map(({ key, value }) => [key, evaluateTemplate(value, resolve)]),
  );
}

/** A template as an author would write it, for messages and diagrams. */
export function printTemplate(template: Template): string {
  return template.map(printPart).join("");
}

function printPart(part: TemplatePart): string {
  return typeof part === "string" ? part.replaceAll("{{", "\\{{") : `{{${part.ref.join(".")}}}`;
}

type Opening =
  | { readonly kind: "reference"; readonly end: number; readonly ref: readonly string[] }
  | { readonly kind: "escaped" | "unclosed" | "not-a-path"; readonly end: number };

/** What the `{{` at an offset is. Nothing behind an unclosed one is closed, so the search ends there. */
function readReference(text: string, open: number, from: number): Opening {
  if (open > from && text[open - 1] === "\\") return { kind: "escaped", end: open + 2 };
  const close = text.indexOf("}}", open + 2);
  if (close === -1) return { kind: "unclosed", end: open + 2 };
  const content = text.slice(open + 2, close);
  const ref = plainPath(content) ?? inside().exec(content)?.[1]?.split(".");
  if (ref === undefined) return { kind: "not-a-path", end: close + 2 };
  return { kind: "reference", end: close + 2, ref };
}

/** The names of a path of ASCII letters, digits after a letter, and dots, as most are; else undefined. */
function plainPath(content: string): string[] | undefined {
  const names: string[] = [];
  let from = 0;
  for (let at = 0; at < content.length; at += 1) {
    const char = content.charCodeAt(at);
    if (char === 0x2e && at > from) {
      names.push(content.slice(from, at));
      from = at + 1;
    } else if (!isLetter(char) && (at === from || char < 0x30 || char > 0x39)) return undefined;
  }
  if (from === content.length) return undefined;
  names.push(content.slice(from));
  return names;
}

function isLetter(char: number): boolean {
  return (char >= 0x61 && char <= 0x7a) || (char >= 0x41 && char <= 0x5a) || char === 0x5f;
}

function member(value: Value, key: string): Value {
  if (isList(value)) return index.test(key) ? (value[Number(key)] ?? null) : null;
  if (!isFields(value) || !Object.hasOwn(value, key)) return null;
  return value[key] ?? null;
}
