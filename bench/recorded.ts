/**
 * Figures of peers that can't be run here, as they were once measured, each with the time that one
 * write and one fdatasync of an event took on that machine in the same run.
 *
 * A ratio to them is a ratio of ratios: ours to this run's sync, against theirs to theirs.
 */

/** µs a step, and of one synced write beside it. */
export interface Recorded {
  readonly name: string;
  readonly us: number;
  readonly floorUs: number;
}

/** The Go implementation, v168: an event log of JSON lines, synced for each event. */
export const go: Readonly<Record<"loop" | "chain" | "fan", Recorded>> = {
  loop: { name: "Go implementation v168, loop of 1,000", us: 818, floorUs: 158 },
  chain: { name: "Go implementation v168, 1,000 nodes", us: 1_997, floorUs: 158 },
  fan: { name: "Go implementation v168, 100 branches", us: 887, floorUs: 158 },
};

/** DBOS 5.3.0 on Postgres 15. */
export const dbos: Readonly<Record<"fan", Recorded>> = {
  fan: { name: "DBOS 5.3.0, Postgres, 100 branches", us: 1_695, floorUs: 158 },
};

/** Reading 100,000 events in Go, and how fast JSON was parsed in JavaScript beside it. */
export const goReading = { ms: 280, parseMbPerS: 248 } as const;
