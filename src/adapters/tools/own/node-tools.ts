/**
 * Tool nodes that models call: those that an agent lists among its tools by the node's name.
 *
 * Such a node is described by its `input:` schema and runs as a tool of the author's own file does.
 * It need not be on the way of the run.
 */
import type { Graph, GraphNode, Schema, Template } from "#core/graph/graph.ts";
import { printTemplate } from "#core/graph/reference.ts";
import type { ScriptLanguage } from "#core/graph/shell/command.ts";
import { listsNode } from "#core/graph/listed-nodes.ts";
import { Refusal } from "#core/run/failure.ts";
import { defaultTimeoutMs } from "./tools-file.ts";
import type { OwnTool } from "./tools-file.ts";

/** The tools; names that mean something already keep their meaning. */
export function readNodeTools(graph: Graph, taken: readonly string[]): readonly OwnTool[] {
  return graph.nodes
    .filter(({ id, kind }) => kind === "tool" && !taken.includes(id) && listsNode(graph, id))
    .map((node) => toTool(node, graph.schemas));
}

interface ToolFields {
  readonly command?: Template | null;
  readonly script?: Template | null;
  readonly language?: ScriptLanguage | null;
  readonly env?: readonly string[];
}

function toTool(node: GraphNode & ToolFields, schemas: readonly Schema[]): OwnTool {
  const { id, command, script, language, env = [], timeoutMs } = node;
  const template = command ?? script ?? [];
  refuseOthers(id, template);
  const schema = schemas.find(({ name }) => name === node.input);
  return {
    name: id,
    description: `Runs: ${printTemplate(template).trim()}`,
    input: (schema?.fields ?? []).map((field) => ({ ...field, optional: false })),
    run: command == null ? { script: template, language: language ?? "sh" } : { command: template },
    timeoutMs: timeoutMs ?? defaultTimeoutMs,
    readsOnly: node.readonly === true,
    env,
  };
}

/** A model fills in the input, and knows nothing of what else a node sees. */
function refuseOthers(id: string, template: Template): void {
  for (const part of template) {
    if (typeof part === "string" || part.ref[0] === "input") continue;
    throw new Refusal(
      "INPUT_INVALID",
      `The node \`${id}\` is a tool of a model, and its command uses \`{{${part.ref.join(".")}}}\`.`,
      { hint: "let the model bring it: declare it in the node's `input:` and use `{{input.…}}`" },
    );
  }
}
