/** Every setting of `.github/iter.yml` by its path, as the form of the file has them; `*` is any name. */
import { configSchema } from "#src/github/config/schema.ts";

interface Inspected {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly def?: {
    readonly innerType?: unknown;
    readonly type?: string;
    readonly valueType?: unknown;
  };
}

/** All of them. */
export function settingsKeys(): readonly string[] {
  return walk(configSchema, "");
}

function walk(schema: unknown, path: string): readonly string[] {
  const { shape, def } = unwrap(schema);
  const below = (name: string): string => (path === "" ? name : `${path}.${name}`);
  if (shape !== undefined)
    return Object.entries(shape).flatMap(([name, inner]) => walk(inner, below(name)));
  if (def?.type !== "record") return [path];
  return unwrap(def.valueType).def?.type === "lazy" ? [path] : walk(def.valueType, below("*"));
}

function unwrap(schema: unknown): Inspected {
  let found = readInspected(schema);
  while (found.def?.innerType !== undefined) found = readInspected(found.def.innerType);
  return found;
}

function readInspected(schema: unknown): Inspected {
  return schema ?? {};
}
