/** Who asks for a run, as `{{github.actor_level}}` and `{{github.command.…}}`. Spec: github §4.3, §12. */
import type { Fields } from "#core/graph/value.ts";
import type { Command } from "./commands/command.ts";
import type { Level } from "./levels.ts";
import { sanitiseIn } from "./sanitise/sanitise-in.ts";

/** Somebody who asks for a run. */
interface Asker {
  /** Unknown of those whose level is not asked for. */
  readonly level?: Level;
  /** What they wrote, if it was a command. */
  readonly command?: Pick<Command, "command" | "text">;
}

/** What the namespace `github` says of them. */
export function toAskerContext({ level, command }: Asker): Fields {
  return {
    ...(level === undefined ? {} : { actor_level: level }),
    ...(command && { command: { name: command.command, text: sanitiseIn(command.text ?? "") } }),
  };
}
