/** Variables and presets. */
import type { FieldType, Preset, Variable } from "#core/graph/graph.ts";
import { isFieldType } from "#core/graph/schema.ts";
import type { Value } from "#core/graph/value.ts";
import type {
  PresetsSyntax,
  VarsSyntax,
  VariableSyntax,
  Word,
} from "#core/languages/iter/syntax.ts";
import { readAssigned } from "./json.ts";
import type { Assignment } from "./json.ts";
import { ignoring, lineAt, say } from "./scope.ts";
import type { Scope } from "./scope.ts";

/** A variable with its declared type, null if that is unknown. */
export interface DeclaredVariable {
  readonly variable: Variable;
  readonly type: FieldType | null;
}

/** A named set of values, and which names it gives them to. */
export interface DeclaredPreset {
  readonly name: Word;
  readonly values: readonly PresetValue[];
}

type PresetValue = PresetsSyntax["presets"][number]["values"][number];

const types = ["string", "bool", "int", "float", "json", "string[]"];

/** The variables of a block; a second one of a name is left out. */
export function lowerVars(scope: Scope, vars: VarsSyntax): DeclaredVariable[] {
  const { first, repeated } = splitByName(scope, vars.variables, (name) => `${name}_2: …`);
  for (const variable of repeated) lowerVariable(ignoring(scope), variable);
  return first.map((variable) => lowerVariable(scope, variable));
}

/** The presets of a block; a second one of a name is left out. */
export function lowerPresets(scope: Scope, syntax: PresetsSyntax): DeclaredPreset[] {
  const { first, repeated } = splitByName(scope, syntax.presets, (name) => `${name}_2:`);
  for (const { values } of repeated)
    for (const { name, value } of values)
      readAssigned(ignoring(scope), assignmentOf(name.text, null, ""), value);
  return first.map(({ name, values }) => ({ name, values: firstKeys(scope, values) }));
}

/** Puts values to the variables of a preset. */
export function lowerPreset(
  scope: Scope,
  preset: DeclaredPreset,
  variables: ReadonlyMap<string, DeclaredVariable>,
  complete: boolean,
): Preset {
  const values = new Map<string, Value>();
  for (const { name, value } of preset.values) {
    const declared = variables.get(name.text);
    if (declared === undefined && complete)
      say(scope, "C108", name.span, { name: name.text, known: [...variables.keys()] });
    const type = declared?.type ?? null;
    const assignment = assignmentOf(name.text, type, `${name.text}: `);
    const read = readAssigned(scope, assignment, value);
    if (read !== undefined) values.set(name.text, read);
  }
  return { name: preset.name.text, values: Object.fromEntries(values) };
}

/** The declared type, null and a report if there is none of that name. */
export function readType(scope: Scope, type: Word): FieldType | null {
  if (isFieldType(type.text)) return type.text;
  say(scope, "E021", type.span, { type: type.text, types });
  return null;
}

/** Reports every further item of a name; the first ones count. */
export function splitByName<Item extends { readonly name: Word }>(
  scope: Scope,
  items: readonly Item[],
  rename: (name: string) => string,
): { readonly first: readonly Item[]; readonly repeated: readonly Item[] } {
  const first = new Map<string, Item>();
  const repeated: Item[] = [];
  for (const item of items) {
    const { text: name, span } = item.name;
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, item);
      continue;
    }
    const line = lineAt(scope, earlier.name.span);
    say(scope, "E010", span, { what: "name", name, line, rename: rename(name) });
    repeated.push(item);
  }
  return { first: [...first.values()], repeated };
}

function firstKeys(scope: Scope, values: readonly PresetValue[]): PresetValue[] {
  const first = new Map<string, PresetValue>();
  for (const item of values) {
    const earlier = first.get(item.name.text);
    if (earlier === undefined) first.set(item.name.text, item);
    else {
      const line = lineAt(scope, earlier.name.span);
      say(scope, "C104", item.name.span, { name: item.name.text, line });
    }
  }
  return [...first.values()];
}

function lowerVariable(
  scope: Scope,
  { name, type: written, value }: VariableSyntax,
): DeclaredVariable {
  const type = readType(scope, written);
  const assignment = assignmentOf(name.text, type, `${name.text}: ${written.text} = `);
  const read = value === null ? undefined : readAssigned(scope, assignment, value);
  const unset = [...assignment.unset];
  const variable: Variable = {
    name: name.text,
    type: type ?? "json",
    required: read === undefined,
    ...(read !== undefined && { default: read }),
    ...(unset.length > 0 && { unset }),
    implied: false,
  };
  return { variable, type };
}

function assignmentOf(variable: string, type: FieldType | null, before: string): Assignment {
  return { variable, type, before, unset: new Set() };
}
