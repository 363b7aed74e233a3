import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  createFileStore,
  escapeCode,
  fold
} from "../chunks/chunk-FYZ45KON.mjs";
import "../chunks/chunk-XUHXFKF7.mjs";
import {
  getState,
  info,
  summary
} from "../chunks/chunk-HF7VU6DS.mjs";
import "../chunks/chunk-4QXECC3P.mjs";
import "../chunks/chunk-2ZHFY3E5.mjs";
import "../chunks/chunk-XBBJT5C7.mjs";

// src/action/post.ts
try {
  await closeJob();
} catch (fault) {
  info(`The run could not be looked at: ${fault instanceof Error ? fault.message : String(fault)}`);
}
async function closeJob() {
  const saved = getState("run");
  if (saved === "" || getState("told") === "true") return;
  const { runId, store } = readSaved(saved);
  const runs = createFileStore(store);
  if (!await runs.exists(runId)) return;
  const { events } = await runs.read(runId);
  const { status } = fold(events);
  const text = `The job was stopped while run ${runId} was ${status}; its log has ${events.length} events, and it can be resumed.`;
  info(text);
  if (process.env["GITHUB_STEP_SUMMARY"] === void 0) return;
  await summary.addRaw(
    `## Iter · stopped

Run ${escapeCode(runId)} was stopped with the job and can be resumed.
`
  ).write();
}
function readSaved(text) {
  return JSON.parse(text);
}
