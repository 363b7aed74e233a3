/** Starting a run: it exists from its first event on. Spec: runtime §2, §3.4. */
import { writeLimits } from "#core/run/limits.ts";
import { writeSettings } from "#core/run/settings.ts";
import type { Fields } from "#core/graph/value.ts";
import type { RunWriter } from "#core/ports/store.ts";
import { createState } from "#core/run/evolve/evolve.ts";
import { formatVersion } from "#core/run/events.ts";
import type { RunPlan } from "#core/run/plan.ts";
import { checkPrices } from "#core/run/prices.ts";
import { checkPlan, graphToRecord } from "#core/run/recordable.ts";
import { checkRunId, defaultRunId } from "#core/run/run-id.ts";
import { payload } from "../decide/place.ts";
import { createDriver } from "../drive.ts";
import { createWorkGraph } from "../work-graph/work-graph.ts";
import type { RunResult, StartOptions, World } from "../world.ts";
import { describeWriter } from "./describe-resume.ts";
import { driveOn, prepareRelease } from "./session.ts";

/**
 * Starts a run and drives it until it pauses or ends.
 *
 * Whatever is wrong before its first event is a Refusal and leaves nothing behind.
 *
 * @example
 * const { state } = await startRun(world, plan, { runId: "run_1" });
 */
export async function startRun(
  world: World,
  plan: RunPlan,
  options: StartOptions = {},
): Promise<RunResult> {
  const runId = options.runId ?? defaultRunId(world.clock.now(), world.clock.id(6));
  checkRunId(runId);
  checkPlan(plan, world);
  const unpriced = checkPrices(plan.graph, plan.limits, (model) => world.models.hasPrice(model));
  if (unpriced) throw unpriced;
  const work = createWorkGraph(plan.graph, world.kinds);
  const writer = await world.store.create(runId);
  try {
    const driver = createDriver({
      ...options,
      world,
      writer,
      work,
      runId,
      state: createState(),
    });
    driver.run.journal.record({
      type: "run_started",
      data: describeStart(plan, world, writer, options),
    });
    const session = { world, writer, driver };
    return await prepareRelease(session, await driveOn(session));
  } finally {
    await writer.release();
  }
}

/** A graph is plain JSON. */
function writeGraph(graph: RunPlan["graph"] | undefined): Fields | undefined {
  return graph as unknown as Fields | undefined;
}

function describeStart(
  plan: RunPlan,
  world: World,
  writer: RunWriter,
  options: StartOptions,
): Fields {
  const { graph, source } = plan;
  return payload({
    workflow: graph.name,
    language: graph.language,
    format_version: formatVersion,
    engine_version: world.engineVersion,
    source: { path: source.path, text: source.text, sha256: source.sha256, hash: graph.hash },
    vars: plan.vars,
    input: plan.input,
    env: plan.env,
    preset: plan.preset,
    model: plan.model,
    recipe: plan.recipe,
    budget: writeLimits(plan.limits),
    simulated: plan.simulated,
    script: plan.script && { ...plan.script },
    replay_of: options.replayOf,
    writer: describeWriter(world, writer),
    github: options.github,
    workplace: options.workplace,
    own_tools: hasAny(world.tools.own) ? world.tools.own : undefined,
    graph: writeGraph(graphToRecord(plan)),
    settings: plan.frame && writeSettings(plan.frame.settings),
    frame: plan.frame && { input: plan.frame.input, step: plan.frame.step },
    entry: plan.entry ?? graph.entry,
  });
}

function hasAny(tools: Fields | undefined): boolean {
  return tools !== undefined && Object.keys(tools).length > 0;
}
