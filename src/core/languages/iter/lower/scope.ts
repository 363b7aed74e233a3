/** What a declaration is lowered with: what else is declared, and where its faults go. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Code, DiagnosticExtras, Holes } from "#core/diagnostics/catalog.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { CompileOptions } from "#core/languages/language.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { positionAt, textOf } from "#core/text/source-file.ts";
import type { Span } from "#core/text/span.ts";

/** Names that the file declares, and where each of them first. */
export interface DeclaredNames {
  readonly nodes: ReadonlyMap<string, Span>;
  readonly schemas: ReadonlyMap<string, Span>;
  readonly prompts: ReadonlyMap<string, Span>;
  readonly servers: ReadonlyMap<string, Span>;
  /** Names of unreadable declarations; each may be any of the above. */
  readonly unreadable: ReadonlySet<string>;
}

/** What all declarations of a file share. */
export interface Setting {
  readonly file: SourceFile;
  readonly options: CompileOptions;
  readonly names: DeclaredNames;
  readonly report: Report;
  /** Environment variables that were expanded or are handed on. */
  readonly variables: Set<string>;
}

/** One declaration while it is lowered. */
export interface Scope extends Setting {
  /** The declaration doesn't count: only its E codes are reported. */
  readonly ignored: boolean;
  /** Found once an E code other than E010 and E011 occurred in the declaration. */
  readonly damage: { found: boolean };
}

/** Begins a declaration. */
export function openScope(
  { file, options, names, report, variables }: Setting,
  { damaged, ignored }: { readonly damaged: boolean; readonly ignored: boolean },
): Scope {
  return { file, options, names, report, variables, ignored, damage: { found: damaged } };
}

/** The same declaration for a part of it that doesn't count. */
export function ignoring(scope: Scope): Scope {
  return { ...scope, ignored: true };
}

/** Reports a code at a place of the declaration. */
export function say<Name extends Code>(
  scope: Scope,
  code: Name,
  ...[span, holes, extras]: [Span, Holes[Name], DiagnosticExtras?]
): void {
  reportIn(scope, diagnose(code, span, holes, extras));
}

/** Reports what was found in the declaration. */
export function reportIn({ report, ignored, damage }: Scope, diagnostic: Diagnostic): void {
  const { code } = diagnostic;
  const isError = code.startsWith("E");
  if (isError && code !== "E010" && code !== "E011") damage.found = true;
  if (isError || !ignored) report(diagnostic);
}

/** Remembers environment variables that the graph depends on. */
export function noteVariables({ variables, ignored }: Scope, names: readonly string[]): void {
  if (!ignored) for (const name of names) variables.add(name);
}

/** True if a name is declared, or may be. */
export function isDeclared(
  scope: Scope,
  what: "schemas" | "prompts" | "servers",
  name: string,
): boolean {
  return scope.names[what].has(name) || scope.names.unreadable.has(name);
}

/** The line of a place, from 1. */
export function lineAt(scope: Setting, span: Span): number {
  return positionAt(scope.file, span.start).line;
}

/** What stands at a place. */
export function sourceAt(scope: Setting, span: Span): string {
  return textOf(scope.file, span);
}

/** Line and column of a place, from 1, as the graph keeps them. */
export function placeOf(scope: Setting, span: Span): readonly [number, number] {
  const { line, column } = positionAt(scope.file, span.start);
  return [line, column];
}
