import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  reportPath
} from "./chunk-CAY7TMXR.mjs";
import {
  addStoreFlag,
  drawings,
  loopBounds,
  openStore,
  storeFolder
} from "./chunk-7XW2C6SK.mjs";
import {
  compileFor
} from "./chunk-FKDCJ4UB.mjs";
import {
  renderReport,
  toReportDocument,
  viewRun
} from "./chunk-UFBC2K4E.mjs";
import "./chunk-6QBDXAEX.mjs";
import "./chunk-3K6QTNWA.mjs";
import {
  fold,
  storeFailed,
  writeAtomically
} from "./chunk-FYZ45KON.mjs";
import "./chunk-XUHXFKF7.mjs";
import "./chunk-KSEFYPZO.mjs";
import {
  Option
} from "./chunk-MQVUDFIN.mjs";
import {
  exitCodes
} from "./chunk-6DUBYXPH.mjs";
import "./chunk-JDP3GVBO.mjs";
import "./chunk-VXOQT2IS.mjs";
import "./chunk-MAU3BDHV.mjs";
import "./chunk-5IMY7TMT.mjs";
import "./chunk-BYX33S23.mjs";
import "./chunk-YW7VNK3S.mjs";
import "./chunk-4QXECC3P.mjs";
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";
import "./chunk-6AOXOPAB.mjs";
import "./chunk-BZZZCENW.mjs";
import "./chunk-ZPLSJV7B.mjs";
import "./chunk-QL42ZRVT.mjs";
import "./chunk-TU54VPM4.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/cli/commands/report.ts
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
var report = {
  declare(command, act) {
    command.requiredOption("--run-id <id>", "the run").option("--output <file>", "where to write it; `-` is standard output").option("--full", "with prompts and answers").addOption(
      new Option("--format <format>", "for people or for programs").choices(["markdown", "json"]).default("markdown")
    );
    addStoreFlag(command);
    act((session) => writeReport(session, command.opts()));
  }
};
async function writeReport(session, flags) {
  const folder = storeFolder(session, flags.storeDir);
  const store = openStore(session, folder);
  const { runId } = flags;
  session.known["run_id"] = runId;
  const { events } = await store.read(runId);
  const state = fold(events);
  const interrupted = state.status === "running" && await store.holder(runId) === void 0;
  const graph = graphOf(session, state);
  const loops = graph === void 0 ? /* @__PURE__ */ new Map() : loopBounds(graph);
  const view = viewRun(events, { interrupted, loops });
  const options = {
    drawings,
    full: flags.full === true,
    ...graph === void 0 ? {} : { graph }
  };
  const markdown = renderReport(view, options);
  const place = placeOf(session, flags, folder);
  const document = toReportDocument(view, place?.shown ?? null);
  const text = flags.format === "json" ? `${JSON.stringify(document, null, 2)}
` : markdown;
  if (place === void 0) session.output.print(text.trimEnd());
  else write(session, place, text);
  session.output.document(document);
  return exitCodes.done;
}
function placeOf({ host }, flags, folder) {
  const { output, format, runId } = flags;
  if (output === "-" || output === void 0 && format === "json") return void 0;
  const shown = output ?? reportPath(folder, runId);
  return { shown, path: resolve(host.cwd(), shown), inStore: output === void 0 };
}
function write({ output, redactor }, { path, shown, inStore }, text) {
  try {
    if (inStore) writeAtomically(path, redactor.text(text));
    else writeFileSync(path, redactor.text(text));
  } catch (error) {
    if (inStore) throw storeFailed(error, path, "write");
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal("INPUT_INVALID", `\`${shown}\` can't be written: ${reason}.`, {
      hint: "`--output -` prints the report instead",
      cause: error
    });
  }
  output.print(`Report: ${shown}`);
}
function graphOf(session, { source, start }) {
  const simulate = start?.simulated === true;
  const compiled = compileFor(session, { path: source.path, source: source.text }, { simulate });
  return compiled.graph ?? compiled.lowered?.graph;
}
export {
  report
};
