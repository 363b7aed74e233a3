/** Functions that every host has: `iter.echo`, `iter.fail`, `iter.sleep`, `iter.read_file`. Spec: flow §17.1. */
import { readFile, realpath } from "node:fs/promises";
import { resolve, sep } from "node:path";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { FunctionCall, HostFunction } from "#core/ports/functions.ts";

/** What built-in functions can reach. */
export interface BuiltInWorld {
  readonly clock: Clock;
  /** The workspace. */
  readonly cwd: string;
}

type BuiltIn = (
  call: FunctionCall,
  options: BuiltInWorld & { readonly signal: AbortSignal },
) => Promise<Value>;

const builtIns: Readonly<Record<string, BuiltIn>> = {
  "iter.echo": ({ input }) => Promise.resolve(input),
  "iter.fail": ({ input }) => Promise.reject(new Error(text(input, "message"))),
  "iter.sleep": async ({ input }, { clock, signal }) => {
    await clock.sleep(Number(fieldsOf(input)["ms"] ?? 0), signal);
    return input;
  },
  "iter.read_file": ({ input }, { cwd }) => readInside(cwd, text(input, "path")),
};

/** Their names. */
export const builtInNames: readonly string[] = Object.keys(builtIns);

/** The functions by name. */
export function createBuiltIns({ clock, cwd }: BuiltInWorld): ReadonlyMap<string, HostFunction> {
  const functions = Object.entries(builtIns).map(([name, work]): [string, HostFunction] => [
    name,
    { call: (call, { signal }) => work(call, { clock, cwd, signal }) },
  ]);
  return new Map(functions);
}

async function readInside(cwd: string, path: string): Promise<string> {
  const folder = await realpath(cwd);
  const file = await realpath(resolve(folder, path)).catch(() => undefined);
  if (file === undefined) throw new Error(`there is no file \`${path}\``);
  if (!file.startsWith(folder + sep)) throw new Error(`\`${path}\` lies outside the workspace`);
  return readFile(file, "utf8");
}

function text(input: Value, name: string): string {
  const value = fieldsOf(input)[name];
  return typeof value === "string" ? value : "";
}

function fieldsOf(input: Value): Fields {
  return typeof input === "object" && input !== null && !Array.isArray(input)
    ? (input as Fields)
    : {};
}
