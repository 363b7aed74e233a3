/** What spans say: usage, failures and names, as attributes. */
import { ROOT_CONTEXT, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Attributes, Context, Span } from "@opentelemetry/api";
import { toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";

/** Tokens and costs. */
export function usageOf(usage: Fields): Attributes {
  const number = (key: string): number => (typeof usage[key] === "number" ? usage[key] : 0);
  return {
    "gen_ai.usage.input_tokens": number("input_tokens"),
    "gen_ai.usage.output_tokens": number("output_tokens"),
    "gen_ai.usage.cache_read.input_tokens": number("cache_read_tokens"),
    "gen_ai.usage.cache_creation.input_tokens": number("cache_write_tokens"),
    "iter.cost_usd": number("cost_usd"),
    "iter.cost_source": text(usage["cost_source"]),
  };
}

/** Marks a span as failed. */
export function fail(span: Span | undefined, { code, error }: Fields): void {
  span?.setAttribute("error.type", text(code));
  span?.setStatus({ code: SpanStatusCode.ERROR, message: text(error) });
}

/** Where a span's children hang; without a span they begin a trace. */
export function below(span: Span | undefined): Context {
  return span === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, span);
}

/** A model's name without its provider. */
export function bareModel(model: string): string {
  return model.slice(model.indexOf("/") + 1);
}

/** A value as an attribute has it. */
export function text(value: Value | undefined): string {
  return toText(value ?? null);
}
