/** Which gate is meant, and whether it can still be answered. Spec: github §5 B. */
import { rule } from "./request.ts";
import type { AuthorisationRequest, GateFacts, Ruling } from "./request.ts";
import type { Wish } from "./wish.ts";

/** Step 5: the gate that is named, or the only one that is open. */
export function findGate({ gates, thread }: AuthorisationRequest, wish: Wish): GateFacts | Ruling {
  const { gate: name, run } = wish.command ?? {};
  const all = Object.values(gates).filter((gate) => run === undefined || gate.run === run);
  const here = all.filter((gate) => gate.thread === thread.number);
  if (name === undefined) return onlyOpenGate(here, wish.review);
  const named = here.filter(({ id }) => id === name);
  const open = named.filter(({ status }) => status === "open");
  if (open.length > 1) return rule("deny", "run_required");
  const found = open[0] ?? newest(named);
  if (found !== undefined) return found;
  return rule("deny", all.some(({ id }) => id === name) ? "wrong_thread" : "no_such_gate");
}

/** Step 6: an answer to a gate that is no longer open. */
export function ruleOnGate(gate: GateFacts): Ruling | null {
  switch (gate.status) {
    case "open":
      return null;
    case "answered":
      return rule("deny", "gate_closed", gate);
    case "expired":
    case "superseded":
      return rule("deny", gate.status, gate);
    case "cancelled":
      return rule("deny", "run_ended", gate);
  }
}

function onlyOpenGate(here: readonly GateFacts[], review: boolean): GateFacts | Ruling {
  const open = here.filter(
    ({ status, kind }) => status === "open" && (!review || kind === "approval"),
  );
  const [gate, ...others] = open;
  if (gate === undefined) return rule(review ? "ignore" : "deny", "no_open_gate");
  return others.length === 0 ? gate : rule("deny", "gate_required");
}

function newest(gates: readonly GateFacts[]): GateFacts | undefined {
  return gates.toSorted((a, b) => (a.opened_at < b.opened_at ? 1 : -1))[0];
}
