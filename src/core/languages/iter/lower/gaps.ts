/** What couldn't be read of a file, and the variables that its entry implies. */
import type { Gaps } from "#core/languages/language.ts";
import type { FileReading } from "./declarations.ts";
import type { Declared } from "./declared.ts";
import type { DeclaredVariable } from "./variables.ts";

/** Finds out what must not be called missing. */
export function findGaps({ names, unreadable, vars }: Declared, reading: FileReading): Gaps {
  const lostVars = unreadable.some(({ keyword }) => keyword?.text === "vars");
  const own = reading.workflow?.syntax.vars ?? [];
  return {
    unreadable: names.unreadable,
    anyUnreadable: unreadable.length > 0,
    lostVariable: lostVars || [...own, ...vars].some(({ lost }) => lost > 0),
    lostWorkflowLine: (reading.workflow?.syntax.lost ?? 0) > 0,
    impliedVariablesUnknown: findImplied(reading) === undefined,
  };
}

/**
 * Variables that nobody declares but the entry's input has a field for; undefined if they can't be
 * known. Names with a leading `_` are Iter's own.
 */
export function findImplied(reading: FileReading): readonly DeclaredVariable[] | undefined {
  const { workflow, nodes, schemas, variables } = reading;
  const entry = workflow?.properties.get("entry")?.reading.value;
  const node = typeof entry === "string" ? nodes.get(entry) : undefined;
  if (node === undefined) return undefined;
  const input = node.node.input ?? null;
  if (input === null) return node.origin.damaged ? undefined : [];
  const schema = schemas.get(input);
  if (schema === undefined || schema.open) return undefined;
  return schema.schema.fields
    .filter(({ name }) => !variables.has(name) && !name.startsWith("_"))
    .map(({ name, type }) => ({ variable: { name, type, required: true, implied: true }, type }));
}
