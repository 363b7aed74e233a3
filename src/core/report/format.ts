/** Numbers as readers like them: counts, money, durations. */

/** A whole number with commas: `1,200`. */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** Money: `$0.84`, with two more digits below a cent. `?` if a price is not known. */
export function formatCost(usd: number, known = true): string {
  if (!known) return "?";
  const digits = usd > 0 && usd < 0.01 ? 4 : 2;
  return `$${usd.toFixed(digits)}`;
}

/** The same for people on GitHub: `≈ $0.84` if more was used whose price is not known. */
export function formatNearCost(usd: number, known = true): string {
  return `${known ? "" : "≈ "}${formatCost(usd)}`;
}

/** Money with four digits below a dollar: `$0.0123`. */
export function formatExactCost(usd: number, known = true): string {
  if (!known) return "?";
  return `$${usd.toFixed(usd < 1 ? 4 : 2)}`;
}

/** A duration in its two largest units: `850 ms`, `4.2 s`, `1 m 05 s`, `2 h 10 m`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(ms % 1000 === 0 ? 0 : 1)} s`;
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${pad(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${pad(minutes % 60)} m`;
  return `${Math.floor(hours / 24)} d ${pad(hours % 24)} h`;
}

/** A time after the start: `+00:03`, `+1:02:03`. */
export function formatOffset(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const clock = `${pad(minutes % 60)}:${pad(seconds % 60)}`;
  return hours === 0 ? `+${clock}` : `+${hours}:${clock}`;
}

/** A word for one or many: `1 branch`, `2 branches`. */
export function formatNumberOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

function pad(part: number): string {
  return String(part).padStart(2, "0");
}
