/** The forms of values: what a property wants, and what is said if it gets something else. */
import type { Value } from "#core/graph/value.ts";
import type { PropertyForm, PropertySpec } from "#core/kinds/kind.ts";
import type { TracedTemplate } from "#core/languages/traced-text.ts";
import { advisePrompt } from "#core/languages/iter/advice.ts";
import type { SyntaxValue } from "#core/languages/iter/syntax.ts";
import type { Span } from "#core/text/span.ts";
import { say, sourceAt } from "./scope.ts";
import type { Scope } from "./scope.ts";

/** A property's value while it is read. */
export interface Given<Form extends SyntaxValue = SyntaxValue> {
  /** As the author spells the property. */
  readonly name: string;
  readonly spec: PropertySpec;
  readonly value: Form;
}

/** What the graph gets. */
export interface Reading {
  /** Undefined if it couldn't be read. */
  readonly value: Value | undefined;
  /** False if it couldn't be read or depends on an unset variable: nothing more is checked. */
  readonly known: boolean;
  /** Environment variables that the text hands to a process. */
  readonly handed?: readonly string[];
  /** The text with its references, if it is one that has some. */
  readonly template?: TracedTemplate;
}

/** A value that couldn't be read. */
export const unread: Reading = { value: undefined, known: false };

const wanted: Readonly<Record<PropertyForm, string>> = {
  string: "a string",
  texts: "a list of strings",
  model: "a string",
  delegate: "a string",
  duration: "a string",
  effort: "a bare word or a string",
  command: "a string",
  script: "a string",
  schema: "a bare name",
  prompt: "a bare name",
  name: "a bare name",
  word: "a bare word",
  bool: "`true` or `false`",
  whole: "a whole number",
  number: "a number",
  tools: "a list of tools",
  names: "a list of bare names",
  "env-names": "a list of names",
  servers: "a list of names",
  retry: "a whole number or a block",
  block: "a block",
  expressions: "a block",
};

/** Values that would do at a place, for help. */
export const samples: Readonly<Partial<Record<PropertyForm, string>>> = {
  model: "openai/gpt-5",
  delegate: "claude_code",
  effort: "high",
  duration: "30m",
};

/** Reports a value of another form than its property takes. */
export function refuseForm(
  scope: Scope,
  given: { readonly name: string; readonly spec: PropertySpec },
  place: { readonly span: Span; readonly found: string; readonly wants?: string },
): Reading {
  const { name, spec } = given;
  const example = exampleOf(name, spec, sourceAt(scope, place.span));
  say(scope, "E002", place.span, {
    fault: "form",
    name,
    wants: place.wants ?? wanted[spec.form],
    found: place.found,
    ...(example === null ? { example: "", advice: advisePrompt(name) } : { example }),
  });
  return unread;
}

/** What a value is, for messages. */
export function describeForm(value: SyntaxValue): string {
  return value.form === "object" ? "an object" : `a ${value.form}`;
}

/** A property as it could be; null for a prompt that was not even named. */
function exampleOf(name: string, spec: PropertySpec, found: string): string | null {
  const word = /^"?([\p{L}_][\p{L}\p{M}\p{N}_]*)"?$/u.exec(found)?.[1];
  switch (spec.form) {
    case "prompt":
      return word === undefined ? null : `${name}: ${word}`;
    case "schema":
    case "name":
      return `${name}: ${word ?? "a_name"}`;
    case "word":
    case "effort":
      return `${name}: ${Object.keys(spec.words ?? {})[0] ?? "a_word"}`;
    case "bool":
      return `${name}: true`;
    case "whole":
    case "number":
    case "retry":
      return `${name}: ${Math.max(1, spec.min ?? 1)}`;
    case "tools":
    case "names":
    case "env-names":
    case "servers":
      return `${name}: [${word ?? "a_name"}]`;
    case "texts":
      return `${name}: ["${word ?? "…"}"]`;
    case "block":
      return `${name}:`;
    case "duration":
      return `${name}: "${/^\d+$/.test(found) ? `${found}m` : (samples.duration ?? "")}"`;
    case "expressions":
      return `${word ?? "total"}: "1 + 1"`;
    default:
      return `${name}: "${samples[spec.form] ?? word ?? "…"}"`;
  }
}

/** Reports a value of another form than its property takes. */
export function refuseValue(scope: Scope, given: Given): Reading {
  return refuseForm(scope, given, { span: given.value.span, found: describeForm(given.value) });
}
