/** One invocation of the command line: its process, its environment and its voice. */
import type { Redactor } from "#core/run/redact.ts";
import type { ReadUse } from "#core/languages/language.ts";
import type { CompileFlags } from "./compile.ts";
import type { Host } from "./host.ts";
import type { Output } from "./output.ts";

/** Opens what reads and compiles files that others use. */
export type OpenUses = (session: Session, flags: CompileFlags) => ReadUse;

/** What every command is given. */
export interface Session {
  readonly host: Host;
  /** The process's variables over those of the `.env` file. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly output: Output;
  readonly redactor: Redactor;
  /** What reads files that others use; loaded with the first file that uses one. */
  readonly uses: { open?: OpenUses };
  /** Keys of the command's document that are already known, for a refusal. */
  readonly known: Record<string, unknown>;
}
