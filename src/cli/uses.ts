/** Files that a command's workflow uses. Loaded for workflows alone that use some. */
import { createUseReader } from "#adapters/functions/used-files.ts";
import type { UseSetting } from "#adapters/functions/used-files.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import type { CompileFlags } from "./compile.ts";
import type { OpenUses, Session } from "./session.ts";

/** Reads them from the folder of the file that uses them. */
export const openUses: OpenUses = (session, flags) => createUseReader(useSetting(session, flags));

/** How files of a session are read and compiled. */
export function useSetting({ host, env }: Session, flags: CompileFlags): UseSetting {
  const place = { cwd: host.cwd(), env };
  return { place, options: { ...flags, environment: env, sha256 } };
}
