/** One invocation of the command line: its process, its environment and its voice. */
import type { Redactor } from "#core/run/redact.ts";
import type { Host } from "./host.ts";
import type { Output } from "./output.ts";

/** What every command is given. */
export interface Session {
  readonly host: Host;
  /** The process's variables over those of the `.env` file. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly output: Output;
  readonly redactor: Redactor;
  /** Keys of the command's document that are already known, for a refusal. */
  readonly known: Record<string, unknown>;
}
