/** What a recipe makes of a graph. */
import type { Budget, Graph } from "#core/graph/graph.ts";
import { parseTemplate, toTemplate } from "#core/graph/reference.ts";
import { changeLimits } from "../limit-changes.ts";
import { noLimits } from "../limits.ts";
import { checkRecipe } from "./check.ts";
import { InvalidRecipe } from "./invalid-recipe.ts";
import { noRecipe } from "./no-recipe.ts";
import { readRecipe } from "./recipe.ts";
import type { Recipe, RecipeFault, RecipeFile } from "./recipe.ts";
import { narrowTools } from "./tool-policy.ts";

/** A recipe that fits a graph, and the graph with its prompts and its tool policy. */
export interface AppliedRecipe {
  readonly recipe: Recipe;
  /** Its hash stays that of the source, from which a resume makes the same graph again. */
  readonly graph: Graph;
}

/** Every mistake in a recipe, for a graph if there is one; variables that a run must still be given are none. */
export function findRecipeFaults(
  graph: Graph | null,
  { content }: RecipeFile,
): readonly RecipeFault[] {
  const { recipe, faults } = readRecipe(content);
  return graph === null ? faults : [...faults, ...checkRecipe(graph, recipe)];
}

/** Applies a recipe, or says why that can't be done. */
export function applyRecipe(
  graph: Graph,
  file: RecipeFile | undefined,
): AppliedRecipe | { readonly refusal: InvalidRecipe } {
  if (file === undefined) return { recipe: noRecipe, graph };
  const faults = findRecipeFaults(graph, file);
  if (faults.length > 0) return { refusal: new InvalidRecipe(file, faults) };
  const { recipe } = readRecipe(file.content);
  return { recipe, graph: narrowTools(replacePrompts(graph, recipe), recipe.toolPolicy) };
}

/** The limits of the workflow, changed by its recipe. */
export function limitsOf({ graph, recipe }: AppliedRecipe): Budget {
  const limits = graph.budget ?? noLimits;
  const changed = changeLimits(limits, recipe.budget);
  return "errors" in changed ? limits : changed.limits;
}

function replacePrompts(graph: Graph, { prompts }: Recipe): Graph {
  if (Object.keys(prompts).length === 0) return graph;
  const replaced = graph.prompts.map((prompt) => {
    const text = Object.hasOwn(prompts, prompt.name) ? prompts[prompt.name] : undefined;
    return text === undefined ? prompt : { ...prompt, text: toTemplate(parseTemplate(text)) };
  });
  return { ...graph, prompts: replaced };
}
