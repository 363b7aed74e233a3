/** Diagnostics as annotations of files, as GitHub shows them beside the lines. */
import type { DiagnosticDocument } from "../diagnostics/diagnostic.ts";

/** One annotation; lines and columns count from 1. */
export interface Annotation {
  readonly level: "error" | "warning";
  readonly file: string;
  readonly title: string;
  readonly message: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Only where it begins and ends on one line: GitHub takes columns nowhere else. */
  readonly startColumn?: number;
  readonly endColumn?: number;
}

/** The annotations of a file's diagnostics. */
export function toAnnotations(diagnostics: readonly DiagnosticDocument[]): Annotation[] {
  return diagnostics.map((diagnostic) => {
    const { severity, file, code, message, help, line, endLine } = diagnostic;
    const columns =
      line === endLine
        ? {
            startColumn: diagnostic.column,
            endColumn: Math.max(diagnostic.column + 1, diagnostic.endColumn),
          }
        : {};
    return {
      level: severity,
      file,
      title: code,
      message: help === null ? message : `${message}\nhelp: ${help}`,
      startLine: line,
      endLine,
      ...columns,
    };
  });
}
