/** Usage as events write it. */
import type { Fields } from "#core/graph/value.ts";
import type { Usage } from "#core/run/failure.ts";

/** The six keys of a usage, in the order of the log. */
export function writeUsage(usage: Usage): Fields {
  return {
    input_tokens: usage.input_tokens,
    output_tokens: usage.output_tokens,
    cache_read_tokens: usage.cache_read_tokens,
    cache_write_tokens: usage.cache_write_tokens,
    cost_usd: usage.cost_usd,
    cost_source: usage.cost_source,
  };
}
