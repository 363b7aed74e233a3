/** Reads the payloads of events, whichever version wrote them: what is missing is empty. */
import { isFields, isList, toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Usage } from "#core/run/failure.ts";
import type { Fault } from "./deed.ts";

/** Nothing used. */
export const noUsage: Usage = {
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  cost_usd: 0,
  cost_source: "reported",
};

/** A text; what is none is written as JSON, nothing is empty. */
export function textOf(value: Value | undefined): string {
  return toText(value ?? null);
}

/** A text, or null. */
export function textOrNull(value: Value | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** A number, or null. */
export function numberOrNull(value: Value | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** A usage, if there is one. */
export function usageOf(value: Value | undefined): Usage | null {
  if (!isFields(value)) return null;
  const count = (key: string): number => numberOrNull(value[key]) ?? 0;
  const source = value["cost_source"];
  return {
    input_tokens: count("input_tokens"),
    output_tokens: count("output_tokens"),
    cache_read_tokens: count("cache_read_tokens"),
    cache_write_tokens: count("cache_write_tokens"),
    cost_usd: count("cost_usd"),
    cost_source: source === "unknown" || source === "reported" ? source : "computed",
  };
}

/** The sum of what was used; a cost is known only if all of them are. */
export function addUsage(sum: Usage, more: Usage): Usage {
  const sources = [sum.cost_source, more.cost_source];
  return {
    input_tokens: sum.input_tokens + more.input_tokens,
    output_tokens: sum.output_tokens + more.output_tokens,
    cache_read_tokens: sum.cache_read_tokens + more.cache_read_tokens,
    cache_write_tokens: sum.cache_write_tokens + more.cache_write_tokens,
    cost_usd: sum.cost_usd + more.cost_usd,
    cost_source:
      sources.find((source) => source === "unknown") ??
      sources.find((source) => source === "computed") ??
      "reported",
  };
}

/** The failure that an event or a result tells of. */
export function faultOf(data: Fields): Fault | null {
  const { error, code } = data;
  if (error === undefined || error === null) return null;
  if (!isFields(error)) return { code: textOf(code), message: textOf(error) };
  return { code: textOf(error["code"]), message: textOf(error["message"]) };
}

/** Names of the tools that a recorded reply asks for. */
export function callsOf(result: Value | undefined): string[] {
  const calls = isFields(result) ? result["toolCalls"] : undefined;
  return isList(calls) ? calls.filter(isFields).map((call) => textOf(call["name"])) : [];
}

/**
 * What a delegate's own event says in words: the texts of a message of either program.
 *
 * Everything else of these events is told by others: tool calls, usage, the end.
 */
export function saidIn(event: Value | undefined): string[] {
  if (!isFields(event)) return [];
  const { message, item } = event;
  if (isFields(item)) return item["type"] === "agent_message" ? wordsOf(item["text"]) : [];
  if (event["type"] !== "assistant" || !isFields(message)) return [];
  const { content } = message;
  if (!isList(content)) return wordsOf(content);
  return content
    .filter(isFields)
    .flatMap((part) => (part["type"] === "text" ? wordsOf(part["text"]) : []));
}

/** The files that an event lists, as texts or as objects with a path. */
export function filesOf(data: Fields): { readonly path: string; readonly status: string }[] {
  const listed = data["files"];
  if (!isList(listed)) return [];
  return listed.map((file) =>
    isFields(file)
      ? { path: textOf(file["path"]), status: textOf(file["change"]) }
      : { path: textOf(file), status: "" },
  );
}

function wordsOf(value: Value | undefined): string[] {
  return typeof value === "string" && value.trim() !== "" ? [value] : [];
}
