/** The job's recipe, as a plan takes it. */
import { Refusal } from "#core/run/failure.ts";
import type { PlanRequest } from "#core/run/plan.ts";
import { readData } from "./data.ts";
import { readNamedFile, recipeFiles } from "./named-file.ts";

/** Reads the recipe that a job names, by a path or as one under .github/iter/recipes. */
export async function readRecipe(
  workspace: string,
  name: string,
): Promise<NonNullable<PlanRequest["recipe"]>> {
  const { path, bytes } = readNamedFile(workspace, name, recipeFiles);
  const data = await readData(new TextDecoder().decode(bytes));
  if ("value" in data) return { path, content: data.value };
  const message = `The recipe \`${path}\` can't be read: ${data.fault}.`;
  throw new Refusal("INPUT_INVALID", message, {
    errors: [{ field: "recipe", message }],
    hint: "write YAML or JSON",
  });
}
