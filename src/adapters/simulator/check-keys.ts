/** Finds keys of a script that name no node of the workflow that it is for. */
import type { Graph } from "#core/graph/graph.ts";
import { suggest } from "#core/text/suggest.ts";
import type { FieldError } from "#core/run/failure.ts";
import type { YamlText } from "#adapters/files/yaml-text.ts";

/** Where keys are written: the mapping at a path of a text. */
export interface KeyPlace {
  readonly yaml: YamlText;
  readonly graph: Graph;
  readonly path: readonly PropertyKey[];
}

/** One entry per key that names no node, with its place and the name that was probably meant. */
export function checkKeys(
  keys: Iterable<string>,
  { yaml, graph, path }: KeyPlace,
): readonly FieldError[] {
  return [...keys].flatMap((key) => {
    const message = unknownNode(graph, key);
    return message === undefined ? [] : [{ field: yaml.placeOfKey(path, key), message }];
  });
}

/** What is wrong with `node`, `branch/node` or `branch/node#0`; undefined if it names a node. */
export function unknownNode(graph: Graph, key: string): string | undefined {
  const name = (key.split("/").at(-1) ?? key).replace(/#\d+$/, "");
  const names = namesIn(graph);
  return names.includes(name)
    ? undefined
    : `the workflow has no node \`${name}\`${advice(name, names)}`;
}

/** The graph's nodes, and those of the graphs that it calls. */
function namesIn({ nodes, graphs = [] }: Graph): string[] {
  const called = graphs.flatMap((one) => ("graph" in one ? namesIn(one.graph) : []));
  return [...nodes.map(({ id }) => id), ...called];
}

/** The rest of a sentence about an unknown name. */
export function advice(name: string, names: readonly string[]): string {
  const near = suggest(name, names);
  return near === undefined ? "" : `; did you mean \`${near}\`?`;
}
