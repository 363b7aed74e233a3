/** What a budget is raised by: `+5`, `+200ktokens`, `+30m`, `+10it`. */
import type { Raise } from "./command.ts";
import { mistake } from "./command.ts";

const form = /^\+(\$?)(\d+(?:\.\d+)?)([a-z]*)$/i;
const tokens = /^([km]?)tok(?:en)?s?$/;
const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const thousands: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6 };

/** One amount as a dimension and what it grows by. */
export function readAmount(word: string): readonly [dimension: keyof Raise, by: number] {
  const [, dollar = "", digits = "", given = ""] = form.exec(word) ?? [];
  const unit = given.toLowerCase();
  const value = Number(digits);
  if (!Number.isFinite(value) || value <= 0) return mistake("bad_amount", word);
  if (unit === "" || unit === "usd") return ["cost_usd", value];
  if (dollar !== "") return mistake("bad_amount", word);
  const [, scale] = tokens.exec(unit) ?? [];
  if (scale !== undefined) return whole(word, "tokens", value * (thousands[scale] ?? 0));
  const size = seconds[unit];
  if (size !== undefined) return ["duration_seconds", value * size];
  return unit === "it" ? whole(word, "iterations", value) : mistake("bad_amount", word);
}

/** There is no half a token; a rounding error of a scaled fraction is none either. */
function whole(
  word: string,
  dimension: keyof Raise,
  value: number,
): readonly [dimension: keyof Raise, by: number] {
  const rounded = Math.round(value);
  const exact = Math.abs(rounded - value) < 1e-6 && Number.isSafeInteger(rounded);
  return exact ? [dimension, rounded] : mistake("bad_amount", word);
}
