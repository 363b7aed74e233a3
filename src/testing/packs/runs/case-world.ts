/** The world in which a scenario is played: a real store, virtual time, and the simulator for everything else. */
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { createVirtualClock } from "#adapters/clocks/virtual.ts";
import { createPrices } from "#adapters/models/prices.ts";
import { createSimulator } from "#adapters/simulator/index.ts";
import type { Simulator } from "#adapters/simulator/index.ts";
import { isolateEnvironment } from "#adapters/processes/environment.ts";
import { readScript } from "#adapters/simulator/read-script.ts";
import { createRedactingStore } from "#adapters/stores/redacting.ts";
import { createShell } from "#adapters/tools/shell.ts";
import type { World } from "#core/engine/world.ts";
import { parseDuration } from "#core/graph/duration.ts";
import type { Graph } from "#core/graph/graph.ts";
import { kinds } from "#core/kinds/index.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { RunEvent } from "#core/run/events.ts";
import { keeperOf } from "#core/run/recordable.ts";
import { createRedactor, secretValues } from "#core/run/redact.ts";
import { sha256 } from "../subject.ts";
import { runIdOf } from "./place.ts";
import type { Place } from "./place.ts";
import type { Phase } from "./scenario.ts";

/** When scenarios begin. */
const morning = Date.parse("2026-05-04T09:00:00.000Z");

/** What a phase adds to its place. */
export interface Scene {
  readonly phase: Phase;
  readonly graph: Graph;
  /** Told of each event as soon as it is durable. */
  readonly afterDurable: (event: RunEvent) => void;
}

/** Builds the world of one phase; time goes on from the last event of its run. */
export async function createCaseWorld(place: Place, scene: Scene): Promise<World> {
  const { scenario, store } = place;
  const redactor = createRedactor({ values: secretValues(scenario.env) });
  const clock = createVirtualClock(await startOf(place, scene.phase));
  return {
    ...simulate(place, scene, clock),
    clock,
    store: createRedactingStore(store, redactor),
    kinds,
    engineVersion: "0.0.0",
    process: { pid: process.pid, host: hostname() },
    sha256,
    ...keeperOf(redactor, scenario.env),
    afterDurable: scene.afterDurable,
  };
}

function simulate({ scenario, folder }: Place, { graph }: Scene, clock: Clock): Simulator {
  const script = readScript(readFileSync(join(folder, "script.yaml"), "utf8"), "script.yaml");
  return createSimulator({
    graph,
    clock,
    script,
    pricing: createPrices(),
    ...(scenario.runTools
      ? { shell: createShell({ env: isolateEnvironment(process.env, scenario.env), cwd: folder }) }
      : {}),
  });
}

async function startOf({ store }: Place, phase: Phase): Promise<number> {
  const runId = runIdOf(phase);
  const events = (await store.exists(runId)) ? (await store.read(runId)).events : [];
  const last = events.at(-1);
  const later = phase.after === undefined ? 0 : (parseDuration(phase.after) ?? 0);
  return (last === undefined ? morning : Date.parse(last.timestamp)) + later;
}
