/** Kinds that only flows have: they see a scope, and ports lead out of them. */
import type { Drawing } from "#core/graph/drawing.ts";
import type { FlowForm } from "#core/graph/flow-form.ts";
import { defineKind } from "#core/kinds/kind.ts";
import type { NodeKind } from "#core/kinds/kind.ts";

/** What such a kind says of itself. */
export interface ScopedKind extends Pick<NodeKind, "name" | "summary" | "run"> {
  readonly icon: string;
  readonly flow: FlowForm;
}

/** Declares a kind that only flows have. */
export function defineScopedKind({ icon, flow, ...kind }: ScopedKind): NodeKind {
  return defineKind({
    ...kind,
    flow,
    declared: false,
    properties: {},
    ports: portsOf(flow),
    drawing: drawWith(icon),
  });
}

function portsOf({ fields }: FlowForm): string[] {
  return fields.flatMap(({ port }) => port ?? []);
}

function drawWith(icon: string): Drawing {
  return { icon, open: "[", close: "]", style: "fill:#444,stroke:#222,color:#fff", details: [] };
}
