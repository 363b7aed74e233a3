/** The Action's last step: says what became of a run whose main step was cut off. */
import { getState, info, summary } from "@actions/core";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { escapeCode } from "#core/report/escape.ts";
import { fold } from "#core/run/evolve/evolve.ts";

/** Which run the main step worked on. */
interface SavedRun {
  readonly runId: string;
  readonly store: string;
}

try {
  await closeJob();
} catch (fault) {
  // The main step's result stands, whatever goes wrong here.
  info(`The run could not be looked at: ${fault instanceof Error ? fault.message : String(fault)}`);
}

async function closeJob(): Promise<void> {
  const saved = getState("run");
  if (saved === "" || getState("told") === "true") return;
  const { runId, store } = readSaved(saved);
  const runs = createFileStore(store);
  if (!(await runs.exists(runId))) return;
  const { events } = await runs.read(runId);
  const { status } = fold(events);
  const text = `The job was stopped while run ${runId} was ${status}; its log has ${events.length} events, and it can be resumed.`;
  info(text);
  if (process.env["GITHUB_STEP_SUMMARY"] === undefined) return;
  await summary
    .addRaw(
      `## Iter · stopped\n\nRun ${escapeCode(runId)} was stopped with the job and can be resumed.\n`,
    )
    .write();
}

function readSaved(text: string): SavedRun {
  return JSON.parse(text) as SavedRun;
}
