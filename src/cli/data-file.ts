/** Reads files of data, JSON or YAML, that flags name. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Value } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Session } from "./session.ts";

/** The text of a file that a flag names. */
export function readTextFile(session: Session, path: string, flag: string): string {
  try {
    return readFileSync(resolve(session.host.cwd(), path), "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new Refusal("INPUT_INVALID", `The file \`${path}\` of ${flag} can't be read${code}.`, {
      hint: "check the path",
      cause: error,
    });
  }
}

/** The value in a file of JSON or YAML. */
export async function readDataFile(session: Session, path: string, flag: string): Promise<Value> {
  const text = readTextFile(session, path, flag);
  try {
    return path.endsWith(".json") ? readJson(text) : await readYaml(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new Refusal("INPUT_INVALID", `The file \`${path}\` of ${flag} can't be read: ${reason}`, {
      hint: "write JSON or YAML",
      cause: error,
    });
  }
}

function readJson(text: string): Value {
  return JSON.parse(text) as Value;
}

/** Through JSON, since YAML knows values that JSON has not. */
async function readYaml(text: string): Promise<Value> {
  const { parse } = await import("yaml");
  return readJson(JSON.stringify(parse(text, { maxAliasCount: 100 }) ?? null));
}
