/** What the flows of one run are lent together: each of them has a host file of its own. */
import { dirname, join } from "node:path";
import { usedPath } from "#core/compiler/link-uses.ts";
import type { CalledGraph, Graph } from "#core/graph/graph.ts";
import { Refusal } from "#core/run/failure.ts";
import { readHost } from "./host-file.ts";
import type { FlowHost, HostPlace } from "./host-file.ts";

/** A workflow's file, and its graph. */
export interface HostedFile {
  readonly path: string;
  readonly graph: Graph;
  /** The host file that was named for it. */
  readonly named?: string | undefined;
}

/** The host of a run; undefined if no flow is in it. */
export function readHosts(place: HostPlace, file: HostedFile): FlowHost | undefined {
  const [own, ...others] = hostsOf(place, file);
  return own && others.reduce(merge, own);
}

function hostsOf(place: HostPlace, { path, graph, named }: HostedFile): FlowHost[] {
  const own = graph.language === "flow" ? [readHost(place, path, named)] : [];
  const called = (graph.graphs ?? []).flatMap((one) => {
    const file = fileOf(path, graph, one, own[0]);
    return file === undefined ? [] : hostsOf(place, file);
  });
  return [...own, ...called];
}

/** Flows that a flow calls share its host; a file that a node uses has its own. */
function fileOf(
  path: string,
  { nodes }: Graph,
  called: CalledGraph,
  host: FlowHost | undefined,
): HostedFile | undefined {
  if (!("graph" in called)) return undefined;
  const { name, graph } = called;
  if (host !== undefined) {
    const source = Object.hasOwn(host.graphs, name) ? host.graphs[name] : undefined;
    return source && graph.language === "iter" ? { path: source.path, graph } : undefined;
  }
  const user = nodes.find(({ id }) => id === name);
  const file = user && usedPath(user);
  return file == null ? undefined : { path: join(dirname(path), file), graph };
}

function merge(one: FlowHost, other: FlowHost): FlowHost {
  return {
    ...one,
    tools: unite("function", [one, other], ({ tools }) => tools),
    servers: unite("server", [one, other], ({ servers }) => servers),
  };
}

/** Nodes name functions without saying whose, so one name means one thing. */
function unite<Entry>(
  what: string,
  [one, other]: readonly [FlowHost, FlowHost],
  entriesOf: (host: FlowHost) => Readonly<Record<string, Entry>>,
): Record<string, Entry> {
  const known = entriesOf(one);
  for (const [name, entry] of Object.entries(entriesOf(other))) {
    if (!Object.hasOwn(known, name)) continue;
    if (JSON.stringify(known[name]) === JSON.stringify(entry)) continue;
    throw new Refusal(
      "INPUT_INVALID",
      `\`${one.path ?? ""}\` and \`${other.path ?? ""}\` name two different ${what}s \`${name}\`.`,
      { hint: "give one of them another name: both are used in one run" },
    );
  }
  return { ...known, ...entriesOf(other) };
}
