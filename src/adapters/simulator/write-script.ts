/** Writes a simulator's script as YAML, for people to read and change. */
import { stringify } from "yaml";
import type { Fields } from "#core/graph/value.ts";

/** The text of a script, under lines that say what it is. */
export function writeScript(script: Fields, about: readonly string[]): string {
  const head = about.map((line) => `# ${line}\n`).join("");
  return `${head}${stringify(script, { lineWidth: 100, aliasDuplicateObjects: false })}`;
}
