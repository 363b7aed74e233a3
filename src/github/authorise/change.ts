/** Whether what was approved is still what is there. Spec: github §5 D. */
import { rule } from "./request.ts";
import type { AuthorisationRequest, GateFacts, Ruling } from "./request.ts";
import type { Wish } from "./wish.ts";

/** Steps 13 to 16. */
export function ruleOnChange(
  { event, thread }: AuthorisationRequest,
  { command }: Wish,
  gate: GateFacts,
): Ruling | null {
  const { bound_sha: bound, proposal, shown_proposal: shown } = gate;
  const seen = event.commit_id ?? event.head_sha;
  if (bound !== undefined && thread.head_sha !== bound) return rule("deny", "stale_sha", gate);
  if (bound !== undefined && seen !== undefined && seen !== bound)
    return rule("deny", "stale_sha", gate);
  const named = command?.sha;
  if (named !== undefined && !(bound ?? thread.head_sha ?? "").startsWith(named))
    return rule("deny", "sha_mismatch", gate);
  return proposal === shown ? null : rule("deny", "stale_proposal", gate);
}
