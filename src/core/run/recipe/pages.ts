/** What `iter explain` says about the codes of recipes. */
import type { FailurePage } from "../failure-pages.ts";

/** Codes of mistakes in a recipe's file; each has one meaning. */
export type RecipeCode = "R001" | "R002" | "R003" | "R004" | "R005" | "R006";

/** True for a code of a recipe. */
export function isRecipeCode(code: string): code is RecipeCode {
  return Object.hasOwn(recipePages, code);
}

/** One page for each code. */
export const recipePages: Readonly<Record<RecipeCode, FailurePage>> = {
  R001: {
    title: "A recipe's file can't be read",
    text: "A recipe is a file of JSON, or of YAML if its name doesn't end in `.json`. The message says what the reader stumbled over, such as a comma too many or a key given twice.",
    example: '{ "name": "fast", "preset_vars": { "depth": 1 } }',
  },
  R002: {
    title: "A recipe has a key that means nothing",
    text: "A typing error would otherwise go unnoticed and the run would be made without what the key was to change. A recipe has `name`, `workflow_ref`, `preset_vars`, `prompt_pack`, `budget`, `tool_policy` and `evaluation_policy`, and may have a `description`.",
    example: '{ "name": "fast", "budget": { "max_cost_usd": 1 } }',
  },
  R003: {
    title: "A value in a recipe has the wrong form",
    text: "Each key takes one sort of value, a variable that of its declared type, a limit what the workflow's `budget:` takes, and `success_value` something that the metric can be.",
    example: '{ "name": "fast", "budget": { "max_duration": "10m", "max_tokens": 50000 } }',
  },
  R004: {
    title: "A recipe names something that the workflow doesn't have",
    text: "Variables must be declared, prompts must be used by a node, tools listed by one, and a metric must be a field that some node puts out, on its own or as `node.field`.",
    example: '{ "name": "fast", "evaluation_policy": { "primary_metric": "review.approved" } }',
  },
  R005: {
    title: "A recipe is made for another workflow",
    text: "`workflow_ref.name` says for which workflow the recipe was written. Run that one, or leave `workflow_ref` out of a recipe that fits several.",
    example: '{ "name": "fast", "workflow_ref": { "name": "review" } }',
  },
  R006: {
    title: "A reference in a recipe's prompt leads nowhere",
    text: "A text of `prompt_pack` may refer to the same things as the prompt that it replaces: declared variables, nodes, artifacts and loops.",
    example: '{ "name": "strict", "prompt_pack": { "review_system": "Rules: {{vars.rules}}" } }',
  },
};
