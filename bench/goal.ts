/** What a goal of the bench is: subjects measured side by side, and ratios that must hold. */
import { medianOf, summarize } from "./measure.ts";
import type { Measured, Summary } from "./measure.ts";

/** Where subjects find what they run. */
export interface Context {
  /** Node of the Action's version. */
  readonly node: string;
  /** The oldest Node that `dist/` starts on, if there is one on this machine. */
  readonly oldNode: string | undefined;
  /** Folder of the bundled subject programs. */
  readonly subjects: string;
  /** Root of the checkout. */
  readonly root: string;
  /** Folder for stores and files. */
  readonly scratch: string;
  readonly rounds: number;
}

/** One goal. */
export interface Goal {
  readonly id: string;
  readonly title: string;
  /** Measures all subjects in interleaved rounds. */
  measure(context: Context): GoalResult;
}

/** What was measured, and what it says about the goal. */
export interface GoalResult {
  readonly figures: readonly Figure[];
  readonly ratios: readonly Ratio[];
  readonly notes?: readonly string[];
  /** Every round of every subject. */
  readonly raw: readonly Measured[];
}

/** A figure in absolute terms; it doesn't travel between machines. */
export interface Figure extends Summary {
  readonly name: string;
  readonly unit: string;
}

/** A ratio and its marks; at most `gate` is right, at most `moon` is splendid. */
export interface Ratio {
  readonly name: string;
  readonly value: number;
  readonly gate: number;
  readonly moon: number;
  /** At least instead of at most. */
  readonly atLeast?: boolean;
}

/** A figure of one subject. */
export function figureOf(measured: Measured | undefined, key: string, unit: string): Figure {
  return { name: measured?.name ?? "", unit, ...summarize(measured, key) };
}

/** The median of the rounds' own ratios, so that a slow moment of the machine cancels out. */
export function ratioOf(
  measured: Measured | undefined,
  peer: Measured | undefined,
  key: string,
): number {
  const pairs = (measured?.rounds ?? []).map(
    (round, index) => [round, peer?.rounds[index]] as const,
  );
  return medianOf(pairs.map(([ours, theirs]) => (ours[key] ?? NaN) / (theirs?.[key] ?? NaN)));
}

/** `moon`, `gate` or `missed`. */
export function verdictOf({
  value,
  gate,
  moon,
  atLeast = false,
}: Ratio): "moon" | "gate" | "missed" {
  const reaches = (mark: number): boolean => (atLeast ? value >= mark : value <= mark);
  if (reaches(moon)) return "moon";
  return reaches(gate) ? "gate" : "missed";
}
