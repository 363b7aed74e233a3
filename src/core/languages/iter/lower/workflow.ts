/** A workflow: its properties, variables and edges, and what it means for nodes. */
import type { Budget, Graph } from "#core/graph/graph.ts";
import { isFields } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import { delegateWords } from "#core/kinds/kind.ts";
import type { NodeDefaults } from "#core/kinds/kind.ts";
import type { CompileOptions } from "#core/languages/language.ts";
import { workflowProperties } from "#core/languages/iter/declarations.ts";
import type { VarsSyntax, WorkflowSyntax } from "#core/languages/iter/syntax.ts";
import { valueOf } from "#core/text/environment.ts";
import { lowerEdges } from "./edges.ts";
import type { EdgesReading } from "./edges.ts";
import type { Surroundings } from "./nodes.ts";
import { readProperties, textsIn } from "./properties.ts";
import type { PropertiesReading } from "./properties.ts";
import { ignoring, lineAt, say } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { checkServerNames } from "./servers.ts";
import { lowerVars } from "./variables.ts";
import type { DeclaredVariable } from "./variables.ts";

/** A workflow as it was read. */
export interface WorkflowReading extends EdgesReading {
  readonly syntax: WorkflowSyntax;
  readonly scope: Scope;
  readonly properties: PropertiesReading;
  readonly variables: readonly DeclaredVariable[];
}

/** Reads all of a workflow. */
export function lowerWorkflow(scope: Scope, syntax: WorkflowSyntax): WorkflowReading {
  const owner = { title: "A workflow", table: workflowProperties, others: ["vars"] };
  const properties = readProperties(scope, owner, syntax.properties);
  const edges = lowerEdges(scope, syntax.edges);
  return { ...edges, syntax, scope, properties, variables: lowerOwnVars(scope, syntax.vars) };
}

/** Reports servers that the workflow names and nobody declares. */
export function checkWorkflowServers(reading: WorkflowReading): void {
  if (serversKnown(reading)) checkServerNames(reading.scope, reading.properties.get("mcp")?.block);
}

/** What nodes must know of the workflow; null if there is none that could be read. */
export function surroundingsOf(
  workflow: WorkflowReading | null,
  options: CompileOptions,
): Surroundings {
  const known = workflow !== null && !workflow.scope.damage.found;
  return {
    defaults: defaultsOf(workflow, options),
    hasWorkflow: workflow !== null,
    defaultsKnown: known,
    serversKnown: workflow !== null && serversKnown(workflow),
  };
}

/** The workflow's part of the graph. */
export function settingsOf(
  workflow: WorkflowReading | null,
): Pick<Graph, "name" | "entry" | "mcp" | "budget" | "toolPolicy"> {
  const entry = readValue(workflow, "entry");
  const mcp = fieldsIn(readValue(workflow, "mcp"));
  return {
    name: workflow?.syntax.name.text ?? "",
    entry: typeof entry === "string" ? entry : "",
    mcp: {
      autoloadProject: mcp["autoloadProject"] === true,
      servers: textsIn(mcp["servers"]),
      disable: textsIn(mcp["disable"]),
    },
    budget: readBudget(readValue(workflow, "budget")),
    toolPolicy: toolPolicyOf(workflow),
  };
}

/** A second `vars` block is read, but its variables don't count. */
function lowerOwnVars(scope: Scope, blocks: readonly VarsSyntax[]): DeclaredVariable[] {
  const [first, ...others] = blocks;
  if (first === undefined) return [];
  for (const { keyword, ...vars } of others) {
    const line = lineAt(scope, first.keyword.span);
    say(scope, "C104", keyword.span, { name: "vars", line });
    lowerVars(ignoring(scope), { keyword, ...vars });
  }
  return lowerVars(scope, first);
}

function serversKnown({ scope, properties }: WorkflowReading): boolean {
  const mcp = fieldsIn(properties.get("mcp")?.reading.value);
  return !scope.damage.found && mcp["autoloadProject"] !== true;
}

function defaultsOf(workflow: WorkflowReading | null, options: CompileOptions): NodeDefaults {
  const backend = readValue(workflow, "default_backend") ?? defaultBackend(options);
  const interaction = readValue(workflow, "interaction");
  return {
    model: valueOf(options.environment, "ITERION_DEFAULT_SUPERVISOR_MODEL") ?? null,
    delegate: typeof backend === "string" && backend !== "none" ? backend : null,
    interaction: typeof interaction === "string" ? interaction : "none",
    toolPolicy: toolPolicyOf(workflow),
  };
}

function defaultBackend({ environment }: CompileOptions): string | undefined {
  const name = valueOf(environment, "ITERION_DEFAULT_BACKEND");
  if (name === undefined) return undefined;
  return Object.hasOwn(delegateWords, name) ? delegateWords[name] : name;
}

function toolPolicyOf(workflow: WorkflowReading | null): string[] | null {
  const policy = readValue(workflow, "tool_policy");
  return policy === undefined ? null : textsIn(policy);
}

function readValue(workflow: WorkflowReading | null, property: string): Value | undefined {
  return workflow?.properties.get(property)?.reading.value;
}

function readBudget(value: Value | undefined): Budget | null {
  if (!isFields(value)) return null;
  const numbers = Object.entries(value).filter(([, limit]) => typeof limit === "number");
  return {
    ...Object.fromEntries(numbers),
    unknownPrice: value["unknownPrice"] === "ignore" ? "ignore" : "error",
  };
}

function fieldsIn(value: Value | undefined): Readonly<Record<string, Value>> {
  return isFields(value) ? value : {};
}
