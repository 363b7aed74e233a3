import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  readSource
} from "./chunk-4B3RKDY7.mjs";
import {
  compileFor,
  graphOf,
  renderDiagnostics,
  sha256,
  toDocuments
} from "./chunk-FKDCJ4UB.mjs";
import {
  createPlan
} from "./chunk-DO6KKK2R.mjs";
import "./chunk-MVKURDAE.mjs";
import "./chunk-3K6QTNWA.mjs";
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
import "./chunk-2ZHFY3E5.mjs";
import "./chunk-6AOXOPAB.mjs";
import "./chunk-BZZZCENW.mjs";
import "./chunk-ZPLSJV7B.mjs";
import "./chunk-QL42ZRVT.mjs";
import "./chunk-TU54VPM4.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/cli/commands/validate.ts
var stages = ["tokens", "syntax", "graph", "plan"];
var validate = {
  declare(command, act) {
    command.argument("<file...>", "workflows; `-` is standard input").addOption(new Option("--strict", "warnings are errors")).addOption(
      new Option(
        "--emit <stage>",
        "print what a stage of the compiler makes of the file"
      ).choices(stages)
    );
    act((session, files) => validateAll(session, files, command));
  }
};
async function validateAll(session, files, command) {
  const { strict = false, emit } = command.opts();
  const { output } = session;
  const results = [];
  let emitted;
  for (const path of files) {
    const { path: name, bytes } = await readSource(session, path);
    const compiled = compileFor(session, { path: name, source: bytes }, { strict });
    results.push(toDocument(compiled));
    if (emit !== void 0) emitted = await emitStage(session, compiled, emit);
    else sayResult(session, compiled);
  }
  const valid = results.every((result) => result.valid);
  output.document({
    valid,
    files: results,
    ...results.length === 1 ? results[0] : {},
    ...emit === void 0 ? {} : { [emit]: emitted }
  });
  if (emit !== void 0) output.print(JSON.stringify(emitted, null, 2));
  return valid ? exitCodes.done : exitCodes.refused;
}
function toDocument({ file, graph, lowered, diagnostics }) {
  const shown = graph ?? lowered?.graph;
  const nodes = shown?.nodes.filter(({ kind }) => kind !== "done" && kind !== "fail") ?? [];
  return {
    file: file.path,
    valid: graph !== null,
    workflow_name: shown === void 0 || shown.name === "" ? null : shown.name,
    node_count: nodes.length,
    edge_count: shown?.edges.length ?? 0,
    diagnostics: toDocuments(file, diagnostics)
  };
}
function sayResult(session, compiled) {
  const { output } = session;
  const { file, diagnostics } = compiled;
  const text = renderDiagnostics(file, diagnostics, output);
  if (text !== "") output.note(`${text}
`, compiled.graph === null ? "error" : "warn");
  const { valid, workflow_name: name, node_count: nodes, edge_count: edges } = toDocument(compiled);
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const found = [numberOf(errors, "error"), numberOf(warnings, "warning")].filter(Boolean);
  const sizes = `${numberOf(nodes, "node")}, ${numberOf(edges, "edge") || "0 edges"}`;
  const summary = valid ? `${output.paint("green", "valid", "stdout")}: workflow \`${name ?? ""}\`, ${sizes}` : output.paint("red", "not valid", "stdout");
  output.print([`${file.path}: ${summary}`, ...found].join(", "));
}
function numberOf(count, what) {
  return count === 0 ? "" : `${count} ${what}${count === 1 ? "" : "s"}`;
}
async function emitStage(session, compiled, stage) {
  const { file } = compiled;
  switch (stage) {
    case "tokens": {
      const { listTokens } = await import("./list-tokens-UWDXI3Q4.mjs");
      return listTokens(file);
    }
    case "syntax": {
      const { parse } = await import("./parse-QZAKW5YD.mjs");
      const { vocabulary } = await import("./vocabulary-EGK4GU52.mjs");
      const { standard } = await import("./standard-3GEJCPF3.mjs");
      return parse(file, vocabulary(standard.kinds), () => void 0);
    }
    case "graph":
      return compiled.lowered?.graph ?? null;
    case "plan": {
      const graph = graphOf(session, compiled);
      const source = { path: file.path, text: file.text, sha256: sha256(file.text) };
      const planned = createPlan({ graph, source });
      if ("refusal" in planned) throw planned.refusal;
      return planned.plan;
    }
  }
}
export {
  validate
};
