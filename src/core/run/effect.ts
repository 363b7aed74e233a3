/** An outward write of a run, as its log has it. Spec: github §9. */
import type { Fields } from "../graph/value.ts";

/** One effect: intended, and done once it has a receipt. */
export interface Effect {
  /** 32 hex digits, the same in every attempt. */
  readonly id: string;
  readonly kind: string;
  readonly target: string;
  readonly digest: string;
  readonly node: string;
  readonly activation: string;
  /** The step that it belongs to. */
  readonly step: string;
  readonly intendedAt: string;
  readonly receipt: Fields | null;
}
