/** Replaying a run: the same plan, with everything from outside as it was recorded. Spec: runtime §28. */
import type { Graph } from "#core/graph/graph.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { RunEvent } from "#core/run/events.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunPlan } from "#core/run/plan.ts";
import type { RunState } from "#core/run/state.ts";
import { closeWorld } from "../playback.ts";
import type { ResumeOptions, RunResult, StartOptions, World } from "../world.ts";
import { withRecipe } from "./resume-source.ts";
import { startRun } from "./start-run.ts";

/** What is replayed, and how the new run is started. */
export interface ReplayOptions extends Omit<StartOptions, "replayOf" | "github"> {
  /** The log of the recorded run. */
  readonly recorded: readonly RunEvent[];
  /** Compiles a text with the present environment; throws a Refusal `INVALID_WORKFLOW`. */
  readonly compile: ResumeOptions["compile"];
  /** A text that must mean the same as the recorded one. */
  readonly source?: { readonly path: string; readonly text: string };
}

/**
 * Starts a run that goes the way of a recorded one; nothing is sent out and nothing is run.
 *
 * @example
 * const { events } = await store.read("run_1");
 * const { state } = await replayRun(world, { recorded: events, compile });
 */
export function replayRun(world: World, options: ReplayOptions): Promise<RunResult> {
  const { recorded, compile, source, ...start } = options;
  const [first] = recorded;
  const begun = fold(first === undefined ? [] : [first]);
  refuseForced(recorded);
  const plan = planReplay(begun, recordedGraph(begun, { compile, source }));
  return startRun(closeWorld(world, recorded), plan, {
    ...start,
    replayOf: begun.runId,
    ...(Object.keys(begun.start?.github ?? {}).length === 0
      ? {}
      : { github: begun.start?.github ?? {} }),
  });
}

/** A run that went on with another text has two graphs, and a replay one. */
function refuseForced(recorded: readonly RunEvent[]): void {
  const forced = recorded.find(
    ({ type, data }) => type === "run_resumed" && data?.["forced"] === true,
  );
  if (forced === undefined) return;
  throw new Refusal(
    "RESUME_INVALID",
    `\`${forced.run_id}\` went on with another text of its workflow and cannot be replayed`,
    { hint: "replay a run that was never resumed with `--force`" },
  );
}

/** The graph of the recorded text, which that of a given file must equal. */
function recordedGraph(
  begun: RunState,
  {
    compile,
    source,
  }: Pick<ReplayOptions, "compile"> & { readonly source: ReplayOptions["source"] },
): Graph {
  const graph = begun.start?.graph ?? compile(begun.source);
  if (source === undefined || source.text === begun.source.text)
    return withRecipe(begun, graph).graph;
  if (compile(source).hash === graph.hash) return withRecipe(begun, graph).graph;
  throw new Refusal(
    "SOURCE_CHANGED",
    `\`${source.path}\` is not the workflow that \`${begun.runId}\` ran`,
    { hint: "leave the file out to replay the recorded text" },
  );
}

/** The plan of the recorded run. */
function planReplay(begun: RunState, graph: Graph): RunPlan {
  const { start, source, vars, input, limits, frames, branches } = begun;
  const { path, text, sha256 } = source;
  const frame = frames[""];
  return {
    graph,
    workflow: graph.name,
    source: { path, text, sha256 },
    vars,
    input,
    env: start?.env ?? [],
    limits,
    simulated: start?.simulated ?? false,
    ...(frame && start?.settings
      ? {
          frame: { input: frame.input, step: frame.step, settings: start.settings },
          entry: branches[""]?.token?.node ?? graph.entry,
        }
      : {}),
    ...(start?.preset == null ? {} : { preset: start.preset }),
    ...(start?.model == null ? {} : { model: start.model }),
    ...(start?.recipe == null ? {} : { recipe: start.recipe }),
  };
}
