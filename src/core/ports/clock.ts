/** The clock port: time, waiting and fresh ids. */

/** Where time and chance come from. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A fresh lower-case id of `length` characters `[a-z0-9]`. */
  id(length: number): string;
  /**
   * Virtual time only: nothing can be done until a timer fires; jump to the next one.
   * Real clocks leave it out.
   */
  idle?(): void;
  /** Virtual time only: real work is under way, time stands still until the returned function is called. */
  hold?(): () => void;
}
