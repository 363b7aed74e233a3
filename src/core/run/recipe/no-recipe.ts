/** What a run has that nobody gave a recipe. */
import type { Recipe } from "./recipe.ts";

/** A recipe that doesn't do anything. */
export const noRecipe: Recipe = {
  name: "",
  workflow: {},
  vars: {},
  prompts: {},
  budget: {},
  toolPolicy: null,
  evaluation: null,
};
