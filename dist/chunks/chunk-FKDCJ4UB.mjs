import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  renderDiagnostic,
  toDiagnosticDocument
} from "./chunk-3K6QTNWA.mjs";
import {
  InvalidWorkflow
} from "./chunk-KSEFYPZO.mjs";
import {
  compileSource
} from "./chunk-VXOQT2IS.mjs";

// src/cli/compile.ts
import { createHash } from "node:crypto";
var mostShown = 20;
function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}
function compileFor(session, { path, source }, flags) {
  return compileSource(path, source, { ...flags, environment: session.env, sha256 });
}
function graphOf(session, { file, graph, diagnostics }) {
  const { output } = session;
  if (graph !== null) {
    const text = renderDiagnostics(file, diagnostics, output);
    if (text !== "") output.note(`${text}
`, "warn");
    return graph;
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const count = errors === 1 ? "1 error" : `${errors} errors`;
  throw new InvalidWorkflow(`\`${file.path}\` has ${count}.`, {
    diagnostics: toDocuments(file, diagnostics),
    rendered: renderDiagnostics(file, diagnostics, output)
  });
}
function toDocuments(file, diagnostics) {
  return diagnostics.map((one) => ({ ...toDiagnosticDocument(file, one), url: null }));
}
function renderDiagnostics(file, diagnostics, output) {
  const shown = diagnostics.slice(0, mostShown).map((one) => {
    const text = renderDiagnostic(file, one);
    const mark = `${one.severity} ${one.code}:`;
    return text.replace(mark, output.paint(one.severity === "error" ? "red" : "yellow", mark));
  });
  const more = diagnostics.length - shown.length;
  if (more > 0) shown.push(`… and ${more} more; --json lists all of them`);
  return shown.join("\n\n");
}

export {
  sha256,
  compileFor,
  graphOf,
  toDocuments,
  renderDiagnostics
};
