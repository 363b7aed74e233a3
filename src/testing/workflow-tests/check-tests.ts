/** Finds what a file of tests says of a workflow that the workflow doesn't have. */
import { advice, checkKeys, unknownNode } from "#adapters/simulator/check-keys.ts";
import type { KeyPlace } from "#adapters/simulator/check-keys.ts";
import type { YamlText } from "#adapters/files/yaml-text.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { Visits } from "#core/report/check/visited.ts";
import type { FieldError } from "#core/run/failure.ts";
import type { TestFile, WorkflowTest } from "./workflow-test.ts";

/** Names of nodes, edges and tools' nodes that the graph lacks, each with its place. */
export function checkTests({ tests }: TestFile, yaml: YamlText, graph: Graph): FieldError[] {
  return tests.flatMap((test, index) => checkTest(test, { yaml, graph, path: ["tests", index] }));
}

function checkTest(test: WorkflowTest, checking: KeyPlace): FieldError[] {
  const { expected, script, answers } = test;
  const of = (...more: readonly string[]): KeyPlace => ({
    ...checking,
    path: [...checking.path, ...more],
  });
  return [
    ...checkKeys([...(script?.nodes.keys() ?? [])], of("nodes")),
    ...checkKeys(
      [...answers.keys()].filter((key) => !/^g\d+$/.test(key)),
      of("answers"),
    ),
    ...checkKeys(Object.keys(expected.outputs ?? {}), of("expect", "outputs")),
    ...checkKeys(Object.keys(expected.inputs ?? {}), of("expect", "inputs")),
    ...checkVisits(expected.visited ?? [], of("expect", "visited")),
    ...checkEdges(Object.keys(expected.edges ?? {}), of("expect", "edges")),
  ];
}

function checkVisits(visits: Visits, { yaml, graph, path }: KeyPlace): FieldError[] {
  return visits.flatMap((visit, index): FieldError[] => {
    const at = [...path, index];
    if (typeof visit === "object") {
      return visit.parallel.flatMap((list, place) =>
        checkVisits(list, { yaml, graph, path: [...at, "parallel", place] }),
      );
    }
    const message = unknownNode(graph, visit);
    return message === undefined ? [] : [{ field: yaml.placeOf(at), message }];
  });
}

function checkEdges(keys: readonly string[], { yaml, graph, path }: KeyPlace): FieldError[] {
  const edges = graph.edges.map(({ from, to }) => `${from} -> ${to}`);
  return keys.flatMap((key) => {
    if (edges.includes(key)) return [];
    const message = `the workflow has no edge \`${key}\`${advice(key, edges)}`;
    return [{ field: yaml.placeOfKey(path, key), message }];
  });
}
