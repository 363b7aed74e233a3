/** The properties of a declaration or block, read by their table. */
import { isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { PropertySpec, PropertyTable, WrittenProperty } from "#core/kinds/kind.ts";
import type { PropertyOrigin, TracedText } from "#core/languages/language.ts";
import type { Block, Property, SyntaxValue } from "#core/languages/iter/syntax.ts";
import type { Span } from "#core/text/span.ts";
import { describeForm, refuseForm, unread } from "./forms.ts";
import type { Reading } from "./forms.ts";
import { lineAt, sourceAt } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { traceText } from "./texts.ts";
import { readers } from "./values.ts";

/** Properties that were written, each once, by canonical name. */
export interface PropertiesReading {
  readonly values: ReadonlyMap<string, Reading>;
  readonly origins: ReadonlyMap<string, PropertyOrigin>;
  /** What was read of blocks. */
  readonly blocks: ReadonlyMap<string, PropertiesReading>;
}

/** A table, and how messages call what has these properties. */
export interface Owner {
  /** Begins a sentence: "An agent", "The block `budget`". */
  readonly title: string;
  readonly table: PropertyTable;
  /** Further words that may begin a line here. */
  readonly others?: readonly string[];
}

interface Collected {
  readonly values: Map<string, Reading>;
  readonly origins: Map<string, PropertyOrigin>;
  readonly blocks: Map<string, PropertiesReading>;
}

/** Reads properties; unknown ones and those given twice are reported and left out. */
export function readProperties(
  scope: Scope,
  owner: Owner,
  properties: readonly Property[],
): PropertiesReading {
  const names = spellingsOf(owner.table);
  const collected: Collected = { values: new Map(), origins: new Map(), blocks: new Map() };
  for (const property of properties) {
    const name = names.get(property.name.text);
    const spec = name === undefined ? undefined : owner.table[name];
    if (name === undefined || spec === undefined) {
      const known = [...names.keys(), ...(owner.others ?? [])];
      scope.say("E012", property.name.span, {
        owner: owner.title,
        name: property.name.text,
        known,
      });
      continue;
    }
    const first = collected.origins.get(name);
    if (first === undefined) readProperty(scope, { name, spec, property }, collected);
    else {
      const line = lineAt(scope, first.name);
      scope.say("C104", property.name.span, { name: property.name.text, line });
    }
  }
  return collected;
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
    const value = reading?.values.get(name)?.value ?? defaultOf(spec);
    if (value !== undefined) fields[spec.field] = value;
    else if (absent === "null") fields[spec.field] = null;
  }
  return fields;
}

/** Written properties as kinds check them. */
export function writtenProperties(
  scope: Scope,
  reading: PropertiesReading,
): Map<string, WrittenProperty> {
  const entries = [...reading.origins].map(([name, origin]): [string, WrittenProperty] => [
    name,
    {
      name: origin.name,
      value: origin.value,
      source: sourceAt(scope, origin.value),
      known: reading.values.get(name)?.known ?? false,
    },
  ]);
  return new Map(entries);
}

/** The texts of a list; nothing if the value is none. */
export function textsIn(value: Value | undefined): string[] {
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

function defaultOf(spec: PropertySpec): Value | undefined {
  if (spec.default !== undefined) return spec.default;
  return spec.form === "block" ? fieldsOf(spec.block ?? {}, undefined, "omitted") : undefined;
}

/** Canonical names by spelling; the same table is read for every node of a kind. */
const spellings = new WeakMap<PropertyTable, ReadonlyMap<string, string>>();

function spellingsOf(table: PropertyTable): ReadonlyMap<string, string> {
  const known = spellings.get(table);
  if (known !== undefined) return known;
  const entries = Object.entries(table).flatMap(([name, spec]) =>
    [name, ...(spec.aliases ?? [])].map((spelling) => [spelling, name] as const),
  );
  const names = new Map(entries);
  spellings.set(table, names);
  return names;
}

interface Known {
  readonly name: string;
  readonly spec: PropertySpec;
  readonly property: Property;
}

function readProperty(scope: Scope, known: Known, collected: Collected): void {
  const { name, spec, property } = known;
  const { body } = property;
  collected.origins.set(name, originOf(property));
  if (body === "opaque" || body.form === "block")
    collected.values.set(name, readBlock(scope, known, collected));
  else if (spec.form === "block" || spec.form === "expressions")
    collected.values.set(name, refuseLine(scope, known, body));
  else {
    const given = { name: property.name.text, spec, value: body };
    const reading = readers[spec.form](scope, given);
    collected.values.set(name, spec.form === "retry" ? retryOf(spec, reading) : reading);
  }
}

function refuseLine(scope: Scope, { spec, property }: Known, value: SyntaxValue): Reading {
  const place = { span: value.span, found: describeForm(value) };
  return refuseForm(scope, { name: property.name.text, spec }, place);
}

function readBlock(scope: Scope, { name, spec, property }: Known, collected: Collected): Reading {
  const { body } = property;
  if (body !== "opaque" && body.form === "block") {
    if (spec.form === "expressions") return readExpressions(scope, spec, body);
    if (spec.block !== undefined) {
      const owner = { title: `The block \`${property.name.text}\``, table: spec.block };
      const block = readProperties(scope, owner, body.properties);
      collected.blocks.set(name, block);
      return { value: fieldsOf(spec.block, block, "omitted"), known: true };
    }
  }
  const place = { span: property.name.span, found: "a block" };
  return refuseForm(scope, { name: property.name.text, spec }, place);
}

/** `retry: n` is a block with nothing but `max`; 0 is no retry at all. */
function retryOf(spec: PropertySpec, { value, known }: Reading): Reading {
  if (typeof value !== "number") return unread;
  if (value === 0) return { value: null, known };
  const others = fieldsOf(spec.block ?? {}, undefined, "omitted");
  return { value: { ...others, max: value }, known };
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
      scope.say("E010", name.span, { what: "name", name: name.text, line, rename });
    }
  }
  return { value: expressions, known: true };
}

function originOf(property: Property): PropertyOrigin {
  const { name, body, span } = property;
  const isBlock = body === "opaque" || body.form === "block";
  return {
    name: name.span,
    value: isBlock ? span : body.span,
    text: !isBlock && body.form === "string" ? traceText(body) : null,
    items: body === "opaque" ? [] : itemsOf(body),
  };
}

function itemsOf(body: SyntaxValue | Block): PropertyOrigin["items"] {
  if (body.form === "list")
    return body.items
      .filter((item) => item.form === "name" || item.form === "string")
      .map((item) => ({ text: item.text, span: item.span, traced: tracedOf(item) }));
  if (body.form !== "block") return [];
  return body.properties.map(({ name, body: value }) => ({
    text: name.text,
    span: name.span,
    traced: value === "opaque" || value.form === "block" ? null : tracedOf(value),
  }));
}

function tracedOf(value: SyntaxValue): TracedText | null {
  return value.form === "string" ? traceText(value) : null;
}
