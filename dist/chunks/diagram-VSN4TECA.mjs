import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  addStoreFlag,
  drawings,
  openStore,
  storeFolder
} from "./chunk-7XW2C6SK.mjs";
import {
  readSource
} from "./chunk-4B3RKDY7.mjs";
import {
  compileFor,
  graphOf,
  renderDiagnostics
} from "./chunk-FKDCJ4UB.mjs";
import {
  renderMermaid,
  renderRunDiagram,
  viewRun
} from "./chunk-UFBC2K4E.mjs";
import "./chunk-6QBDXAEX.mjs";
import "./chunk-3K6QTNWA.mjs";
import "./chunk-FYZ45KON.mjs";
import "./chunk-XUHXFKF7.mjs";
import "./chunk-KSEFYPZO.mjs";
import "./chunk-MQVUDFIN.mjs";
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
import "./chunk-2ZHFY3E5.mjs";
import "./chunk-6AOXOPAB.mjs";
import "./chunk-BZZZCENW.mjs";
import "./chunk-ZPLSJV7B.mjs";
import "./chunk-QL42ZRVT.mjs";
import "./chunk-TU54VPM4.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/cli/commands/diagram.ts
var diagram = {
  declare(command, act) {
    command.argument("<file>", "the workflow; `-` is standard input").option("--detailed", "with the properties of nodes").option("--full", "with prompts, mappings and loops as well").option("--run-id <id>", "mark the way that a run took");
    addStoreFlag(command);
    act((session, [file = ""]) => draw(session, file, command.opts()));
  }
};
async function draw(session, file, flags) {
  const { path, bytes } = await readSource(session, file);
  const compiled = compileFor(session, { path, source: bytes }, {});
  const graph = compiled.graph ?? compiled.lowered?.graph ?? graphOf(session, compiled);
  const found = renderDiagnostics(compiled.file, compiled.diagnostics, session.output);
  if (found !== "") session.output.note(`${found}
`, "warn");
  const view = flags.full === true ? "full" : flags.detailed === true ? "detailed" : "compact";
  const mermaid = flags.runId === void 0 ? renderMermaid({ graph, drawings, view }) : await drawRun(session, graph, {
    runId: flags.runId,
    folder: storeFolder(session, flags.storeDir)
  });
  session.output.print(mermaid.trimEnd());
  session.output.document({ file: path, workflow_name: graph.name, view, mermaid });
  return compiled.graph === null ? exitCodes.refused : exitCodes.done;
}
async function drawRun(session, graph, { runId, folder }) {
  const store = openStore(session, folder);
  const { events } = await store.read(runId);
  const interrupted = await store.holder(runId) === void 0;
  return renderRunDiagram(viewRun(events, { interrupted }), graph, drawings);
}
export {
  diagram
};
