/** A value in every form in which texts carry it on. */
import { isRandom } from "./named-values.ts";

/** Shorter values are words of every text. */
export const shortestSecret = 8;

/** The forms of a value; of several lines also those lines that nobody would write by hand. */
export function spellingsOf(value: string): string[] {
  const lines = value.includes("\n") ? value.split("\n").map((line) => line.trim()) : [];
  const texts = [value, value.trim(), ...lines.filter(isRandom)];
  return [...new Set(texts)].flatMap(formsOf).filter((form) => form.length >= shortestSecret);
}

function formsOf(value: string): string[] {
  const escaped = JSON.stringify(value).slice(1, -1);
  const twice = JSON.stringify(escaped).slice(1, -1);
  const form = new URLSearchParams({ v: value }).toString().slice(2);
  const uri = value.isWellFormed() ? encodeURIComponent(value) : "";
  return [value, escaped, twice, uri, form, ...commandForms(value), ...base64Forms(value)];
}

/** As the commands of a runner spell it. */
function commandForms(value: string): string[] {
  const data = value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return [data, data.replaceAll(":", "%3A").replaceAll(",", "%2C")];
}

/** Base64 of the value alone and of what is left of it inside a longer text, in both alphabets. */
function base64Forms(value: string): string[] {
  const bytes = Array.from(new TextEncoder().encode(value), (byte) =>
    String.fromCharCode(byte),
  ).join("");
  return [0, 1, 2].flatMap((shift) => {
    const coded = btoa("\0".repeat(shift) + bytes).replace(/=+$/, "");
    const begin = [0, 2, 3][shift] ?? 0;
    // The last letter also holds bits of whatever follows.
    const end = (bytes.length + shift) % 3 === 0 ? coded.length : coded.length - 1;
    const core = coded.slice(begin, end);
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
