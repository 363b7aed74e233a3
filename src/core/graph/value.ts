/** JSON as data: what flows along edges, into events and out of models. */

/** Any JSON value. */
export type Value = null | boolean | number | string | readonly Value[] | Fields;

/** A JSON object. */
export interface Fields {
  readonly [name: string]: Value;
}

/** True for an object, not for null or a list. */
export function isFields(value: Value | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
