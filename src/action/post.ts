/** The Action's last step: says what became of a run whose main step was cut off. */
import { getState, info } from "@actions/core";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { escapeCode, escapeInline } from "#core/report/escape.ts";
import type { RunStatus } from "#core/run/events.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { guardStreams } from "./guard.ts";
import { addToSummary } from "./summary.ts";

/** Which run the main step worked on. */
interface SavedRun {
  readonly runId: string;
  readonly store: string;
}

guardStreams(process.env);
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
  const advice = isOver(status) ? "Nothing of it is lost." : "Run the job again.";
  info(
    `The job was stopped while run ${runId} was ${status}; its log has ${events.length} events. ${advice}`,
  );
  addToSummary(
    process.env,
    `### Iter · stopped\n\nThe job was stopped while run ${escapeCode(runId)} was ${escapeInline(status)}. ${advice}\n`,
  );
}

function isOver(status: RunStatus): boolean {
  return status === "finished" || status === "failed" || status === "cancelled";
}

function readSaved(text: string): SavedRun {
  return JSON.parse(text) as SavedRun;
}
