/** Own prices of models: `prices.json` in the store's folder. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Prices, PriceTable } from "#adapters/models/prices.ts";
import type { Session } from "./session.ts";

/** Own prices, if the store's folder has some. */
export async function readOwnPrices(
  session: Session,
  folder: string,
): Promise<PriceTable | undefined> {
  const path = join(resolve(session.host.cwd(), folder), "prices.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const { readPrices } = await import("#adapters/models/read-prices.ts");
  return readPrices(text, join(folder, "prices.json"));
}

/** What tokens of a model cost; the list of prices is long and loaded when first asked for. */
export function createPricing(
  own: PriceTable | undefined,
): (...call: Parameters<Prices["cost"]>) => Promise<number | undefined> {
  return async (model, tokens) => {
    const { createPrices } = await import("#adapters/models/prices.ts");
    return createPrices(own).cost(model, tokens);
  };
}
