/** The code of this page's own for why a run stands, where the log has one. Spec: github §18. */
import type { RunState } from "#core/run/state.ts";
import { hasReason } from "#src/github/reasons.ts";

/** The reason code of a failure, or null. */
export function reasonOf({ failure }: RunState): string | null {
  const fields = (failure?.errors ?? []).map(({ field }) => field);
  return fields.find((field) => field !== null && hasReason(field)) ?? null;
}
