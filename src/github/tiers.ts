/** What a run may touch, from the least to the most. Spec: github §11.1. */

/** The tiers in their order. */
export const tiers = ["metadata", "read", "sandbox", "push"] as const;

/** A tier. */
export type Tier = (typeof tiers)[number];

/** The lowest of some tiers. */
export function lowest(...given: readonly Tier[]): Tier {
  return tiers.find((tier) => given.includes(tier)) ?? "metadata";
}
