/** The job's recipe, as a plan takes it. */
import type { RecipeFile } from "#core/run/recipe/recipe.ts";
import { readNamedFile, recipeFiles } from "./named-file.ts";

/** Reads the recipe that a job names, by a path or as one under .github/iter/recipes. */
export async function readRecipe(workspace: string, name: string): Promise<RecipeFile> {
  const { path, bytes } = readNamedFile(workspace, name, recipeFiles);
  const { readRecipeFile } = await import("#adapters/recipes/recipe-file.ts");
  return readRecipeFile(path, new TextDecoder().decode(bytes));
}
