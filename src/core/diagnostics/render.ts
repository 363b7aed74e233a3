/** Shows a diagnostic as text with a code frame, or as data with lines and columns. */
import { lineText, positionAt, textOf } from "../text/source-file.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Diagnostic, DiagnosticDocument } from "./diagnostic.ts";

/** The first line of a rendered diagnostic: `path:line:column severity code: sentence.` */
export function renderDiagnosticLine(file: SourceFile, diagnostic: Diagnostic): string {
  const { line, column } = positionAt(file, diagnostic.span.start);
  return `${file.path}:${line}:${column} ${diagnostic.severity} ${diagnostic.code}: ${diagnostic.message}`;
}

/** A diagnostic with its line of source, help and page. */
export function renderDiagnostic(file: SourceFile, diagnostic: Diagnostic): string {
  const parts = [renderDiagnosticLine(file, diagnostic), "", ...renderFrame(file, diagnostic), ""];
  if (diagnostic.help !== undefined) parts.push(`  help: ${diagnostic.help}`);
  parts.push(`  more: iter explain ${diagnostic.code}`);
  return parts.join("\n");
}

/** The diagnostic as plain data, with lines and columns from 1. */
export function toDiagnosticDocument(file: SourceFile, diagnostic: Diagnostic): DiagnosticDocument {
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
      ...positionAt(file, span.start),
    })),
  };
}

function renderFrame(file: SourceFile, diagnostic: Diagnostic): string[] {
  const start = positionAt(file, diagnostic.span.start);
  const end = positionAt(file, diagnostic.span.end);
  const text = lineText(file, start.line);
  const width = String(start.line).length;
  const lastColumn = end.line === start.line ? end.column : text.length + 1;
  const carets = "^".repeat(Math.max(1, Math.min(lastColumn, text.length + 1) - start.column));
  const indent = text.slice(0, start.column - 1).replace(/[^\t]/g, " ");
  const related = diagnostic.related?.[0];
  const label = related === undefined ? "" : ` ${related.message}`;
  const before = related === undefined ? 0 : positionAt(file, related.span.start).line;
  const frame = before > 0 && before < start.line ? [frameLine(file, before, width)] : [];
  return [
    ...frame,
    frameLine(file, start.line, width),
    `  ${" ".repeat(width)} | ${indent}${carets}${label}`,
  ];
}

function frameLine(file: SourceFile, line: number, width: number): string {
  return `  ${String(line).padStart(width)} | ${lineText(file, line)}`.trimEnd();
}
