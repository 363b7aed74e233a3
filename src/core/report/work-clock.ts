/**
 * How long activations were worked on, by the run's own clock. Spec: runtime §4.4, §24.
 *
 * What lies between two processes, or between a pause and what ends it, is nobody's time; nor is an
 * activation worked on while it waits for people, or while its branch is cancelled.
 */
import { endsGap } from "#core/run/events.ts";
import type { EventType, RunEvent } from "#core/run/events.ts";
import { toMilliseconds } from "#core/run/timestamp.ts";

/** The clocks of all activations of a run. */
export interface WorkClock {
  /** Takes in the next event of the log. */
  note(event: RunEvent): void;
  /** Milliseconds that an activation was worked on so far, all attempts together. */
  workedMs(activation: string): number;
}

interface Worked {
  ms: number;
  /** On the run's clock; null while nobody works on it. */
  since: number | null;
  /** It runs others for it: it goes on with them. */
  calls: boolean;
}

/** Clocks before the first event. */
export function createWorkClock(): WorkClock {
  const activations = new Map<string, Worked>();
  const going = new Set<Worked>();
  /** The activation that each branch is in the middle of. */
  const current = new Map<string, Worked>();
  let running = false;
  let now = 0;
  let last = "";

  function start(id: string, branch: string): void {
    const worked = activations.get(id) ?? { ms: 0, since: null, calls: false };
    worked.since ??= now;
    activations.set(id, worked);
    current.set(branch, worked);
    going.add(worked);
  }

  function stop(worked: Worked | undefined): void {
    if (worked?.since == null) return;
    worked.ms += now - worked.since;
    worked.since = null;
    going.delete(worked);
  }

  const changes: Partial<Record<EventType, (id: string, branch: string) => void>> = {
    run_started: () => void (running = true),
    run_resumed() {
      running = true;
      for (const worked of going) if (!worked.calls) stop(worked);
    },
    run_paused: () => void (running = false),
    run_failed: () => void (running = false),
    run_cancelled: () => void (running = false),
    run_finished: () => void (running = false),
    node_started: start,
    step_started: start,
    call_started(id) {
      const worked = activations.get(id);
      if (worked) worked.calls = true;
    },
    human_input_requested: (id) => stop(activations.get(id)),
    node_finished: (id) => stop(activations.get(id)),
    node_failed: (id) => stop(activations.get(id)),
    branch_finished: (_, branch) => stop(current.get(branch)),
  };

  function note(event: RunEvent): void {
    const { type, timestamp, activation_id: id, branch_id: branch } = event;
    if (running && !endsGap(event) && timestamp !== last) {
      now += Math.max(0, toMilliseconds(timestamp) - toMilliseconds(last));
    }
    last = timestamp;
    changes[type]?.(id ?? "", branch ?? "");
  }

  return {
    note,
    workedMs(id) {
      const { ms = 0, since = null } = activations.get(id) ?? {};
      return since === null ? ms : ms + now - since;
    },
  };
}
