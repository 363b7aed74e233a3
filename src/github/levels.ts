/** Repository permissions, from the least to the most. Spec: github §1. */

/** The levels in their order. */
export const levels = ["none", "read", "triage", "write", "maintain", "admin"] as const;

/** A level of permission. */
export type Level = (typeof levels)[number];

/** The level of a word; a custom role is none by itself. */
export function toLevel(word: string | undefined): Level {
  return levels.find((level) => level === word) ?? "none";
}

/** True if a level is the wanted one or a higher one. */
export function reaches(level: Level, wanted: Level): boolean {
  return levels.indexOf(level) >= levels.indexOf(wanted);
}

/** The higher of two levels. */
export function higher(one: Level, other: Level): Level {
  return reaches(one, other) ? one : other;
}
