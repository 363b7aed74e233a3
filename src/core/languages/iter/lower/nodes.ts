/** Nodes of every kind, by their kind's table. */
import type { GraphNode } from "#core/graph/graph.ts";
import { oncePer } from "#core/graph/once.ts";
import { isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type {
  NodeDefaults,
  NodeKind,
  PropertySpec,
  WrittenNode,
  WrittenProperty,
} from "#core/kinds/kind.ts";
import type { NodeOrigin } from "#core/languages/language.ts";
import type { TracedTemplate } from "#core/languages/traced-text.ts";
import type { NodeSyntax } from "#core/languages/iter/syntax.ts";
import { fieldsOf, readProperties } from "./properties.ts";
import type { Owner, PropertiesReading, ReadProperty } from "./properties.ts";
import { placeOf, reportIn, say, sourceAt } from "./scope.ts";
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
}

/** Lowers a node; what only its kind can check, its kind does. */
export function lowerNode(scope: Scope, { syntax, kind, around }: Declared): LoweredNode {
  const reading = readProperties(scope, ownerOf(kind), syntax.properties);
  requireProperties(scope, syntax, kind, reading);
  const fields = completeFields(kind, reading, around.defaults);
  refuseLoneProperties(scope, kind, reading);
  if (around.serversKnown) checkServerNames(scope, reading.get("mcp")?.block);
  checkNode(scope, { syntax, kind, around }, { reading, fields });
  const { schemas, prompts, templates } = findUses(reading);
  const { name } = syntax;
  return {
    node: {
      ...fields,
      id: name.text,
      kind: kind.name,
      at: placeOf(scope, name.span),
      mutates: kind.mutates?.(fields) ?? false,
    },
    origin: {
      name: name.span,
      damaged: scope.damage.found,
      properties: reading,
      prompts,
      schemas,
      templates,
      unreadableMode: isUnreadable(reading, "mode"),
    },
  };
}

interface Declared {
  readonly syntax: NodeSyntax;
  readonly kind: NodeKind;
  readonly around: Surroundings;
}

/** What the properties of a node name or refer to. */
interface Uses {
  readonly schemas: string[];
  readonly prompts: string[];
  readonly templates: TracedTemplate[];
}

function findUses(reading: PropertiesReading): Uses {
  const uses: Uses = { schemas: [], prompts: [], templates: [] };
  for (const { spec, reading: read } of reading.values()) {
    const { value, template } = read;
    if (template !== undefined) uses.templates.push(template);
    else if (typeof value !== "string") continue;
    else if (spec.form === "schema") uses.schemas.push(value);
    else if (spec.form === "prompt") uses.prompts.push(value);
  }
  return uses;
}

const ownerOf: (kind: NodeKind) => Owner = oncePer(({ name, properties }) => ({
  title: `${/^[aeiou]/.test(name) ? "An" : "A"} ${name}`,
  table: properties,
}));

function requireProperties(
  scope: Scope,
  { name }: NodeSyntax,
  kind: NodeKind,
  reading: PropertiesReading,
): void {
  if (scope.damage.found) return;
  for (const [property, spec] of specialOf(kind).required) {
    if (reading.has(property)) continue;
    const example =
      spec.form === "expressions" ? `${property}:\` with \`total: "1 + 1"` : `${property}: …`;
    const owner = `The ${kind.name} \`${name.text}\``;
    say(scope, "E013", name.span, { owner, missing: [property], example });
  }
}

/** Properties that must be there, and those that mean something only beside a word. */
interface Special {
  readonly required: readonly (readonly [string, PropertySpec])[];
  readonly conditional: readonly (readonly [string, PropertySpec])[];
}

const specialOf: (kind: NodeKind) => Special = oncePer(({ properties }) => {
  const specs = Object.entries(properties);
  return {
    required: specs.filter(([, spec]) => spec.required === true),
    conditional: specs.filter(([, spec]) => spec.onlyWith !== undefined),
  };
});

/** Reports properties that mean something only beside a word that isn't there. */
function refuseLoneProperties(scope: Scope, kind: NodeKind, reading: PropertiesReading): void {
  for (const [property, { onlyWith }] of specialOf(kind).conditional) {
    const written = reading.get(property);
    if (written === undefined || onlyWith === undefined) continue;
    if (!isUnreadable(reading, onlyWith.property) && !holds(kind, reading, onlyWith))
      say(scope, "C023", written.name, { property: sourceAt(scope, written.name) });
  }
}

