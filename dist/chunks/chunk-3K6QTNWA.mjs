import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  lineText,
  positionAt,
  textOf
} from "./chunk-BYX33S23.mjs";

// src/core/diagnostics/render.ts
function renderDiagnosticLine(file, diagnostic) {
  const { line, column } = positionAt(file, diagnostic.span.start);
  return `${file.path}:${line}:${column} ${diagnostic.severity} ${diagnostic.code}: ${diagnostic.message}`;
}
function renderDiagnostic(file, diagnostic) {
  const parts = [renderDiagnosticLine(file, diagnostic), "", ...renderFrame(file, diagnostic), ""];
  if (diagnostic.help !== void 0) parts.push(`  help: ${diagnostic.help}`);
  parts.push(`  more: iter explain ${diagnostic.code}`);
  return parts.join("\n");
}
function toDiagnosticDocument(file, diagnostic) {
  const start = positionAt(file, diagnostic.span.start);
  const end = positionAt(file, diagnostic.span.end);
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    file: file.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    text: textOf(file, diagnostic.span),
    help: diagnostic.help ?? null,
    related: (diagnostic.related ?? []).map(({ message, span }) => ({
      message,
      ...positionAt(file, span.start)
    }))
  };
}
function renderFrame(file, diagnostic) {
  const start = positionAt(file, diagnostic.span.start);
  const end = positionAt(file, diagnostic.span.end);
  const text = lineText(file, start.line);
  const width = String(start.line).length;
  const lastColumn = end.line === start.line ? end.column : text.length + 1;
  const carets = "^".repeat(Math.max(1, Math.min(lastColumn, text.length + 1) - start.column));
  const indent = text.slice(0, start.column - 1).replace(/[^\t]/g, " ");
  const related = diagnostic.related?.[0];
  const label = related === void 0 ? "" : ` ${related.message}`;
  const before = related === void 0 ? 0 : positionAt(file, related.span.start).line;
  const frame = before > 0 && before < start.line ? [frameLine(file, before, width)] : [];
  return [
    ...frame,
    frameLine(file, start.line, width),
    `  ${" ".repeat(width)} | ${indent}${carets}${label}`
  ];
}
function frameLine(file, line, width) {
  return `  ${String(line).padStart(width)} | ${lineText(file, line)}`.trimEnd();
}

export {
  renderDiagnostic,
  toDiagnosticDocument
};
