import fc from "fast-check";
import { expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { playFlowRun } from "#testing/packs/flow/play-run.ts";
import { anyFlow } from "#support/engine/random/any-flow.ts";

it("ends a flow the same, killed after any event", async () => {
  await fc.assert(
    fc.asyncProperty(anyFlow, fc.nat(), async (one, at) => {
      const whole = await playFlowRun(one, createMemoryStore());

      const killed = await playFlowRun(one, createMemoryStore(), 1 + (at % whole.events));

      expect(whole.result.error).toMatchObject({ code: "LoopIterationLimitExceeded" });
      expect(killed.result).toEqual(whole.result);
    }),
    { numRuns: 60 },
  );
}, 60_000);
