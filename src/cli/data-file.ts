/** Reads files of data, JSON or YAML, that flags name. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseJson, TooDeep } from "#core/graph/depth.ts";
import type { Value } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import { errorCode, messageOf } from "#core/text/fault.ts";
import type { Session } from "./session.ts";

/** The system's code of a fault in brackets, as the end of a sentence; empty if it has none. */
export function codeInBrackets(error: unknown): string {
  const code = errorCode(error);
  return code === undefined ? "" : ` (${code})`;
}

/** The text of a file that a flag names. */
export function readTextFile(session: Session, path: string, flag: string): string {
  try {
    return readFileSync(resolve(session.host.cwd(), path), "utf8");
  } catch (error) {
    throw new Refusal(
      "INPUT_INVALID",
      `The file \`${path}\` of ${flag} can't be read${codeInBrackets(error)}.`,
      {
        hint: "check the path",
        cause: error,
      },
    );
  }
}

/** The value in a file of JSON or YAML. */
export async function readDataFile(session: Session, path: string, flag: string): Promise<Value> {
  const text = readTextFile(session, path, flag);
  try {
    if (path.endsWith(".json")) return parseJson(text);
    const { readYamlValue } = await import("#adapters/files/yaml-value.ts");
    return readYamlValue(text);
  } catch (error) {
    const reason = messageOf(error).split("\n")[0];
    throw new Refusal("INPUT_INVALID", `The file \`${path}\` of ${flag} can't be read: ${reason}`, {
      hint: error instanceof TooDeep ? "make the value flatter" : "write JSON or YAML",
      cause: error,
    });
  }
}
