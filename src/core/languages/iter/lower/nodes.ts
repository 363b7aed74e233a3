/** Nodes of every kind, by their kind's table. */
import type { GraphNode } from "#core/graph/graph.ts";
import { isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type {
  NodeDefaults,
  NodeKind,
  PropertySpec,
  PropertyTable,
  WrittenNode,
} from "#core/kinds/kind.ts";
import type { NodeOrigin } from "#core/languages/language.ts";
import type { NodeSyntax } from "#core/languages/iter/syntax.ts";
import { fieldsOf, readProperties, writtenProperties } from "./properties.ts";
import type { PropertiesReading } from "./properties.ts";
import { placeOf, sourceAt } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { checkServerNames } from "./servers.ts";

/** What a workflow means for the nodes of its file. */
export interface Surroundings {
  readonly defaults: NodeDefaults;
  readonly hasWorkflow: boolean;
  /** The workflow was read whole. */
  readonly defaultsKnown: boolean;
  /** All servers that there can be are declared in the file. */
  readonly serversKnown: boolean;
}

/** A node and where it was written. */
export interface LoweredNode {
  readonly node: GraphNode;
  readonly origin: NodeOrigin;
  /** Names that it gives, whether or not they mean something here. */
  readonly uses: { readonly schemas: readonly string[]; readonly prompts: readonly string[] };
}

/** Lowers a node; what only its kind can check, its kind does. */
export function lowerNode(scope: Scope, { syntax, kind, around }: Declared): LoweredNode {
  const owner = { title: titleOf(kind.name), table: kind.properties };
  const reading = readProperties(scope, owner, syntax.properties);
  requireProperties(scope, syntax, kind, reading);
  const fields = completeFields(kind, reading, around.defaults);
  refuseLoneProperties(scope, kind, reading);
  if (around.serversKnown) checkServerNames(scope, reading.blocks.get("mcp"));
  kind.check?.(writtenNode(scope, { syntax, kind, around }, { reading, fields }), scope.report);
  return {
    node: toNode(scope, syntax, kind, fields),
    origin: {
      name: syntax.name.span,
      damaged: scope.isDamaged(),
      properties: reading.origins,
      unreadableMode: kind.properties["mode"] !== undefined && isUnreadable(reading, "mode"),
    },
    uses: { schemas: namesIn(kind, reading, "schema"), prompts: namesIn(kind, reading, "prompt") },
  };
}

function namesIn(kind: NodeKind, reading: PropertiesReading, form: "schema" | "prompt"): string[] {
  const names: string[] = [];
  for (const [name, { value }] of reading.values) {
    if (kind.properties[name]?.form === form && typeof value === "string") names.push(value);
  }
  return names;
}

interface Declared {
  readonly syntax: NodeSyntax;
  readonly kind: NodeKind;
  readonly around: Surroundings;
}

function titleOf(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? "An" : "A"} ${kind}`;
}

function requireProperties(
  scope: Scope,
  { name }: NodeSyntax,
  kind: NodeKind,
  reading: PropertiesReading,
): void {
  if (scope.isDamaged()) return;
  for (const property of Object.keys(kind.properties)) {
    const spec = kind.properties[property];
    if (spec?.required !== true || reading.origins.has(property)) continue;
    const example =
      spec.form === "expressions" ? `${property}:\` with \`total: "1 + 1"` : `${property}: …`;
    const owner = `The ${kind.name} \`${name.text}\``;
    scope.say("E013", name.span, { owner, missing: [property], example });
  }
}

/** Reports properties that mean something only beside a word that isn't there. */
function refuseLoneProperties(scope: Scope, kind: NodeKind, reading: PropertiesReading): void {
  for (const [property, origin] of reading.origins) {
    const condition = kind.properties[property]?.onlyWith;
    if (condition === undefined || isUnreadable(reading, condition.property)) continue;
    if (!holds(kind, reading, condition))
      scope.say("C023", origin.name, { property: sourceAt(scope, origin.name) });
  }
}

type Condition = NonNullable<PropertySpec["onlyWith"]>;

function holds(kind: NodeKind, reading: PropertiesReading, { property, word }: Condition): boolean {
  const value = reading.values.get(property)?.value ?? kind.properties[property]?.default;
  return value === word;
}

function isUnreadable(reading: PropertiesReading, property: string): boolean {
  return reading.origins.has(property) && reading.values.get(property)?.value === undefined;
}

/** The node's fields, without those that mean nothing beside its other words. */
function completeFields(
  kind: NodeKind,
  reading: PropertiesReading,
  defaults: NodeDefaults,
): Fields {
  const moot = mootProperties(kind, reading);
  const fields =
    moot.size === 0
      ? fieldsOf(kind.properties, reading, "null")
      : fieldsOf(withoutMoot(kind, moot), withoutValues(reading, moot), "null");
  const complete = kind.complete?.(fields, defaults) ?? fields;
  return { ...complete, ...handedVariables(complete, reading) };
}

/** Names of properties that mean something only beside a word that isn't there. */
function mootProperties(kind: NodeKind, reading: PropertiesReading): ReadonlySet<string> {
  const moot = new Set<string>();
  for (const name of Object.keys(kind.properties)) {
    const condition = kind.properties[name]?.onlyWith;
    if (condition !== undefined && !holds(kind, reading, condition)) moot.add(name);
  }
  return moot;
}

/** What is moot keeps its default, if it has one. */
function withoutMoot(kind: NodeKind, moot: ReadonlySet<string>): PropertyTable {
  const specs = Object.entries(kind.properties);
  return Object.fromEntries(
    specs.filter(([name, spec]) => !moot.has(name) || spec.default !== undefined),
  );
}

function withoutValues(reading: PropertiesReading, moot: ReadonlySet<string>): PropertiesReading {
  return { ...reading, values: new Map([...reading.values].filter(([name]) => !moot.has(name))) };
}

/** Variables that a command names are handed to it as if `env` named them. */
function handedVariables(fields: Fields, reading: PropertiesReading): { readonly env?: Value } {
  const handed: string[] = [];
  for (const value of reading.values.values()) handed.push(...(value.handed ?? []));
  if (handed.length === 0) return {};
  const named = isList(fields["env"]) ? fields["env"] : [];
  return { env: [...new Set([...named, ...handed])] };
}

function writtenNode(
  scope: Scope,
  { syntax, kind, around }: Declared,
  { reading, fields }: { readonly reading: PropertiesReading; readonly fields: Fields },
): WrittenNode {
  return {
    id: syntax.name.text,
    kind: kind.name,
    fields,
    name: syntax.name.span,
    damaged: scope.isDamaged(),
    properties: writtenProperties(scope, reading),
    hasWorkflow: around.hasWorkflow,
    defaultsKnown: around.defaultsKnown,
  };
}

function toNode(scope: Scope, syntax: NodeSyntax, kind: NodeKind, fields: Fields): GraphNode {
  const common = {
    input: null,
    output: null,
    publish: null,
    await: null,
    readonly: false,
    mutates: kind.mutates?.(fields) ?? false,
  };
  const id = syntax.name.text;
  return { id, kind: kind.name, at: placeOf(scope, syntax.name.span), ...common, ...fields };
}
