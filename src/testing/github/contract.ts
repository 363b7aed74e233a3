/** GitHub's own description of its API, held against every request and response of the loopback GitHub. */
import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";
import type { Fields, Value } from "#core/graph/value.ts";
// An import, so that the bundle carries it.
import description from "./contract.json" with { type: "json" };

type Schema = Fields | null;

interface Operation {
  readonly parameters: readonly {
    readonly name: string;
    readonly in: "path" | "query" | "header";
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly body: Schema;
  readonly bodyRequired: boolean;
  readonly responses: Readonly<Record<string, Schema>>;
}

interface ContractFile {
  readonly source: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly schemas: Fields;
}

/** A request as it came in. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Value;
}

/** An operation that a request is for, and the values of its path. */
export interface Matched {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Checks both sides of a conversation. */
export interface Contract {
  /** The operation of a request, or undefined if GitHub has none such. */
  match(method: string, path: string): Matched | undefined;
  checkRequest(name: string, request: ApiRequest): readonly string[];
  checkResponse(name: string, status: number, body: Value): readonly string[];
  /** A response with whatever GitHub requires besides what is given. */
  complete(name: string, status: number, body: Value): Value;
}

const parts = /\{([a-z_]+)\}/g;
/** Parameters whose values have slashes. */
const deep: ReadonlySet<string> = new Set(["ref", "path"]);

/** Opens the contract. */
export function openContract(): Contract {
  const file = readContract(description);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $id: "contract", schemas: file.schemas });
  const compiled = new Map<Schema, ValidateFunction>();
  const routes = Object.keys(file.operations).map((name) => [name, toRoute(name)] as const);

  function faultsOf(what: string, schema: Schema, value: Value): readonly string[] {
    if (schema === null) return [];
    const check = compiled.get(schema) ?? ajv.compile(pointToContract(schema));
    compiled.set(schema, check);
    if (check(value)) return [];
    return (check.errors ?? []).map(
      ({ instancePath, message = "" }) => `${what}${instancePath} ${message}`,
    );
  }

  return {
    match(method, path) {
      for (const [name, route] of routes) {
        const found = name.startsWith(`${method} `) ? route.exec(path) : null;
        if (found !== null) return { name, values: decode(found.groups ?? {}) };
      }
      return undefined;
    },
    checkRequest(name, { query, body }) {
      const { parameters, body: schema, bodyRequired } = operationOf(file, name);
      const known = parameters.filter((one) => one.in === "query");
      return [
        ...Object.keys(query)
          .filter((key) => !known.some((one) => one.name === key))
          .map((key) => `query ${key} is not known`),
        ...known.flatMap((one) => {
          const text = query[one.name];
          if (text === undefined) return one.required ? [`query ${one.name} is missing`] : [];
          return faultsOf(`query ${one.name}`, one.schema, readQuery(one.schema, text));
        }),
        ...(body === null && !bodyRequired ? [] : faultsOf("body", schema, body)),
      ];
    },
    checkResponse(name, status, body) {
      const { responses } = operationOf(file, name);
      // What is not there is not there, whether it is described or not.
      if (status === 404 && !Object.hasOwn(responses, "404")) return [];
      if (!Object.hasOwn(responses, String(status))) return [`status ${status} is not described`];
      return faultsOf("response", responses[String(status)] ?? null, body);
    },
    complete(name, status, body) {
      const schema = operationOf(file, name).responses[String(status)] ?? null;
      return schema === null ? body : fill(schema, body, file.schemas);
    },
  };
}

function operationOf({ operations }: ContractFile, name: string): Operation {
  const found = operations[name];
  if (found === undefined) throw new Error(`The contract has no ${name}.`);
  return found;
}

function toRoute(name: string): RegExp {
  const [, path = ""] = name.split(" ");
  const source = path.replaceAll(parts, (_, key: string) =>
    deep.has(key) && path.endsWith(`{${key}}`) ? `(?<${key}>.+)` : `(?<${key}>[^/]+)`,
  );
  return new RegExp(`^${source}$`);
}

function decode(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(groups).map(([key, value]) => [key, decodeURIComponent(value)]),
  );
}

function readQuery(schema: Schema, text: string): Value {
  if (schema?.["type"] === "integer") return Number(text);
  return schema?.["type"] === "boolean" ? text === "true" : text;
}

function pointToContract(schema: Fields): Fields {
  return JSON.parse(
    JSON.stringify(schema).replaceAll('"#/schemas/', '"contract#/schemas/'),
  ) as Fields;
}

/** What is required and absent becomes the plainest value that its schema allows. */
function fill(given: Value | undefined, value: Value | undefined, schemas: Fields): Value {
  const schema = resolve(given, schemas);
  const parts = readList(schema["allOf"]);
  if (parts.length > 0)
    return parts.reduce((filled, part) => fill(part, filled, schemas), value) ?? null;
  const choices = readList(schema["anyOf"] ?? schema["oneOf"]).map((one) => resolve(one, schemas));
  const [first = null] = choices;
  if (choices.length > 0) {
    if (value === undefined) return choices.some(isNull) ? null : fill(first, undefined, schemas);
    if (value === null) return null;
    const fitting = choices.find(
      (one) => one["type"] === (Array.isArray(value) ? "array" : typeof value),
    );
    return fill(fitting ?? first, value, schemas);
  }
  if (Array.isArray(value))
    return (value as readonly Value[]).map((item) => fill(schema["items"], item, schemas));
  if (value === undefined) return plainest(schema, schemas);
  return isObject(value) ? fillObject(schema, value, schemas) : value;
}

function fillObject(schema: Fields, value: Fields, schemas: Fields): Fields {
  const properties = readFields(schema["properties"]);
  const required = readList(schema["required"]).map(String);
  const names = new Set([...required, ...Object.keys(value)]);
  return Object.fromEntries(
    [...names].map((name) => [name, fill(properties[name], value[name], schemas)]),
  );
}

function plainest(schema: Fields, schemas: Fields): Value {
  const [first] = readList(schema["enum"]);
  if (first !== undefined) return first;
  switch (schema["type"]) {
    case "string":
      return "";
    case "integer":
    case "number":
      return 0;
    case "boolean":
      return false;
    case "array":
      return [];
    case "null":
      return null;
    default:
      return fillObject(schema, {}, schemas);
  }
}

function resolve(schema: Value | undefined, schemas: Fields): Fields {
  const fields = readFields(schema);
  const target = fields["$ref"];
  if (typeof target !== "string") return fields;
  return resolve(schemas[target.slice("#/schemas/".length)], schemas);
}

function isNull(schema: Fields): boolean {
  return schema["type"] === "null";
}

function isObject(value: Value | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readFields(value: Value | undefined): Fields {
  return isObject(value) ? value : {};
}

function readList(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

function readContract(described: unknown): ContractFile {
  return described as ContractFile;
}
