/** Reads the fields that stand below a command as YAML or JSON. Spec: github §4.2. */
import { isMap, isScalar, parseAllDocuments, visit } from "yaml";
import type { Document, YAMLMap } from "yaml";
import { isTooDeep } from "#core/graph/depth.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { mistake } from "./command.ts";

/** Names and values, in the order in which they were written. */
export type Pairs = readonly (readonly [name: string, value: Value])[];

const fieldName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const twice = "DUPLICATE_KEY";

/** The fields of one document; anchors, aliases and tags are refused, since they hide what is meant. */
export function readFieldsYaml(text: string): Pairs {
  const document = parseOne(text);
  const { contents, errors } = document;
  if (errors.some(({ code }) => code !== twice) || hidesMeaning(document))
    return mistake("bad_yaml");
  if (!isMap(contents)) return mistake("not_a_mapping");
  checkNames(contents);
  return errors.length > 0 ? mistake("bad_yaml") : Object.entries(toPlain(document));
}

function parseOne(text: string): Document {
  let documents: readonly Document[] = [];
  try {
    const parsed = parseAllDocuments(text, { prettyErrors: false, logLevel: "silent" });
    documents = "empty" in parsed ? [] : parsed;
  } catch {
    // Thousands of brackets in one another are more than the parser can take.
    return mistake("bad_yaml");
  }
  const [document] = documents;
  if (document === undefined) return mistake("not_a_mapping");
  return documents.length > 1 ? mistake("bad_yaml") : document;
}

function hidesMeaning(document: Document): boolean {
  let found = document.warnings.length > 0;
  visit(document, {
    Alias: () => {
      found = true;
    },
    Value: (_, node) => {
      found ||= node.anchor !== undefined || node.tag !== undefined;
      found ||= isScalar(node) && typeof node.value === "number" && !Number.isFinite(node.value);
    },
  });
  return found;
}

function checkNames({ items }: YAMLMap): void {
  const seen = new Set<string>();
  for (const { key } of items) {
    const name = isScalar(key) ? String(key.value) : "?";
    if (!isScalar(key) || typeof key.value !== "string" || !fieldName.test(name))
      mistake("bad_field", name);
    if (seen.has(name)) mistake("duplicate_field", name);
    seen.add(name);
  }
}

/** Through JSON, since YAML knows values that JSON has not. */
function toPlain(document: Document): Fields {
  const plain: unknown = document.toJS();
  if (isTooDeep(plain)) return mistake("bad_yaml");
  const value = JSON.parse(JSON.stringify(plain)) as Value;
  return isFields(value) ? value : {};
}
