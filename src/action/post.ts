/** The Action's last step: leaves a run whose main step was cut off where the next job finds it, and the runner as it was. */
import { getState, info } from "@actions/core";
import { messageOf } from "#core/text/fault.ts";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { escapeCode, escapeInline } from "#core/report/escape.ts";
import type { RunStatus } from "#core/run/events.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { removeLeft } from "./clean-up.ts";
import { guardStreams } from "./guard.ts";
import { addToSummary } from "./summary.ts";

/** Which run the main step worked on. */
interface SavedRun {
  readonly runId: string;
  readonly store: string;
}

/** What the main step is made of; it reads the same state, and is loaded only where it is needed. */
const main = new URL("./index.mjs", import.meta.url).href;

const saved = getState("run");
if (saved !== "" && getState("told") !== "true") {
  if (getState("door") === "") guardStreams(process.env);
  try {
    await (getState("door") === "" ? sayStopped(readSaved(saved)) : import(main));
  } catch (fault) {
    // The main step's result stands, whatever goes wrong here.
    info(`The run could not be looked at: ${messageOf(fault)}`);
  }
}

try {
  removeLeft(process.env);
} catch (fault) {
  info(`Not everything that the job left could be removed: ${messageOf(fault)}`);
}

async function sayStopped({ runId, store }: SavedRun): Promise<void> {
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
