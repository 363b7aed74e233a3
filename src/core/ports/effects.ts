/** The log of effects: outward writes, each recorded before it is made and after. Spec: github §9. */
import type { Fields } from "../graph/value.ts";
import type { Effect } from "../run/effect.ts";

/** An outward write that is about to be made. */
export interface NewEffect {
  /** `comment`, `review`, `commit` … */
  readonly kind: string;
  /** Where it goes: a thread, a branch. */
  readonly target: string;
  /** Of what is written, as lower-case hex: the same text again is the same effect. */
  readonly digest: string;
}

/** Records the effects of one step. */
export interface EffectLog {
  /** Every effect of the run so far, in their order. */
  list(): readonly Effect[];
  /**
   * Makes the intention durable before it returns. An effect that an earlier attempt at the same
   * step had in mind is given back as it was left: with its receipt, or to be looked for.
   */
  intend(effect: NewEffect): Promise<{ readonly effect: Effect; readonly again: boolean }>;
  /** Records what came of it. */
  done(effect: Effect, receipt: Fields): Promise<void>;
}
