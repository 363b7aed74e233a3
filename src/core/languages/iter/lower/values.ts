/** Values of properties by their form: what the graph gets, and the faults of their form. */
import { parseDuration } from "#core/graph/duration.ts";
import { toTemplate } from "#core/graph/reference.ts";
import type { ListValue, NameValue, SyntaxValue, Text } from "#core/languages/iter/syntax.ts";
import type { PropertyForm } from "#core/kinds/kind.ts";
import type { Value } from "#core/graph/value.ts";
import { describeForm, refuseForm, refuseValue, samples, unread } from "./forms.ts";
import type { Given, Reading } from "./forms.ts";
import { readNumber } from "./numbers.ts";
import { isDeclared, noteVariables, say, sourceAt } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { expandText, lowerCommand, traceTemplate } from "./texts.ts";

/** Forms that stand on one line; those that need a block are read with their properties. */
export type LineForm = Exclude<PropertyForm, "block" | "expressions">;

type Reader = (scope: Scope, given: Given) => Reading;

/** Reads a value as its property wants it. */
export const readers: Readonly<Record<LineForm, Reader>> = {
  string: only("string", readString),
  model: only("string", readString),
  delegate: only("string", readDelegate),
  duration: only("string", readDuration),
  effort: (scope, given) =>
    given.value.form === "name"
      ? readWord(scope, { ...given, value: given.value })
      : readEffort(scope, given),
  command: only("string", (scope, given) => {
    const template = traceTemplate(given.value);
    return { ...lowerCommand(scope, template), known: true, template };
  }),
  script: only("string", (_, given) => {
    const template = traceTemplate(given.value);
    return { value: toTemplate(template), known: true, template };
  }),
  schema: only("name", (scope, given) => readDeclared(scope, given, "schemas")),
  prompt: only("name", (scope, given) => readDeclared(scope, given, "prompts")),
  name: only("name", (_, { value }) => ({ value: value.text, known: true })),
  word: only("name", readWord),
  bool: only("name", readBool),
  whole: only("number", readNumber),
  number: only("number", readNumber),
  retry: only("number", readNumber),
  texts: only("list", readTexts),
  tools: only("list", (scope, given) => readItems(scope, given, readToolName)),
  names: only("list", (scope, given) => readItems(scope, given, readBareName)),
  "env-names": only("list", readVariableNames),
  servers: only("list", (scope, given) => readItems(scope, given, readNameOrText)),
};

/** A reader for values of one form; any other form is reported. */
function only<Form extends SyntaxValue["form"]>(
  form: Form,
  read: (scope: Scope, given: Given<Extract<SyntaxValue, { form: Form }>>) => Reading,
): Reader {
  return (scope, given) => (hasForm(given, form) ? read(scope, given) : refuseValue(scope, given));
}

function hasForm<Form extends SyntaxValue["form"]>(
  given: Given,
  form: Form,
): given is Given<Extract<SyntaxValue, { form: Form }>> {
  return given.value.form === form;
}

function readString(scope: Scope, { spec, value }: Given<Text>): Reading {
  const simulated = scope.options.simulate && (spec.form === "model" || spec.form === "delegate");
  const { text, known } = expandText(scope, value, {
    keepsSecrets: spec.keepsSecrets === true,
    optional: simulated,
    sample: samples[spec.form] ?? "value",
  });
  return { value: text, known };
}

function readDelegate(scope: Scope, given: Given<Text>): Reading {
  const { value, known } = readString(scope, given);
  if (!known || typeof value !== "string") return { value, known };
  const words = given.spec.words ?? {};
  if (Object.hasOwn(words, value)) return { value: words[value], known };
  say(scope, "C103", given.value.span, {
    written: sourceAt(scope, given.value.span),
    known: Object.keys(words),
  });
  return { value, known: false };
}

function readDuration(scope: Scope, given: Given<Text>): Reading {
  const { value, known } = readString(scope, given);
  const ms = typeof value === "string" ? parseDuration(value) : undefined;
  if (known && ms === undefined)
    say(scope, "C107", given.value.span, { written: sourceAt(scope, given.value.span) });
  return { value: known ? ms : undefined, known: known && ms !== undefined };
}

function readEffort(scope: Scope, given: Given): Reading {
  if (given.value.form !== "string") return refuseValue(scope, given);
  const { value, known } = readString(scope, { ...given, value: given.value });
  const words = given.spec.words ?? {};
  if (!known || typeof value !== "string") return unread;
  if (Object.hasOwn(words, value)) return { value: words[value], known };
  say(scope, "C027", given.value.span, { written: sourceAt(scope, given.value.span) });
  return unread;
}

function readWord(
  scope: Scope,
  { name, spec, value }: Given<NameValue>,
  words: Readonly<Record<string, Value>> = spec.words ?? {},
): Reading {
  if (Object.hasOwn(words, value.text)) return { value: words[value.text], known: true };
  say(scope, "E020", value.span, { property: name, word: value.text, words: Object.keys(words) });
  return unread;
}

const bools = { true: true, false: false };

function readBool(scope: Scope, given: Given<NameValue>): Reading {
  return readWord(scope, given, bools);
}

function readDeclared(
  scope: Scope,
  { value }: Given<NameValue>,
  what: "schemas" | "prompts",
): Reading {
  const known = isDeclared(scope, what, value.text);
  if (!known) {
    const holes = { name: value.text, known: [...scope.names[what].keys()] };
    say(scope, what === "schemas" ? "C002" : "C003", value.span, holes);
  }
  return { value: value.text, known };
}

function readTexts(scope: Scope, given: Given<ListValue>): Reading {
  let known = true;
  const texts = given.value.items.flatMap((item) => {
    if (item.form !== "string") return refuseItem(scope, given, item);
    const reading = readString(scope, { ...given, value: item });
    known &&= reading.known;
    return typeof reading.value === "string" ? [reading.value] : [];
  });
  return { value: texts, known };
}

function readVariableNames(scope: Scope, given: Given<ListValue>): Reading {
  const reading = readItems(scope, given, readNameOrText);
  const names = given.value.items.map(readNameOrText).filter((name) => name !== undefined);
  noteVariables(scope, names);
  return reading;
}

function readItems(
  scope: Scope,
  given: Given<ListValue>,
  read: (item: SyntaxValue) => string | undefined,
): Reading {
  const items: string[] = [];
  for (const item of given.value.items) {
    const name = read(item);
    if (name === undefined) refuseItem(scope, given, item);
    else items.push(name);
  }
  return { value: items, known: true };
}

function refuseItem(scope: Scope, given: Given, item: SyntaxValue): never[] {
  refuseForm(scope, given, { span: item.span, found: `${describeForm(item)} in it` });
  return [];
}

function readToolName(item: SyntaxValue): string | undefined {
  return item.form === "name" || item.form === "string" ? item.text : undefined;
}

function readNameOrText(item: SyntaxValue): string | undefined {
  return item.form === "string" ? item.text : readBareName(item);
}

function readBareName(item: SyntaxValue): string | undefined {
  return item.form === "name" && !/[.*]/.test(item.text) ? item.text : undefined;
}
