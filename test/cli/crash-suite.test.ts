// What every change has to survive: kills and freezes by the hundred, whatever a run's log is.
import { expect, it } from "vitest";
import { playSuite } from "#src/scripts/soak/suite.ts";

it("loses nothing to a hundred kills and freezes, does nothing twice, and little again", async () => {
  const { kills, freezes, attempts, effects, late, ...found } = await playSuite(Math.random);

  expect(found).toMatchObject({ twice: 0, lost: 0, gaps: 0, wrong: [] });
  expect(kills + freezes).toBeGreaterThanOrEqual(100);
  expect(freezes).toBeGreaterThan(0);
  expect((attempts + late) / effects).toBeLessThanOrEqual(1.1);
}, 300_000);
