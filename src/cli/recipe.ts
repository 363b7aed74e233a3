/** Recipes that a command is given: read from their file, and their mistakes shown with their place. */
import { Refusal } from "#core/run/failure.ts";
import { findRecipeFaults } from "#core/run/recipe/apply.ts";
import { InvalidRecipe } from "#core/run/recipe/invalid-recipe.ts";
import type { RecipeFile } from "#core/run/recipe/recipe.ts";
import type { Graph } from "#core/graph/graph.ts";
import { renderDiagnostics, toDocuments } from "./compile.ts";
import { readTextFile } from "./data-file.ts";
import { InvalidFile } from "./refusals.ts";
import type { Session } from "./session.ts";

/** Reads the file of `--recipe`. */
export async function readRecipe(session: Session, path: string): Promise<RecipeFile> {
  const text = readTextFile(session, path, "--recipe");
  const { readRecipeFile } = await import("#adapters/recipes/recipe-file.ts");
  return readRecipeFile(path, text);
}

/** What is wrong with a recipe, for a graph if there is one; null if nothing is. */
export async function findRecipeErrors(
  session: Session,
  path: string,
  graph: Graph | null,
): Promise<InvalidRecipe["found"]> {
  try {
    const file = await readRecipe(session, path);
    const faults = findRecipeFaults(graph, file);
    return faults.length === 0 ? null : new InvalidRecipe(file, faults).found;
  } catch (error) {
    if (error instanceof InvalidRecipe) return error.found;
    throw error;
  }
}

/** A refusal as it is shown: mistakes in a recipe with their lines. */
export function withPlaces({ output }: Session, refusal: unknown): unknown {
  if (!(refusal instanceof InvalidRecipe) || refusal.found === null) return refusal;
  const { file, diagnostics } = refusal.found;
  const count = diagnostics.length === 1 ? "1 error" : `${diagnostics.length} errors`;
  const hint = "correct the recipe; nothing was run";
  return new InvalidFile(new Refusal(refusal.code, `\`${file.path}\` has ${count}.`, { hint }), {
    diagnostics: toDocuments(file, diagnostics),
    rendered: renderDiagnostics(file, diagnostics, output),
  });
}
