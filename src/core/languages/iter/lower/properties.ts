/** The properties of a declaration or block, read by their table. */
import { oncePer } from "#core/graph/once.ts";
import { isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { PropertySpec, PropertyTable } from "#core/kinds/kind.ts";
import type { PropertyOrigin } from "#core/languages/language.ts";
import type { Block, Property, SyntaxValue } from "#core/languages/iter/syntax.ts";
import type { Span } from "#core/text/span.ts";
import { describeForm, refuseForm, refuseValue, unread } from "./forms.ts";
import type { Given, Reading } from "./forms.ts";
import { lineAt, say } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { readers } from "./values.ts";

/** Properties that were written, each once, by canonical name. */
export type PropertiesReading = ReadonlyMap<string, ReadProperty>;

/** A property as it was read. */
export interface ReadProperty extends PropertyOrigin {
  readonly spec: PropertySpec;
  readonly reading: Reading;
  /** What was read of a block. */
  readonly block: PropertiesReading | null;
}

/** A table, and how messages call what has these properties. */
export interface Owner {
  /** Begins a sentence: "An agent", "The block `budget`". */
  readonly title: string;
  readonly table: PropertyTable;
  /** Further words that may begin a line here. */
  readonly others?: readonly string[];
}

/** Reads properties; unknown ones and those given twice are reported and left out. */
export function readProperties(
  scope: Scope,
  owner: Owner,
  properties: readonly Property[],
): PropertiesReading {
  const names = spellingsOf(owner.table);
  const read = new Map<string, ReadProperty>();
  for (const property of properties) {
    const { text: written, span } = property.name;
    const name = names.get(written);
    const spec = name === undefined ? undefined : owner.table[name];
    if (name === undefined || spec === undefined) {
      const known = [...names.keys(), ...(owner.others ?? [])];
      say(scope, "E012", span, { owner: owner.title, name: written, known });
      continue;
    }
    const first = read.get(name);
    if (first === undefined) read.set(name, readProperty(scope, spec, property));
    else say(scope, "C104", span, { name: written, line: lineAt(scope, first.name) });
  }
  return read;
}

/**
 * What the graph has of them: values, else defaults.
 *
 * A property that is absent and has no default is null in a node and left out in a block.
 */
export function fieldsOf(
  table: PropertyTable,
  reading: PropertiesReading | undefined,
  absent: "null" | "omitted",
): Fields {
  const fields: Record<string, Value> = {};
  for (const name of Object.keys(table)) {
    const spec = table[name];
    if (spec === undefined) continue;
    const value = reading?.get(name)?.reading.value ?? defaultOf(spec);
    if (value !== undefined) fields[spec.field] = value;
    else if (absent === "null") fields[spec.field] = null;
  }
  return fields;
}

/** The texts of a list; nothing if the value is none. */
export function textsIn(value: Value | undefined): string[] {
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

function defaultOf(spec: PropertySpec): Value | undefined {
  if (spec.default !== undefined) return spec.default;
  return spec.form === "block" ? defaultsOf(spec.block ?? {}) : undefined;
}

/** What the graph has of a block of which nothing is written. */
const defaultsOf: (table: PropertyTable) => Fields = oncePer((table) =>
  fieldsOf(table, undefined, "omitted"),
);

/** Canonical names by spelling. */
const spellingsOf: (table: PropertyTable) => ReadonlyMap<string, string> = oncePer((table) => {
  const entries = Object.entries(table).flatMap(([name, spec]) =>
    [name, ...(spec.aliases ?? [])].map((spelling) => [spelling, name] as const),
  );
  return new Map(entries);
});

function readProperty(scope: Scope, spec: PropertySpec, property: Property): ReadProperty {
  const { name, body } = property;
  if (body === "opaque" || body.form === "block") return readBlock(scope, spec, property);
  const reading = readValue(scope, { name: name.text, spec, value: body });
  return {
    name: name.span,
    value: body.span,
    items: itemsOf(spec, body),
    spec,
    reading,
    block: null,
  };
}

function readValue(scope: Scope, given: Given): Reading {
  const { spec } = given;
  if (spec.form === "block" || spec.form === "expressions") return refuseValue(scope, given);
  const reading = readers[spec.form](scope, given);
  return spec.form === "retry" ? retryOf(spec, reading) : reading;
}

function readBlock(scope: Scope, spec: PropertySpec, { name, body, span }: Property): ReadProperty {
  const origin = {
    name: name.span,
    value: span,
    items: body === "opaque" ? [] : itemsOf(spec, body),
    spec,
  };
  if (body !== "opaque" && body.form === "block") {
    if (spec.form === "expressions")
      return { ...origin, reading: readExpressions(scope, spec, body), block: null };
    if (spec.block !== undefined) {
      const owner = { title: `The block \`${name.text}\``, table: spec.block };
      const block = readProperties(scope, owner, body.properties);
      const reading = { value: fieldsOf(spec.block, block, "omitted"), known: true };
      return { ...origin, reading, block };
    }
  }
  const place = { span: name.span, found: "a block" };
  return { ...origin, reading: refuseForm(scope, { name: name.text, spec }, place), block: null };
}

/** `retry: n` is a block with nothing but `max`; 0 is no retry at all. */
function retryOf(spec: PropertySpec, { value, known }: Reading): Reading {
  if (typeof value !== "number") return unread;
  if (value === 0) return { value: null, known };
  return { value: { ...defaultsOf(spec.block ?? {}), max: value }, known };
}

function readExpressions(scope: Scope, spec: PropertySpec, block: Block): Reading {
  const first = new Map<string, Span>();
  const expressions: Value[] = [];
  for (const { name, body } of block.properties) {
    const given = { name: name.text, spec };
    const earlier = first.get(name.text);
    if (body === "opaque" || body.form !== "string") {
      const isBlock = body === "opaque" || body.form === "block";
      const place = isBlock
        ? { span: name.span, found: "a block", wants: "a string" }
        : { span: body.span, found: describeForm(body), wants: "a string" };
      refuseForm(scope, given, place);
    } else if (earlier === undefined) {
      expressions.push({ name: name.text, expression: body.text });
    }
    if (earlier === undefined) first.set(name.text, name.span);
    else {
      const line = lineAt(scope, earlier);
      const rename = `${name.text}_2: "…"`;
      say(scope, "E010", name.span, { what: "name", name: name.text, line, rename });
    }
  }
  return { value: expressions, known: true };
}

const none: PropertyOrigin["items"] = [];

function itemsOf(spec: PropertySpec, body: SyntaxValue | Block): PropertyOrigin["items"] {
  if (body.form === "block")
    return spec.form === "expressions" ? body.properties.map(entryOf) : none;
  if (body.form !== "list" || (spec.form !== "names" && spec.form !== "servers")) return none;
  return body.items
    .filter((item) => item.form === "name" || item.form === "string")
    .map((item) => ({ text: item.text, span: item.span, traced: null }));
}

function entryOf({ name, body }: Property): PropertyOrigin["items"][number] {
  const traced = body !== "opaque" && body.form === "string" ? body : null;
  return { text: name.text, span: name.span, traced };
}
