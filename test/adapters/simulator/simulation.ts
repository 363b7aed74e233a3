/** Builds small graphs and calls for tests of the simulator. */
import type { Edge, Graph, GraphNode, Schema, When } from "#core/graph/graph.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { CallSite, ModelRequest } from "#core/ports/model.ts";
import type { RunEvent } from "#core/run/events.ts";
import { createSimulator } from "#adapters/simulator/index.ts";
import type { Simulator, SimulatorOptions } from "#adapters/simulator/index.ts";
import { readScript } from "#adapters/simulator/read-script.ts";

/** A node with the properties of its kind. */
export function node(id: string, kind: string, properties: Fields = {}): GraphNode {
  return { id, kind, ...properties };
}

/** `a -> b when not ok` and the like; a condition with a blank in it is an expression. */
export function edges(...lines: readonly string[]): Edge[] {
  return lines.map((line, index) => {
    const [, from = "", to = "", not, condition] =
      /^(\S+) -> (\S+)(?: when (not )?(.+))?$/.exec(line) ?? [];
    return {
      id: `e${index}`,
      from,
      to,
      port: "next",
      when: toWhen(not !== undefined, condition),
      loop: null,
      with: null,
    };
  });
}

function toWhen(not: boolean, condition: string | undefined): When | null {
  if (condition === undefined) return null;
  return /^\w+$/.test(condition) ? { not, field: condition } : { not, expression: condition };
}

/** A graph of these nodes, `done` and `fail`. */
export function graph(
  nodes: readonly GraphNode[],
  ways: readonly Edge[],
  schemas: readonly Schema[] = [],
): Graph {
  return {
    format: "iter/graph@1",
    language: "iter",
    name: "test",
    entry: nodes[0]?.id ?? "done",
    vars: [],
    presets: [],
    schemas,
    prompts: [],
    mcpServers: [],
    mcp: { autoloadProject: false, servers: [], disable: [] },
    budget: null,
    toolPolicy: null,
    nodes: [...nodes, node("done", "done"), node("fail", "fail")],
    edges: ways,
    loops: [],
    environment: [],
    hash: "sha256:0",
  };
}

/** A clock that jumps: sleeping costs no time, and what was slept is noted. */
export function jumpingClock(): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => slept.reduce((sum, ms) => sum + ms, 0),
    id: (length) => "x".repeat(length),
    sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      return Promise.resolve();
    },
  };
}

/** A call's place; the activation is `node#n` in the main branch unless one is given. */
export function site(nodeId: string, some: Partial<CallSite> = {}): CallSite {
  const { branchId = "", step = "model:0" } = some;
  const activationId = some.activationId ?? `${branchId === "" ? "" : `${branchId}/`}${nodeId}#0`;
  const key = `run_x/${activationId}/${step}`;
  return { runId: "run_x", nodeId, branchId, activationId, step, key, attempt: 1, ...some };
}

/** A request of a model node. */
export function request(nodeId: string, some: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: "simulate/any",
    system: "",
    messages: [{ role: "user", text: "go" }],
    tools: [],
    schema: null,
    reasoningEffort: null,
    site: site(nodeId),
    ...some,
  };
}

/** The event that a finished step leaves in the log. */
export function finished(place: CallSite, result: Value = null): RunEvent {
  return {
    seq: 0,
    timestamp: "2026-05-04T09:12:03.482Z",
    type: "step_finished",
    run_id: place.runId,
    ...(place.branchId !== "" && { branch_id: place.branchId }),
    node_id: place.nodeId,
    activation_id: place.activationId,
    data: { step: place.step, attempt: 1, result },
  };
}

/** A signal that is never aborted. */
export const calm: AbortSignal = new AbortController().signal;

/** JSON Schema of an object with these fields. */
export function objectSchema(properties: Fields): Fields {
  return { type: "object", properties, required: Object.keys(properties) };
}

/** A simulator of a one-node graph, or of a given one, with a script as text. */
export function simulator(
  script: string | undefined,
  some: Partial<SimulatorOptions> = {},
): Simulator {
  return createSimulator({
    graph: graph([node("review", "agent")], edges("review -> done")),
    clock: jumpingClock(),
    ...(script !== undefined && { script: readScript(script, "script.yaml") }),
    ...some,
  });
}
