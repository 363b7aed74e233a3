/** The refusal of a recipe that can't be used, with the place of every mistake. */
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import { sortDiagnostics } from "#core/diagnostics/collect.ts";
import { positionAt } from "#core/text/source-file.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { Refusal } from "../failure.ts";
import type { RecipeFault, RecipeFile, RecipeSource } from "./recipe.ts";

/** Thrown or returned in place of a plan. */
export class InvalidRecipe extends Refusal {
  /** The mistakes in the recipe's text; null if only its content was at hand. */
  readonly found: {
    readonly file: SourceFile;
    readonly diagnostics: readonly Diagnostic[];
  } | null;

  constructor({ path, source }: Omit<RecipeFile, "content">, faults: readonly RecipeFault[]) {
    const [first] = faults;
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
    const place = first === undefined || !source ? path : `${path}:${placeOf(source, first)}`;
    super("INPUT_INVALID", `The recipe can't be used: ${place} ${first?.message ?? ""}${more}`, {
      errors: faults.map((fault) => ({
        field: ["recipe", ...fault.path].join("."),
        message: fault.message,
      })),
      hint: first?.help ?? "see the recipe's keys in the README",
    });
    this.found = source ? { file: source.file, diagnostics: toDiagnostics(source, faults) } : null;
  }
}

/** Mistakes as diagnostics of the recipe's text. */
export function toDiagnostics(
  { locate }: RecipeSource,
  faults: readonly RecipeFault[],
): Diagnostic[] {
  return sortDiagnostics(
    faults.map(({ code, path, at, message, help }) => ({
      code,
      severity: "error" as const,
      message,
      span: locate(path, at),
      help,
    })),
  );
}

function placeOf({ file, locate }: RecipeSource, { path, at }: RecipeFault): string {
  const { line, column } = positionAt(file, locate(path, at).start);
  return `${line}:${column}`;
}
