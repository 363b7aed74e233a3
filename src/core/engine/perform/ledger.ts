/**
 * Reservations of steps in flight: several at once must not pass a limit together.
 * An estimate delays a step, it never refuses one. Spec: runtime §13.1.
 */
import type { RunState } from "#core/run/state.ts";

/** What a step in flight may use. */
export interface Reserve {
  readonly tokens: number;
  readonly costUsd: number;
}

/** Who may spend now. */
export interface Ledger {
  /** Reserves for a step of a node: at once, or when enough others have settled. */
  reserve(node: string): Reserve | Promise<Reserve>;
  /** The step has settled or was given up. */
  settle(reserve: Reserve): void;
}

interface Waiting {
  readonly node: string;
  readonly admit: (reserve: Reserve) => void;
}

/** Opens the reservations of a process. */
export function createLedger(state: RunState): Ledger {
  const inFlight = new Set<Reserve>();
  const queue: Waiting[] = [];

  function estimate(node: string): Reserve {
    const most = state.metered[node];
    return { tokens: most?.tokens ?? 0, costUsd: most?.costUsd ?? 0 };
  }

  function fits(reserve: Reserve): boolean {
    if (inFlight.size === 0) return true;
    let { tokens, costUsd } = reserve;
    for (const other of inFlight) {
      tokens += other.tokens;
      costUsd += other.costUsd;
    }
    const { spent, limits } = state;
    const used = spent.input_tokens + spent.output_tokens;
    return (
      used + tokens <= (limits.maxTokens ?? Infinity) &&
      spent.cost_usd + costUsd <= (limits.maxCostUsd ?? Infinity)
    );
  }

  return {
    reserve(node) {
      const reserve = estimate(node);
      if (queue.length === 0 && fits(reserve)) {
        inFlight.add(reserve);
        return reserve;
      }
      return new Promise((resolve) => queue.push({ node, admit: resolve }));
    },
    settle(reserve) {
      inFlight.delete(reserve);
      for (let next = queue[0]; next !== undefined; next = queue[0]) {
        const wanted = estimate(next.node);
        if (!fits(wanted)) return;
        queue.shift();
        inFlight.add(wanted);
        next.admit(wanted);
      }
    },
  };
}
