/** Reads own prices, as `prices.json` has them. */
import { z } from "zod";
import { messageOf } from "#core/text/fault.ts";
import { Refusal } from "#core/run/failure.ts";
import type { PriceTable } from "./prices.ts";

const price = z.number().min(0);

const table: z.ZodType<PriceTable> = z.record(
  z.string().min(1),
  z.strictObject({
    input: price,
    output: price,
    cache_read: price.exactOptional(),
    cache_write: price.exactOptional(),
  }),
);

/**
 * Reads a table of prices: by `provider/model`, US dollars for a million tokens.
 *
 * @throws Refusal `INPUT_INVALID` with one entry per mistake.
 * @example
 * readPrices('{ "openai/house": { "input": 1, "output": 4 } }', "prices.json");
 */
export function readPrices(text: string, path: string): PriceTable {
  const checked = table.safeParse(readJson(text, path));
  if (checked.success) return checked.data;
  throw refusal(
    path,
    checked.error.issues.map((issue) => ({
      field: issue.path.map(String).join("."),
      message: issue.message,
    })),
  );
}

function readJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = messageOf(error);
    throw refusal(path, [{ field: null, message }]);
  }
}

function refusal(
  path: string,
  errors: readonly { readonly field: string | null; readonly message: string }[],
): Refusal {
  const [first] = errors;
  const where = first?.field === null ? "" : `\`${first?.field ?? ""}\`: `;
  return new Refusal(
    "INPUT_INVALID",
    `The prices in ${path} cannot be used: ${where}${first?.message ?? ""}`,
    {
      errors,
      hint: 'write `{ "provider/model": { "input": 3, "output": 15 } }`, in US dollars for a million tokens',
    },
  );
}
