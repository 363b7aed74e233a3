import { expect, it } from "vitest";
import { createVirtualClock } from "#adapters/clocks/virtual.ts";
import { createJournal } from "#core/engine/journal.ts";
import type { RunEvent } from "#core/run/events.ts";
import { createState } from "#core/run/evolve/evolve.ts";
import { graphOf } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

it("writes what only informs within a second, though no fact comes", async () => {
  const clock = createVirtualClock(Date.parse("2026-05-04T09:00:00Z"));
  const { world } = stageOf({ graph: graphOf({ entry: "done", nodes: [], edges: [] }) });
  const written: RunEvent[] = [];
  const journal = createJournal({
    world: { ...world, clock },
    state: createState(),
    runId: "run_x",
    alone: () => true,
    writer: {
      epoch: 1,
      append: (events) => void written.push(...events),
      check: () => undefined,
      checkLock: () => undefined,
      writeFile: () => Promise.resolve(),
      onCancelRequest: () => undefined,
      release: () => Promise.resolve(),
    },
  });

  journal.record({ type: "delegate_event", data: { event: { n: 1 } } });
  journal.record({ type: "delegate_event", data: { event: { n: 2 } } });
  const atOnce = written.length;
  const later = clock.sleep(1000);
  clock.idle();
  await later;

  expect(atOnce).toBe(0);
  expect(written.map(({ seq }) => seq)).toEqual([0, 1]);
});
