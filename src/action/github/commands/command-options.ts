/** How commands begin in this repository. */
import type { Door } from "../door.ts";

/** How commands begin: an input that was given wins over the file. */
export function optionsOf({ config, job }: Pick<Door, "config" | "job">): {
  readonly prefix: string;
  readonly trigger_phrase: string;
} {
  return {
    prefix: config.commands?.prefix ?? "/iter",
    trigger_phrase: job.inputs.triggerPhrase ?? config.commands?.["trigger-phrase"] ?? "",
  };
}
