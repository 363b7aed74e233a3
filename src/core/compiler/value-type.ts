/** What the compiler knows of values before they are there: types and shapes. Spec: language §9.5. */
import type { FieldType } from "#core/graph/graph.ts";

/** Types of values that flow: those of fields, and whole objects and lists. */
export type ValueType = FieldType | "object" | "list";

/** Fields with types; closed if there are no others. */
export interface Shape {
  readonly fields: ReadonlyMap<string, ValueType>;
  readonly closed: boolean;
}

/** Whether a value of one type may stand where another is wanted. */
export function fits(given: ValueType, wanted: ValueType): boolean {
  return (
    given === wanted ||
    given === "json" ||
    wanted === "json" ||
    (given === "int" && wanted === "float")
  );
}

/** The type of a value that has one type or another. */
export function unite(one: ValueType, other: ValueType): ValueType {
  return one === other ? one : "json";
}

/** The type below a value: anything below objects and lists, an item below `string[]`; else null. */
export function below(type: ValueType, rest: readonly string[]): ValueType | null {
  if (rest.length === 0) return type;
  if (type === "json" || type === "object" || type === "list") return "json";
  return type === "string[]" && rest.length === 1 && /^\d+$/.test(rest[0] ?? "") ? "string" : null;
}
