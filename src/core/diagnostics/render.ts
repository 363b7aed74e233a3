/** Shows a diagnostic as text with a code frame, or as data with lines and columns. */
import { toVisible } from "../text/printable.ts";
import { lineText, positionAt, textOf } from "../text/source-file.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Diagnostic, DiagnosticDocument } from "./diagnostic.ts";

/** The first line of a rendered diagnostic: `path:line:column severity code: sentence.` */
export function renderDiagnosticLine(file: SourceFile, diagnostic: Diagnostic): string {
  const { line, column } = positionAt(file, diagnostic.span.start);
  const { severity, code, message } = diagnostic;
  return `${file.path}:${line}:${column} ${severity} ${code}: ${toVisible(message)}`;
}

/** A diagnostic with its line of source, help and page. */
export function renderDiagnostic(file: SourceFile, diagnostic: Diagnostic): string {
  const parts = [renderDiagnosticLine(file, diagnostic), "", ...renderFrame(file, diagnostic), ""];
  if (diagnostic.help !== undefined) parts.push(`  help: ${toVisible(diagnostic.help)}`);
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

/** Longest part of a line that is shown. */
const mostColumns = 160;
/** How much of it stands before the offending place. */
const columnsBefore = 60;

function renderFrame(file: SourceFile, diagnostic: Diagnostic): string[] {
  const start = positionAt(file, diagnostic.span.start);
  const end = positionAt(file, diagnostic.span.end);
  const { text, column } = cutLine(file, start.line, start.column);
  const width = String(start.line).length;
  const length = end.line === start.line ? end.column - start.column : text.length;
  const carets = "^".repeat(Math.max(1, Math.min(length, text.length + 1 - column)));
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  const related = diagnostic.related?.[0];
  const label = related === undefined ? "" : ` ${toVisible(related.message)}`;
  const before = related === undefined ? 0 : positionAt(file, related.span.start).line;
  const frame =
    before > 0 && before < start.line
      ? [frameLine(before, width, cutLine(file, before, 1).text)]
      : [];
  return [
    ...frame,
    frameLine(start.line, width, text),
    `  ${" ".repeat(width)} | ${indent}${carets}${label}`,
  ];
}

/** What is shown of a line around a column, and the column's place in it. */
function cutLine(
  file: SourceFile,
  line: number,
  column: number,
): { readonly text: string; readonly column: number } {
  const text = toVisible(lineText(file, line));
  if (text.length <= mostColumns) return { text, column };
  const from = Math.max(0, Math.min(column - 1 - columnsBefore, text.length - mostColumns));
  const piece = text.slice(from, from + mostColumns);
  const [head, tail] = [from > 0 ? "…" : "", from + mostColumns < text.length ? "…" : ""];
  return { text: `${head}${piece}${tail}`, column: column - from + head.length };
}

function frameLine(line: number, width: number, text: string): string {
  return `  ${String(line).padStart(width)} | ${text}`.trimEnd();
}