type Condition = NonNullable<PropertySpec["onlyWith"]>;

function holds(kind: NodeKind, reading: PropertiesReading, { property, word }: Condition): boolean {
  const value = reading.get(property)?.reading.value ?? kind.properties[property]?.default;
  return value === word;
}

function isUnreadable(reading: PropertiesReading, property: string): boolean {
  const written = reading.get(property);
  return written !== undefined && written.reading.value === undefined;
}

/** The node's fields, without those that mean nothing beside its other words. */
function completeFields(
  kind: NodeKind,
  reading: PropertiesReading,
  defaults: NodeDefaults,
): Fields {
  const moot = mootProperties(kind, reading);
  const fields: Record<string, Value> = { ...blankOf(kind, moot) };
  const handed: string[] = [];
  for (const { spec, reading: read } of reading.values()) {
    const { value } = read;
    if (value !== undefined && value !== null && !moot.includes(spec)) fields[spec.field] = value;
    if (read.handed !== undefined) handed.push(...read.handed);
  }
  const complete = kind.complete?.(fields, defaults) ?? fields;
  return handed.length === 0 ? complete : withHanded(complete, handed);
}

const nothing: readonly PropertySpec[] = [];

/** Properties that mean something only beside a word that isn't there. */
function mootProperties(kind: NodeKind, reading: PropertiesReading): readonly PropertySpec[] {
  const { conditional } = specialOf(kind);
  if (conditional.length === 0) return nothing;
  const moot = conditional.filter(
    ([, { onlyWith }]) => onlyWith !== undefined && !holds(kind, reading, onlyWith),
  );
  return moot.length === 0 ? nothing : moot.map(([, spec]) => spec);
}

/** A node of a kind of which nothing is written; what is moot has no field but for its default. */
function blankOf(kind: NodeKind, moot: readonly PropertySpec[]): Fields {
  if (moot.length === 0) return fullBlankOf(kind);
  return moot.length === specialOf(kind).conditional.length
    ? leastBlankOf(kind)
    : createBlank(kind, moot);
}

// Nodes are copies of these, so that what all of one kind have is put together once.
const fullBlankOf = oncePer((kind: NodeKind) => createBlank(kind, nothing));
const leastBlankOf = oncePer((kind: NodeKind) =>
  createBlank(
    kind,
    specialOf(kind).conditional.map(([, spec]) => spec),
  ),
);

function createBlank(kind: NodeKind, moot: readonly PropertySpec[]): Fields {
  const specs = Object.entries(kind.properties);
  const kept = specs.filter(([, spec]) => !moot.includes(spec) || spec.default !== undefined);
  return {
    id: "",
    kind: kind.name,
    at: null,
    input: null,
    output: null,
    publish: null,
    await: null,
    readonly: false,
    mutates: false,
    ...fieldsOf(Object.fromEntries(kept), undefined, "null"),
  };
}

/** Variables that a command names are handed to it as if `env` named them. */
function withHanded(fields: Fields, handed: readonly string[]): Fields {
  const named = isList(fields["env"]) ? fields["env"] : [];
  return { ...fields, env: [...new Set([...named, ...handed])] };
}

function checkNode(
  scope: Scope,
  { syntax, kind, around }: Declared,
  { reading, fields }: { readonly reading: PropertiesReading; readonly fields: Fields },
): void {
  const written: WrittenNode = {
    id: syntax.name.text,
    kind: kind.name,
    fields,
    name: syntax.name.span,
    damaged: scope.damage.found,
    property: (name) => writtenProperty(scope, reading.get(name)),
    hasWorkflow: around.hasWorkflow,
    defaultsKnown: around.defaultsKnown,
  };
  kind.check?.(written, (diagnostic) => {
    reportIn(scope, diagnostic);
  });
}

function writtenProperty(
  scope: Scope,
  property: ReadProperty | undefined,
): WrittenProperty | undefined {
  if (property === undefined) return undefined;
  const { name, value, reading } = property;
  return { name, value, source: sourceAt(scope, value), known: reading.known };
}
