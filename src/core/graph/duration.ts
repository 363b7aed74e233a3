/** Durations as authors write them: `"90s"`, `"1h30m"`, `"1.5m"`, `"500ms"`. */

const piece = /(\d+(?:\.\d+)?)(ms|[smhd])/y;

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The milliseconds of a duration that is more than zero, or undefined if the text is none. */
export function parseDuration(text: string): number | undefined {
  let sum = 0;
  piece.lastIndex = 0;
  for (let at = 0; at < text.length; at = piece.lastIndex) {
    const found = piece.exec(text);
    if (found === null) return undefined;
    sum += Number(found[1]) * (units[found[2] ?? ""] ?? 0);
  }
  const rounded = sum > 0 ? Math.max(1, Math.round(sum)) : 0;
  return rounded > 0 && Number.isSafeInteger(rounded) ? rounded : undefined;
}

/** Milliseconds as an author would write them. */
export function printDuration(ms: number): string {
  let rest = ms;
  let text = "";
  for (const unit of ["d", "h", "m", "s", "ms"]) {
    const size = units[unit] ?? 1;
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === "" ? "0s" : text;
}
