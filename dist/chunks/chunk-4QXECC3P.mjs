import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);

// src/core/graph/value.ts
function isFields(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isList(value) {
  return Array.isArray(value);
}
function toText(value) {
  if (typeof value === "string") return value;
  return value === null ? "" : JSON.stringify(value);
}
function equalValues(a, b) {
  if (a === b) return true;
  if (isList(a)) {
    if (!isList(b) || a.length !== b.length) return false;
    return a.every((item, index) => equalValues(item, b[index] ?? null));
  }
  if (!isFields(a) || !isFields(b)) return false;
  return coversFields(a, b) && coversFields(b, a);
}
function describeKind(value) {
  if (value === null) return "null";
  if (typeof value === "object") return isList(value) ? "a list" : "an object";
  return typeof value === "boolean" ? "a bool" : `a ${typeof value}`;
}
function coversFields(a, b) {
  return Object.keys(a).every((key) => equalValues(a[key] ?? null, ownValue(b, key)));
}
function ownValue(fields, key) {
  return Object.hasOwn(fields, key) ? fields[key] ?? null : null;
}

export {
  isFields,
  isList,
  toText,
  equalValues,
  describeKind
};
