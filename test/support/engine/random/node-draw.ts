/** Nodes of random graphs: any kind, with the settings that matter to the engine. */
import fc from "fast-check";
import type { GraphNode, Schema } from "#core/graph/graph.ts";
import { agent, compute, human, schema, tool } from "../graph.ts";

/** What a random node does, whatever its place. */
export interface WorkDraw {
  readonly kind: "agent" | "reader" | "tool" | "compute" | "human";
  readonly publishes: boolean;
  readonly checked: boolean;
  readonly retries: number;
  readonly session: "fresh" | "inherit_if_available" | "artifacts_only";
  readonly people: number;
}

/** Fields of outputs that are checked. */
export const verdict: Schema = schema("verdict", { ok: "bool", by: "string" });

export const workDraw: fc.Arbitrary<WorkDraw> = fc.record({
  kind: fc.constantFrom("agent", "agent", "agent", "reader", "tool", "compute", "human"),
  publishes: fc.boolean(),
  checked: fc.boolean(),
  retries: fc.constantFrom(0, 0, 1),
  session: fc.constantFrom(
    "fresh",
    "inherit_if_available",
    "inherit_if_available",
    "artifacts_only",
  ),
  people: fc.constantFrom(1, 1, 2),
});

/** The node of a draw; `extra` is what its place asks for. */
export function workNode(
  id: string,
  draw: WorkDraw,
  extra: Readonly<Record<string, unknown>> = {},
): GraphNode {
  const publish = draw.publishes ? "report" : null;
  const retry =
    draw.retries === 0 ? null : { max: draw.retries, delayMs: 1000, factor: 2, maxDelayMs: 60_000 };
  switch (draw.kind) {
    case "agent":
      return agent(id, {
        publish,
        retry,
        session: draw.session,
        output: draw.checked ? verdict.name : null,
        ...extra,
      });
    case "reader":
      return tool(id, { publish, retry, mutates: false, ...extra });
    case "tool":
      return tool(id, { publish, retry, ...extra });
    case "compute":
      return { ...compute(id, { ok: "input.ok", by: `'${id}'` }), publish, ...extra };
    case "human":
      return human(id, { publish, minAnswers: draw.people, ...extra });
  }
}
