/** What a case of a conformance pack is: something to play, and what differed from what it expects. */

import type { Mismatch } from "#core/report/check/compare.ts";

export type { Mismatch };

/** The formats of packs. */
export type PackFormat = "diagnostics" | "format" | "expressions" | "runs" | "github";

/** One case of a pack. */
export interface PackCase {
  readonly format: PackFormat;
  /** As it is shown and filtered: `runs/crash-anywhere`, `expressions.json: an exponent`. */
  readonly name: string;
  /** The file or folder that holds it. */
  readonly path: string;
  /** Plays the case; an empty list means that it passed. */
  play(): Promise<readonly Mismatch[]>;
}

/** A path that holds no case of a known format. */
export class NoCases extends Error {
  override readonly name = "NoCases";
}
