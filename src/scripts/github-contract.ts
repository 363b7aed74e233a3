/**
 * Cuts the contract of the loopback GitHub out of GitHub's own description.
 *
 * `node src/scripts/github-contract.ts FOLDER`, where FOLDER is an unpacked `@octokit/openapi`: a
 * package of 385 MB, which is why what we use of it is kept with the sources.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { at, listAt, textAt } from "#src/github/payload.ts";
import { operations } from "#testing/github/operations.ts";

/** Keys that say nothing about a value. */
const prose: ReadonlySet<string> = new Set([
  "description",
  "example",
  "examples",
  "title",
  "externalDocs",
  "x-github",
  "format",
  "deprecated",
  "default",
]);
const reference = /^#\/components\/(schemas|parameters|responses)\/(.+)$/;

const [folder = ""] = process.argv.slice(2);
const description = readJson(join(folder, "generated/api.github.com.json"));
const schemas = new Map<string, Value>();
const cut = Object.fromEntries(operations.map((name) => [name, cutOperation(name)]));
const source = `@octokit/openapi, api.github.com ${textAt(description, "info", "version")}`;
const file = resolve(import.meta.dirname, "../testing/github/contract.json");
const sorted = [...schemas].sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(
  file,
  `${JSON.stringify({ source, operations: cut, schemas: Object.fromEntries(sorted) })}\n`,
);

function cutOperation(name: string): Fields {
  const [method = "", path = ""] = name.split(" ");
  const operation = at(description, "paths", path, method.toLowerCase());
  if (!isFields(operation)) throw new Error(`GitHub describes no ${name}`);
  const parameters = [
    ...listAt(at(description, "paths", path), "parameters"),
    ...listAt(operation, "parameters"),
  ];
  return {
    parameters: parameters.map((parameter) => cutParameter(resolveReference(parameter))),
    body: toSchema(at(operation, "requestBody", "content", "application/json", "schema")),
    bodyRequired: at(operation, "requestBody", "required") === true,
    responses: Object.fromEntries(
      Object.entries(at(operation, "responses") ?? {}).map(([status, response]) => [
        status,
        toSchema(at(resolveReference(response as Value), "content", "application/json", "schema")),
      ]),
    ),
  };
}

function cutParameter(parameter: Value): Fields {
  return {
    name: at(parameter, "name"),
    in: at(parameter, "in"),
    required: at(parameter, "required") === true,
    schema: toSchema(at(parameter, "schema")),
  };
}

/** A schema as JSON Schema has it: without prose, and with null as a type of its own. */
function toSchema(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(toSchema);
  if (!isFields(value)) return value;
  const target = value["$ref"];
  if (typeof target === "string") return referTo(target);
  const kept = Object.entries(value).filter(([key]) => key !== "nullable" && !prose.has(key));
  const schema = Object.fromEntries(
    kept.map(([key, item]) => [key, key === "properties" ? mapProperties(item) : toSchema(item)]),
  );
  return value["nullable"] === true ? { anyOf: [schema, { type: "null" }] } : schema;
}

/** Properties may be called what prose is called. */
function mapProperties(properties: Value): Value {
  return Object.fromEntries(
    Object.entries(isFields(properties) ? properties : {}).map(([name, schema]) => [
      name,
      toSchema(schema),
    ]),
  );
}

function referTo(target: string): Fields {
  const [, , name = ""] = reference.exec(target) ?? [];
  if (!schemas.has(name)) {
    schemas.set(name, null);
    schemas.set(name, toSchema(at(description, "components", "schemas", name)));
  }
  return { $ref: `#/schemas/${name}` };
}

function resolveReference(value: Value): Value {
  const [, kind = "", name = ""] = reference.exec(textAt(value, "$ref")) ?? [];
  return kind === "" ? value : at(description, "components", kind, name);
}

function readJson(path: string): Value {
  return JSON.parse(readFileSync(path, "utf8")) as Value;
}
