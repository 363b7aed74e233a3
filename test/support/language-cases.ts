/** The texts of the conformance packs and examples, for tests of the language. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A file and its text. */
export interface LanguageCase {
  readonly path: string;
  readonly text: string;
}

/** All `.iter` files of a folder. */
export function readLanguageCases(folder: string): LanguageCase[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".iter"))
    .map((name) => ({ path: name, text: readFileSync(join(folder, name), "utf8") }));
}

/** Every `.iter` file that the tests know. */
export function readAllLanguageCases(): LanguageCase[] {
  return ["test/cases/diagnostics", "test/cases/format", "examples"].flatMap(readLanguageCases);
}
