/** What a run may touch, from the least to the most. Spec: github §11.1. */
import type { GraphNode } from "#core/graph/graph.ts";

/** The tiers in their order. */
export const tiers = ["metadata", "read", "sandbox", "push"] as const;

/** A tier. */
export type Tier = (typeof tiers)[number];

/** The lowest of some tiers. */
export function lowest(...given: readonly Tier[]): Tier {
  return tiers.find((tier) => given.includes(tier)) ?? "metadata";
}

/** True if what needs a tier may be done in a run that has one. */
export function reachesTier(has: Tier, needs: Tier): boolean {
  return tiers.indexOf(has) >= tiers.indexOf(needs);
}

/** A tier by its name; what is none of them is the least. */
export function toTier(name: unknown): Tier {
  return tiers.find((tier) => tier === name) ?? "metadata";
}

/**
 * The tier without which a node can't do its work, whatever its tools: programs need a sandbox, and
 * models read.
 */
export function tierOfNode(node: GraphNode): Tier {
  const fields = new Map<string, unknown>(Object.entries(node));
  if (node.kind === "tool") return "sandbox";
  if (fields.get("delegate") != null) return "sandbox";
  if (node.kind === "agent" || node.kind === "judge") return "read";
  if (node.kind === "human") return fields.get("interaction") === "human" ? "metadata" : "read";
  return fields.get("model") != null ? "read" : "metadata";
}
