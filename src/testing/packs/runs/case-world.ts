/** The world in which a scenario is played: a real store, virtual time, and the simulator for everything else. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createVirtualClock } from "#adapters/clocks/virtual.ts";
import { createSimulator } from "#adapters/simulator/index.ts";
import { readScript } from "#adapters/simulator/read-script.ts";
import { createPrices } from "#adapters/models/prices.ts";
import { createShell } from "#adapters/tools/shell.ts";
import type { World } from "#core/engine/world.ts";
import { parseDuration } from "#core/graph/duration.ts";
import type { Graph } from "#core/graph/graph.ts";
import { kinds } from "#core/kinds/index.ts";
import type { ModelPort } from "#core/ports/model.ts";
import type { RunEvent } from "#core/run/events.ts";
import { createRedactor, secretValues } from "#core/run/redact.ts";
import { runIdOf } from "./place.ts";
import type { Place } from "./place.ts";
import type { Phase } from "./scenario.ts";
