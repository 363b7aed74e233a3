/** Files that a job's workflow uses. Loaded for flows and workflows alone that use some. */
import { createUseReader } from "#adapters/functions/used-files.ts";
import type { UseSetting } from "#adapters/functions/used-files.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import type { ReadUse } from "#core/languages/language.ts";

/** How such files are read and compiled. */
export function useSetting(
  sources: string,
  environment: Readonly<Record<string, string | undefined>>,
): UseSetting {
  const options = { environment, simulate: false, sha256 };
  return { place: { cwd: sources, env: environment }, options };
}

/** Reads them from a folder. */
export function createReader(
  sources: string,
  environment: Readonly<Record<string, string | undefined>>,
): ReadUse {
  return createUseReader(useSetting(sources, environment));
}
