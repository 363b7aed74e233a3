/** The log of effects: outward writes, each recorded before it is made and after. Spec: github §9. */
import type { Fields } from "../graph/value.ts";
import type { Effect } from "../run/effect.ts";
import type { AnswerField } from "../run/state.ts";

/** An outward write that is about to be made. */
export interface NewEffect {
  /** `comment`, `review`, `commit` … */
  readonly kind: string;
  /** Where it goes: a thread, a branch. */
  readonly target: string;
  /** Of what is written, as lower-case hex: the same text again is the same effect. */
  readonly digest: string;
}

/** Something that only people can tell, though no node asks it. */
export interface AsideQuestion {
  /** Under this name its gate is known where gates are configured. */
  readonly about: string;
  readonly text: string;
  readonly fields: readonly AnswerField[];
  /** What makes it this question and no other: an answer to another one doesn't count. */
  readonly facts: Fields;
}

/** Thrown where people have to be asked first; it is no fault. */
export class PeopleAsked extends Error {
  override readonly name = "PeopleAsked";
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
  /**
   * What people have said to a question; the step is made again once they have said it.
   *
   * @throws PeopleAsked until then.
   */
  ask(question: AsideQuestion): Promise<Fields>;
}
