// What every change has to survive: kills and sleeps by the hundred, whatever a run's log is.
import { expect, it } from "vitest";
import { playSuite } from "#src/scripts/soak/suite.ts";

it("loses nothing to a hundred kills and sleeps, does nothing twice, and little again", async () => {
  const { kills, sleeps, attempts, effects, late, ...found } = await playSuite(Math.random);

  expect(found).toMatchObject({ twice: 0, lost: 0, gaps: 0, wrong: [] });
  expect(kills + sleeps).toBeGreaterThanOrEqual(100);
  expect(sleeps).toBeGreaterThan(0);
  expect((attempts + late) / effects).toBeLessThanOrEqual(1.1);
}, 300_000);
