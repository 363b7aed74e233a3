/** A recipe against the graph that it is to change: every name in it must be one of the graph's. */
import type { Graph, Variable } from "#core/graph/graph.ts";
import { isNamespace, parseTemplate } from "#core/graph/reference.ts";
import { findFault, readText } from "#core/graph/schema.ts";
import type { Value } from "#core/graph/value.ts";
import { changeLimits } from "../limit-changes.ts";
import { noLimits } from "../limits.ts";
import { checkMetrics } from "./check-metrics.ts";
import { nearest } from "./nearest.ts";
import type { Recipe, RecipeFault } from "./recipe.ts";
import { checkToolPolicy } from "./tool-policy.ts";

/** Every mistake of a recipe that only its graph shows. */
export function checkRecipe(graph: Graph, recipe: Recipe): RecipeFault[] {
  return [
    ...checkWorkflow(graph, recipe),
    ...checkVariables(graph, recipe),
    ...checkPrompts(graph, recipe),
    ...checkBudget(graph, recipe),
    ...checkToolPolicy(graph, recipe),
    ...checkMetrics(graph, recipe),
  ];
}

function checkWorkflow(graph: Graph, { workflow }: Recipe): RecipeFault[] {
  const { name, path } = workflow;
  if (name === undefined || name === graph.name) return [];
  return [
    {
      code: "R005",
      path: ["workflow_ref", "name"],
      at: "value",
      message: `The recipe is for the workflow \`${name}\`, but this one is \`${graph.name}\`.`,
      help:
        path === undefined
          ? `write \`"name": "${graph.name}"\`, or run the workflow that it is for`
          : `run it with \`${path}\`, or write \`"name": "${graph.name}"\``,
    },
  ];
}

function checkVariables(graph: Graph, recipe: Recipe): RecipeFault[] {
  const names = [...new Set(graph.vars.map(({ name }) => name))];
  return Object.entries(recipe.vars).flatMap(([name, value]): RecipeFault[] => {
    const path = ["preset_vars", name];
    const declared = graph.vars.find((variable) => variable.name === name);
    if (declared === undefined) {
      const message = `There is no variable \`${name}\`.`;
      return [{ code: "R004", path, at: "key", message, help: nearest(name, names, "variable") }];
    }
    const fault = faultOf(declared, value);
    if (fault === undefined) return [];
    const help = `\`${name}\` is declared as \`${declared.type}\``;
    return [{ code: "R003", path, at: "value", message: `\`${name}\` ${fault}.`, help }];
  });
}

/** Recipes are written by hand, so text stands for a value of any type in them. */
function faultOf({ type }: Variable, value: Value): string | undefined {
  if (typeof value !== "string") return findFault({ type }, value);
  const read = readText({ type }, value);
  return "message" in read ? read.message : undefined;
}

function checkPrompts(graph: Graph, { prompts }: Recipe): RecipeFault[] {
  const names = graph.prompts.map(({ name }) => name);
  return Object.entries(prompts).flatMap(([name, text]): RecipeFault[] => {
    const path = ["prompt_pack", name];
    if (names.includes(name)) return checkText(graph, path, text);
    const message = `No node uses a prompt \`${name}\`.`;
    return [{ code: "R004", path, at: "key", message, help: nearest(name, names, "prompt") }];
  });
}

function checkText(graph: Graph, path: readonly string[], text: string): RecipeFault[] {
  const { parts, faults } = parseTemplate(text);
  const fault = (message: string, help: string): RecipeFault => ({
    code: "R006",
    path,
    at: "value",
    message,
    help,
  });
  return [
    ...faults.map(({ start, end, kind }) => {
      const what = kind === "unclosed" ? "is never closed" : "is no reference";
      return fault(
        `\`${text.slice(start, end)}\` ${what}.`,
        "write `{{vars.name}}`, or `\\{{` for plain text",
      );
    }),
    ...parts.flatMap((part) => {
      if (typeof part === "string") return [];
      const help = findLost(graph, part.ref);
      return help === undefined
        ? []
        : [fault(`\`{{${part.ref.join(".")}}}\` leads nowhere.`, help)];
    }),
  ];
}

/** What to do about a reference to something that the graph doesn't have. */
function findLost(graph: Graph, [first = "", name]: readonly string[]): string | undefined {
  const known: Readonly<Record<string, readonly string[]>> = {
    vars: graph.vars.map((variable) => variable.name),
    outputs: graph.nodes.map(({ id }) => id),
    artifacts: graph.nodes.flatMap(({ publish }) => publish ?? []),
    loop: graph.loops.map((loop) => loop.name),
  };
  if (!isNamespace(first)) return "begin it with `vars`, `input`, `outputs` or another namespace";
  const names = known[first];
  if (names === undefined || name === undefined || names.includes(name)) return undefined;
  return nearest(name, names, first === "vars" ? "variable" : first.replace(/s$/, ""));
}

function checkBudget({ budget }: Graph, recipe: Recipe): RecipeFault[] {
  const changed = changeLimits(budget ?? noLimits, recipe.budget);
  if (!("errors" in changed)) return [];
  return changed.errors.map(({ field, message }) => {
    const path = ["budget", field ?? ""];
    if (!message.startsWith("is no limit")) {
      const help = "write what the workflow's `budget:` takes";
      return { code: "R003", path, at: "value", message: `\`${field ?? ""}\` ${message}.`, help };
    }
    const near = /`(.+)`/.exec(message)?.[1];
    return {
      code: "R002",
      path,
      at: "key",
      message: `\`${field ?? ""}\` is no limit.`,
      help:
        near === undefined
          ? "use `max_duration`, `max_cost_usd`, `max_tokens`, `max_iterations` or `max_parallel_branches`"
          : `did you mean \`${near}\`?`,
    };
  });
}
