/** Chooses the fields of a made-up answer so that the run comes to `done` by the shortest way. */
import type { Edge, SchemaField } from "#core/graph/graph.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { propertyOf } from "./graph-map.ts";
import type { GraphMap } from "./graph-map.ts";

/** Reads conditions that are expressions. */
export interface ExpressionReader {
  /** Names of the source's output fields that the expression reads. */
  fields(expression: string, source: string): readonly string[];
  /** Whether it is true when the source's output is this; a fault is false. */
  holds(expression: string, source: string, output: Fields): boolean;
}

/** What steering starts from. */
export interface Steering {
  readonly fields: readonly SchemaField[];
  /** A value for every field, for what is not steered. */
  readonly usual: Fields;
  readonly reader: ExpressionReader;
}

/** At most so many combinations of values are tried. */
const mostCombinations = 64;

/**
 * Values for the fields that decide which way the run takes after a node; others are left out.
 *
 * The edge that is wanted is the first on the shortest way to `done` that plain conditions
 * (`when x`) don't rule out.
 */
export function steer(map: GraphMap, nodeId: string, steering: Steering): Fields {
  const choice = choiceBehind(map, nodeId, steering.fields);
  const wanted = map.nearest(choice.edges).find((edge) => plainValues(choice, edge) !== undefined);
  const plain = (wanted && plainValues(choice, wanted)) ?? {};
  const combinations = combine(triedFields(choice, steering, plain)).map((values) => ({
    ...values,
    ...plain,
  }));
  if (wanted === undefined) return combinations[0] ?? {};
  const judge = (accept: (output: Fields) => boolean): Fields | undefined =>
    combinations.find((values) => accept({ ...steering.usual, ...values }));
  return (
    judge((output) => takes(choice, steering.reader, output).includes(wanted)) ??
    judge((output) => holds(wanted, choice, steering.reader, output)) ??
    combinations[0] ??
    {}
  );
}

/** Where the fields of an answer are looked at: the node's own edges, or those of a router behind it. */
interface Choice {
  readonly source: string;
  readonly edges: readonly Edge[];
  /** Several edges may be taken at once. */
  readonly forks: boolean;
  /** Fields of the answer that plain conditions can look at. */
  readonly flags: ReadonlySet<string>;
}

function choiceBehind(map: GraphMap, nodeId: string, fields: readonly SchemaField[]): Choice {
  let source = nodeId;
  const passed = new Set<string>();
  for (;;) {
    const next = passedOn(map, source);
    if (next === undefined || passed.has(next)) break;
    passed.add(next);
    source = next;
  }
  const forks = source !== nodeId && propertyOf(map.node(source), "mode") === "fan_out_all";
  const flags = fields.filter(({ type }) => type === "bool" || type === "json");
  return { source, edges: map.edges(source), forks, flags: new Set(flags.map(({ name }) => name)) };
}

/** The router to which the only edge hands the output on as it is. */
function passedOn(map: GraphMap, nodeId: string): string | undefined {
  const [edge, ...others] = map.edges(nodeId);
  if (edge === undefined || others.length > 0 || edge.when !== null || edge.with !== null) {
    return undefined;
  }
  const target = map.node(edge.to);
  if (target?.kind !== "router" || propertyOf(target, "mode") === "llm") return undefined;
  return target.id;
}

/** What plain conditions demand if an edge is to be taken; undefined if that cannot be. */
function plainValues(choice: Choice, wanted: Edge): Record<string, boolean> | undefined {
  const values: Record<string, boolean> = {};
  for (const edge of choice.edges) {
    const demanded = edge === wanted;
    if (!demanded && choice.forks) continue;
    if (!demand(values, choice.flags, { edge, holds: demanded })) return undefined;
    if (demanded && edge.when !== null) break;
  }
  return values;
}

/** Notes that an edge's plain condition must hold or must not; false if that cannot be. */
function demand(
  values: Record<string, boolean>,
  flags: ReadonlySet<string>,
  { edge: { when }, holds }: { readonly edge: Edge; readonly holds: boolean },
): boolean {
  if (when === null || !("field" in when)) return true;
  const value = holds !== when.not;
  if (!flags.has(when.field)) return !value;
  if (Object.hasOwn(values, when.field)) return values[when.field] === value;
  values[when.field] = value;
  return true;
}

/** Fields that appear in expressions and are not settled yet, with the values to try. */
function triedFields(
  choice: Choice,
  { fields, reader }: Steering,
  settled: Fields,
): [string, readonly Value[]][] {
  const read = new Set(
    choice.edges.flatMap(({ when }) =>
      when && "expression" in when ? reader.fields(when.expression, choice.source) : [],
    ),
  );
  return fields.flatMap(({ name, type }): [string, readonly Value[]][] => {
    const values = triedValues[type];
    return read.has(name) && !Object.hasOwn(settled, name) && values ? [[name, values]] : [];
  });
}

const triedValues: Readonly<Record<string, readonly Value[] | undefined>> = {
  bool: [true, false],
  int: [0, 1, 10, 100],
  float: [0, 1, 10, 100],
};

/** The first combinations; the last field changes fastest. */
function combine(fields: readonly [string, readonly Value[]][]): Fields[] {
  let combinations: Fields[] = [{}];
  for (const [name, values] of fields.toReversed()) {
    combinations = values
      .flatMap((value) => combinations.map((others) => ({ [name]: value, ...others })))
      .slice(0, mostCombinations);
  }
  return combinations;
}

/** The edges that would be taken. */
function takes(choice: Choice, reader: ExpressionReader, output: Fields): readonly Edge[] {
  const holding = choice.edges.filter((edge) => holds(edge, choice, reader, output));
  if (choice.forks) return holding;
  const conditional = holding.find(({ when }) => when !== null);
  return conditional ? [conditional] : holding;
}

function holds({ when }: Edge, choice: Choice, reader: ExpressionReader, output: Fields): boolean {
  if (when === null) return true;
  if ("expression" in when) {
    return reader.holds(when.expression, choice.source, output) !== when.not;
  }
  const value = output[when.field] ?? false;
  return value === !when.not;
}
