/**
 * The simulator: answers every call of models, delegates, commands and tools from a script, or
 * makes up answers that fit; nothing is sent out. Spec: runtime §27.
 */
import type { Graph } from "#core/graph/graph.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { DelegatePort } from "#core/ports/delegate.ts";
import type { FunctionPort } from "#core/ports/functions.ts";
import type { ModelPort } from "#core/ports/model.ts";
import type { ShellPort } from "#core/ports/shell.ts";
import type { ToolPort } from "#core/ports/tool.ts";
import { createGraphMap } from "./graph-map.ts";
import { createExpressionReader } from "./expression-reader.ts";
import { noScript } from "./script.ts";
import type { Script } from "./script.ts";
import { createStage } from "./stage.ts";
import type { Pricing } from "./stage.ts";
import { createSimulatedDelegates } from "./delegates.ts";
import { createSimulatedFunctions } from "./functions.ts";
import { createSimulatedModels } from "./models.ts";
import { createSimulatedShell } from "./shell.ts";
import { createSimulatedTools } from "./tools.ts";

/** What a simulated run is given in place of the world. */
export interface Simulator {
  readonly models: ModelPort;
  readonly delegates: DelegatePort;
  readonly shell: ShellPort;
  readonly tools: ToolPort;
  /** Functions of a flow, before those that its host really has. */
  readonly simulateFunctions: (registered: FunctionPort) => FunctionPort;
}

/** What a simulation is made of. */
export interface SimulatorOptions {
  readonly graph: Graph;
  readonly clock: Clock;
  /** Without one every answer is made up. */
  readonly script?: Script;
  /** Runs tool nodes that have no items, if the script says `run_tools: true`. */
  readonly shell?: ShellPort;
  /** Tools that are really called where they have no items, if the script says `run_tools: true`. */
  readonly tools?: ToolPort;
  /** Prices of real models that a simulated run names; without it none is known. */
  readonly pricing?: Pricing;
}

/**
 * Makes a simulator for one run; its model port must be told of every event (`observe`).
 *
 * @example
 * const simulator = createSimulator({ graph, clock, script: readScript(text, "script.yaml") });
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  const stage = createStage({
    map: createGraphMap(options.graph),
    reader: createExpressionReader(options.graph),
    script: options.script ?? noScript,
    clock: options.clock,
    pricing: options.pricing,
  });
  return {
    models: createSimulatedModels(stage),
    delegates: createSimulatedDelegates(stage),
    shell: createSimulatedShell(stage, options.shell),
    tools: createSimulatedTools(stage, options.tools),
    simulateFunctions: (registered) => createSimulatedFunctions(stage, registered),
  };
}

export type { Pricing } from "./stage.ts";
export type { Script } from "./script.ts";
