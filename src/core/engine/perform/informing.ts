/** Events that only inform stay small. Spec: runtime §3.3. */
import { cutDepth } from "#core/graph/depth.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";

const longest = 65_536;
const sign = "…[truncated]";

/**
 * A payload in which no text is longer than 64 KiB, and nothing nests too deep to be recorded; a secret
 * that the cut would go through is taken out first.
 */
export function shorten(data: Fields, redact?: (value: Value) => Value): Fields {
  const flat = cutDepth(data);
  const short = shortenFields(flat);
  if (short === flat || !redact) return short;
  const safe = redact(flat);
  return isFields(safe) ? shortenFields(safe) : short;
}

function shortenFields(data: Fields): Fields {
  let short: Record<string, Value> | undefined;
  for (const key in data) {
    const value = data[key] ?? null;
    const cut = shortenValue(value);
    if (cut !== value) (short ??= { ...data })[key] = cut;
  }
  return short ?? data;
}

function shortenValue(value: Value): Value {
  if (typeof value === "string") return value.length > longest ? cutText(value) : value;
  if (isFields(value)) return shortenFields(value);
  if (!isList(value)) return value;
  const items = value.map(shortenValue);
  return items.some((item, at) => item !== value[at]) ? items : value;
}

/** Cuts between code points. */
function cutText(text: string): string {
  const unit = text.charCodeAt(longest - 1);
  const inPair = unit >= 0xd800 && unit <= 0xdbff;
  return text.slice(0, inPair ? longest - 1 : longest) + sign;
}
