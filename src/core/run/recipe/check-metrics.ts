/** The metrics of a recipe against what the nodes of a graph put out. */
import type { Graph, SchemaField } from "#core/graph/graph.ts";
import { describeWanted, readText } from "#core/graph/schema.ts";
import { toText } from "#core/graph/value.ts";
import { suggest } from "#core/text/suggest.ts";
import { runMetrics } from "./evaluate.ts";
import { nearest } from "./nearest.ts";
import type { Recipe, RecipeFault } from "./recipe.ts";

/** What is known of the outputs in a graph. */
interface Outputs {
  readonly byNode: ReadonlyMap<string, readonly SchemaField[]>;
  /** Keys that edges bring. */
  readonly keys: ReadonlySet<string>;
  /** Some node may put out anything. */
  readonly open: boolean;
}

/** Metrics that no output has, and a success that a metric can never be. */
export function checkMetrics(graph: Graph, { evaluation }: Recipe): RecipeFault[] {
  if (evaluation === null) return [];
  const outputs = listOutputs(graph);
  const at = (...rest: readonly string[]): readonly string[] => ["evaluation_policy", ...rest];
  const { primaryMetric, secondaryMetrics, successValue } = evaluation;
  const secondary = secondaryMetrics.flatMap((metric, index) =>
    runMetrics.includes(metric)
      ? []
      : checkSecondary(graph, outputs, {
          metric,
          path: at("secondary_metrics", String(index)),
        }),
  );
  const primary = checkMetric(graph, outputs, {
    metric: primaryMetric,
    path: at("primary_metric"),
  });
  if (primary.length > 0) return [...primary, ...secondary];
  const fields = fieldsOf(outputs, primaryMetric);
  const text = toText(successValue);
  const [field] = fields;
  const never = field !== undefined && fields.every((one) => "message" in readText(one, text));
  if (!never) return secondary;
  const fault: RecipeFault = {
    code: "R003",
    path: at("success_value"),
    at: "value",
    message: `\`${primaryMetric}\` is never \`${text}\`: it is ${describeWanted(field)}.`,
    help: `write a \`success_value\` that is ${describeWanted(field)}`,
  };
  return [fault, ...secondary];
}

interface Written {
  readonly metric: string;
  readonly path: readonly string[];
}

/** A field of any name may be meant, but a name that is nearly one of the run's own metrics is taken for that. */
function checkSecondary(graph: Graph, outputs: Outputs, written: Written): RecipeFault[] {
  const { metric, path } = written;
  const known = [...outputs.byNode.values()].flat().some(({ name }) => name === metric);
  const meant = known || outputs.keys.has(metric) ? undefined : suggest(metric, runMetrics);
  if (meant === undefined) return checkMetric(graph, outputs, written);
  const field = outputs.open
    ? ` A field of that name is written behind its node: \`node.${metric}\``
    : "";
  const message = `There is no metric \`${metric}\`.`;
  const help = `did you mean \`${meant}\`?${field}`;
  return [{ code: "R004", path, at: "value", message, help }];
}

function checkMetric(graph: Graph, outputs: Outputs, { metric, path }: Written): RecipeFault[] {
  const unknown = (message: string, help: string): RecipeFault[] => [
    { code: "R004", path, at: "value", message, help },
  ];
  const { node, field } = splitMetric(metric, outputs);
  const nodes = [...outputs.byNode.keys()];
  if (node !== undefined) {
    const fields = outputs.byNode.get(node);
    const declared = graph.nodes.some(({ id }) => id === node);
    if (!declared) return unknown(`There is no node \`${node}\`.`, nearest(node, nodes, "node"));
    const names = fields?.map(({ name }) => name);
    if (names === undefined || field === undefined || names.includes(field)) return [];
    return unknown(
      `The output of \`${node}\` has no field \`${field}\`.`,
      nearest(field, names, "field"),
    );
  }
  const names = new Set([...outputs.byNode.values()].flat().map(({ name }) => name));
  for (const key of outputs.keys) names.add(key);
  if (field === undefined || names.has(field)) return [];
  if (outputs.open) {
    const meant = findMeantNode(graph, metric);
    if (meant === undefined) return [];
    return unknown(
      `There is no node \`${field}\`.`,
      `did you mean \`${meant}\`? A field of that name is written behind its node: \`node.${metric}\``,
    );
  }
  const whole = metric.includes(".") ? nearest(field, [...nodes, ...names], "field") : undefined;
  return unknown(
    `No output has a field \`${field}\`.`,
    whole ?? nearest(field, [...names], "field"),
  );
}

/** `node.field`, `outputs.node.field` or a field of whatever output has it. */
function splitMetric(
  metric: string,
  { byNode }: Outputs,
): { readonly node?: string; readonly field?: string } {
  const [first = "", second, third] = metric.split(".");
  if (first === "outputs" && second !== undefined) {
    return { node: second, ...(third === undefined ? {} : { field: third }) };
  }
  if (!byNode.has(first)) return { field: first };
  return { node: first, ...(second === undefined ? {} : { field: second }) };
}

/**
 * The node whose name was mistyped. Some node may put out any field, so only a name that is nearly a
 * node's is taken for one.
 */
function findMeantNode({ nodes }: Graph, metric: string): string | undefined {
  const [first = "", ...rest] = metric.split(".");
  const names = nodes.flatMap(({ id, kind }) => (endings.has(kind) ? [] : [id]));
  return rest.length === 0 || names.includes(first) ? undefined : suggest(first, names);
}

/** The declarations of a field that a metric may mean. */
function fieldsOf(outputs: Outputs, metric: string): readonly SchemaField[] {
  const { node, field } = splitMetric(metric, outputs);
  const deep = metric.split(".").length > (node === undefined ? 1 : 2);
  if (deep || (outputs.open && node === undefined)) return [];
  if (node === undefined && outputs.keys.has(field ?? "")) return [];
  const nodes =
    node === undefined ? [...outputs.byNode.values()] : [outputs.byNode.get(node) ?? []];
  return nodes.flat().filter(({ name }) => name === field);
}

const endings: ReadonlySet<string> = new Set(["done", "fail"]);
const handingOn: ReadonlySet<string> = new Set(["router", "join", ...endings]);

function listOutputs(graph: Graph): Outputs {
  const schemas = new Map(graph.schemas.map(({ name, fields }) => [name, fields]));
  const byNode = new Map<string, readonly SchemaField[]>();
  let open = false;
  for (const { id, kind, output } of graph.nodes) {
    const fields = output == null ? undefined : schemas.get(output);
    if (fields !== undefined) byNode.set(id, fields);
    else open ||= !handingOn.has(kind);
  }
  const keys = new Set(graph.edges.flatMap((edge) => edge.with?.map(({ key }) => key) ?? []));
  return { byNode, keys, open };
}
