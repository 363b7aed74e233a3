/** What a declaration is lowered with: what else is declared, and where its faults go. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Code, DiagnosticExtras, Holes } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { CompileOptions } from "#core/languages/language.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { positionAt, textOf } from "#core/text/source-file.ts";
import type { Span } from "#core/text/span.ts";

/** Names that the file declares. */
export interface DeclaredNames {
  readonly nodes: ReadonlySet<string>;
  readonly schemas: ReadonlySet<string>;
  readonly prompts: ReadonlySet<string>;
  readonly servers: ReadonlySet<string>;
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
  /** True once an E code other than E010 and E011 occurred in the declaration. */
  isDamaged(): boolean;
  /** Reports a code at a place. */
  say<Name extends Code>(
    code: Name,
    span: Span,
    holes: Holes[Name],
    extras?: DiagnosticExtras,
  ): void;
  /** Remembers environment variables that the graph depends on. */
  noteVariables(names: readonly string[]): void;
  /** The same declaration for a part of it that doesn't count: only its E codes are reported. */
  ignoring(): Scope;
}

/** Begins a declaration; of one that doesn't count, only the E codes are reported. */
export function openScope(
  setting: Setting,
  declaration: { readonly damaged: boolean; readonly ignored: boolean },
): Scope {
  let { damaged } = declaration;
  const scopeOf = (ignored: boolean): Scope => {
    const report: Report = (diagnostic) => {
      const { code } = diagnostic;
      if (code.startsWith("E") && code !== "E010" && code !== "E011") damaged = true;
      if (code.startsWith("E") || !ignored) setting.report(diagnostic);
    };
    return {
      ...setting,
      report,
      isDamaged: () => damaged,
      say: (code, span, holes, extras) => report(diagnose(code, span, holes, extras)),
      noteVariables: (names) => {
        if (!ignored) for (const name of names) setting.variables.add(name);
      },
      ignoring: () => scopeOf(true),
    };
  };
  return scopeOf(declaration.ignored);
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
