/** Where the files of runs lie, and which names may become part of a path. */
import { dirname, join } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import { isRunId } from "#core/run/run-id.ts";
import { isRunPath } from "#core/run/run-path.ts";

/** Modes of everything that is written: nobody but the owner reads a run. */
export const modes = { directory: 0o700, file: 0o600 } as const;

/** The log's name in the folder of a run. */
export const logName = "events.jsonl";
/** The folder of lock epochs in the folder of a run. */
export const lockName = ".lock";
/** The folder of the log that runs share, beside that of the runs. */
export const sharedName = "shared";
/** The file that asks the writer of a run to cancel it. */
export const cancelName = "cancel";

const reserved: readonly string[] = [logName, lockName, cancelName];

/** The folder of a run; refuses ids that are none. */
export function runDirectory(runsDirectory: string, runId: string): string {
  if (isRunId(runId)) return join(runsDirectory, runId);
  throw new Refusal("INPUT_INVALID", `\`${runId}\` can't be the id of a run.`, {
    hint: "use letters, digits, `.`, `_` and `-`, at most 128 of them, the first one a letter or digit, without `..`",
  });
}

/** The folder of the log that runs of a store share, seen from the folder of one of them. */
export function sharedDirectory(directory: string): string {
  return join(dirname(dirname(directory)), sharedName);
}

/** A file of a run by its relative path, parts joined by `/`; checked on every access. */
export function runFile(directory: string, path: string): string {
  const parts = path.split("/");
  if (isRunPath(path) && !reserved.includes(parts[0] ?? "")) return join(directory, ...parts);
  throw new Refusal(
    "STORE_FAILED",
    `\`${path.replaceAll("\0", "\\0")}\` can't be a file of a run.`,
    {
      hint: "a part of a path has no separators, no `..` and no NUL",
    },
  );
}
