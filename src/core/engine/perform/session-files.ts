/** Files of delegates' sessions, kept in the run's `sessions/`. Spec: runtime §17, §23. */
import type { SessionFiles } from "#core/ports/delegate.ts";
import { Refusal } from "#core/run/failure.ts";
import { never } from "../journal.ts";
import type { ActiveRun } from "../run.ts";

/** The files of a run; a store that says no ends the process's work. */
export function createSessionFiles(run: ActiveRun): SessionFiles {
  const { world, writer, runId } = run;
  return {
    read: (path) => world.store.readFile(runId, `sessions/${path}`),
    async write(path, content) {
      const redacted = world.redact?.(content) ?? content;
      const kept = typeof redacted === "string" ? redacted : content;
      try {
        await writer.writeFile(`sessions/${path}`, kept);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        run.journal.breakDown(error);
        return never();
      }
      return { path, sha256: world.sha256(kept) };
    },
  };
}
