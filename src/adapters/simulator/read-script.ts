/** Reads a simulator's script from YAML and says where in the text it is wrong. */
import type { Graph } from "#core/graph/graph.ts";
import { Refusal } from "#core/run/failure.ts";
import type { FieldError } from "#core/run/failure.ts";
import { checkKeys } from "./check-keys.ts";
import { itemKeys, scriptKeys, scriptSchema, toolItemKeys } from "./script-schema.ts";
import type { Script } from "./script.ts";
import { readYaml } from "#adapters/files/yaml-text.ts";
import type { YamlForm } from "#adapters/files/yaml-text.ts";

const form: YamlForm<Script> = {
  schema: scriptSchema,
  whatAt: (path) => (path.length === 0 ? "a script" : `\`${path.map(String).join(".")}\``),
  keysAt(path) {
    if (path.length === 0) return scriptKeys;
    return path.length === 3 ? keysOfItem(path) : [];
  },
};

/**
 * Reads a script; with a graph, each key under `nodes` must name one of its nodes.
 *
 * @throws Refusal `INPUT_INVALID` with one entry per mistake, each with its `path:line:column`.
 * @example
 * readScript("nodes:\n  review:\n    - output: { ok: true }\n", "script.yaml");
 */
export function readScript(text: string, path: string, graph?: Graph): Script {
  const read = readYaml(text, path, form);
  if ("errors" in read) throw refusal(path, read.errors, hint);
  const { yaml, value } = read;
  const errors =
    graph === undefined ? [] : checkKeys(value.nodes.keys(), { yaml, graph, path: ["nodes"] });
  if (errors.length > 0) throw refusal(path, errors, hintOfKeys);
  return value;
}

/** The keys of an item at a path that begins with `nodes` or `tools`. */
export function keysOfItem(path: readonly PropertyKey[]): readonly string[] {
  return path[0] === "tools" ? toolItemKeys : itemKeys;
}

const hint = `a script has ${scriptKeys.map((key) => `\`${key}\``).join(", ")}; an item has one of \`output\`, \`text\`, \`tool_calls\`, \`ask\`, \`error\` or \`stdout\``;

const hintOfKeys =
  "name a node of the workflow, `branch/node` or an activation id such as `review#0`; nothing was run";

function refusal(path: string, errors: readonly FieldError[], help: string): Refusal {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new Refusal(
    "INPUT_INVALID",
    `The script cannot be used: ${first?.field ?? path}: ${first?.message ?? ""}${more}`,
    { errors, hint: help },
  );
}
