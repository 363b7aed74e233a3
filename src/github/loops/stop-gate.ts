/**
 * What becomes of a loop that has stopped: people are asked, and with `retry` the workflow begins.
 *
 * The gate stands before the first node of the trigger's own workflow, so that a run which waits
 * for people is the next attempt itself: same log, same budget, same commit. Spec: github §13.
 */
import { hashGraph } from "#core/graph/hash.ts";
import type { Edge, Graph, GraphNode } from "#core/graph/graph.ts";
import type { Fields } from "#core/graph/value.ts";
import type { RunState } from "#core/run/state.ts";
import { textAt } from "../payload.ts";
import { explainReason } from "../reasons.ts";

/** Reasons that no later event takes away: from here on it is for people to decide. */
const stops: readonly (string | null)[] = ["no_progress", "attempts_used", "only_bots"];

/** True for a reason for which a loop stops and people are asked. */
export function isStop(reason: string | null): boolean {
  return stops.includes(reason);
}

/** What people may say to a loop that has stopped. */
const choices = ["retry", "give up", "take over"] as const;

/** What a person has said to it. */
export type StopChoice = (typeof choices)[number];

const field = "next";
const usualName = "loop_stopped";

/** What the log calls `github.stop`: why the loop stopped, and the node that asks about it. */
export function describeStop(graph: Graph, reason: string): Fields {
  return { reason, node: freeName(graph) };
}

/** The node that asks people, if the run waits for them before it begins. */
export function stopNode(github: Fields): string | null {
  return textAt(github, "stop", "node") || null;
}

/** What was said to a loop that had stopped; null if nothing was, or the run is another one. */
export function stopChoice({ start, interactions }: RunState): StopChoice | null {
  const node = stopNode(start?.github ?? {});
  const asked = Object.values(interactions).findLast(({ nodeId }) => nodeId === node);
  const said = asked?.answeredAt == null ? null : asked.answers?.[field];
  return choices.find((choice) => choice === said) ?? null;
}

/** A workflow that asks people itself, or one of a language without such gates, is left as it is. */
export function takesStopGate({ language, nodes }: Graph): boolean {
  return language === "iter" && nodes.every(({ kind }) => kind !== "human");
}

/** The workflow behind a gate; `stop` is what `describeStop` says, `sha256` gives lower-case hex. */
export function withStopGate(graph: Graph, stop: Fields, sha256: (text: string) => string): Graph {
  const name = textAt(stop, "node");
  const schema = { name, fields: [{ name: field, type: "string" as const, enum: choices }] };
  const prompt = { name, text: [instructions(textAt(stop, "reason"))] };
  const first = graph.edges.length;
  const behind = {
    ...graph,
    entry: name,
    schemas: [...graph.schemas, schema],
    prompts: [...graph.prompts, prompt],
    nodes: [gateNode(name), ...graph.nodes],
    edges: [...graph.edges, toWorkflow(graph, name, `e${first}`), toEnd(name, `e${first + 1}`)],
    // With this the log holds the graph: its text alone doesn't make it.
    graphs: graph.graphs ?? [],
  };
  return { ...behind, hash: hashGraph(behind, sha256) };
}

function instructions(reason: string): string {
  return [
    `The loop has stopped. ${explainReason(reason)}`,
    "`retry` lets it try once more, `give up` leaves this failure as it is, and with `take over` it keeps off this pull request until somebody runs it again.",
  ].join("\n\n");
}

function gateNode(id: string): GraphNode {
  const node = {
    ...{ id, kind: "human", input: null, output: id, publish: null, await: null },
    ...{ readonly: false, mutates: false, interaction: "human", instructions: id, minAnswers: 1 },
    ...{ model: null, interactionPrompt: null, interactionModel: null, system: null },
  };
  return node satisfies GraphNode & Fields;
}

/** The first node gets what it would have got: the variables. */
function toWorkflow({ entry, vars }: Graph, from: string, id: string): Edge {
  const names = [...new Set(vars.map(({ name }) => name))];
  return {
    ...{ id, from, to: entry, port: "next", loop: null },
    when: { not: false, expression: `outputs.${from}.${field} == 'retry'` },
    with: names.map((key) => ({ key, value: [{ ref: ["vars", key] }] })),
  };
}

function toEnd(from: string, id: string): Edge {
  return { id, from, to: "done", port: "next", when: null, loop: null, with: null };
}

/** A name that no node, schema or prompt of the workflow has. */
function freeName({ nodes, schemas, prompts }: Graph): string {
  const taken = new Set([
    ...nodes.map(({ id }) => id),
    ...[...schemas, ...prompts].map((one) => one.name),
  ]);
  let name = usualName;
  while (taken.has(name)) name = `${name}_`;
  return name;
}
