/** Reads the `.env` file of the current directory; what the environment already has wins. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { Refusal } from "#core/run/failure.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment with the file's variables beneath; `file` false means none is read. */
export function withEnvFile(
  env: Environment,
  cwd: string,
  file: string | boolean | undefined,
): Environment {
  if (file === false) return env;
  const named = typeof file === "string" ? file : undefined;
  const text = readText(resolve(cwd, named ?? ".env"), named);
  return text === undefined ? env : { ...parseEnv(text), ...env };
}

function readText(path: string, named: string | undefined): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (named === undefined) return undefined;
    throw new Refusal("INPUT_INVALID", `The file \`${named}\` of --env-file can't be read.`, {
      hint: "check the path, or leave --env-file out",
      cause: error,
    });
  }
}
