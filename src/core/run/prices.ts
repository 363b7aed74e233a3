/** Refuses a run whose cost could not be kept within its limit. Spec: runtime §13.3. */
import type { Budget, Graph } from "../graph/graph.ts";
import { listModels } from "../graph/models.ts";
import { Refusal } from "./failure.ts";

/** The refusal `UNKNOWN_PRICE` if cost is limited and a model's price is not known, else undefined. */
export function checkPrices(
  graph: Graph,
  limits: Budget,
  hasPrice: (model: string) => boolean,
): Refusal | undefined {
  if (limits.maxCostUsd === undefined || limits.unknownPrice === "ignore") return undefined;
  const unknown = listModels(graph).filter(({ model }) => !hasPrice(model));
  if (unknown.length === 0) return undefined;
  const names = unknown.map(({ model, node }) => `\`${model}\` of \`${node}\``).join(", ");
  return new Refusal(
    "UNKNOWN_PRICE",
    `\`max_cost_usd\` is set, but there is no known price for ${names}.`,
    { hint: "write `unknown_price: ignore` in the budget, or add the price to `prices.json`" },
  );
}
