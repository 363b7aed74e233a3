/** Random runs: a graph, and a world that answers by place and seed alone. */
import fc from "fast-check";
import type { Graph } from "#core/graph/graph.ts";
import type { Value } from "#core/graph/value.ts";
import type { CallSite } from "#core/ports/model.ts";
import type { Answers, CallState, Reply } from "../world.ts";

/** A graph and the seed of its answers. */
export interface RandomRun {
  readonly graph: Graph;
  readonly seed: number;
  /** Of 100 steps so many fail in some way. */
  readonly failures: number;
}

/** Runs of random graphs. */
export function runsOf(graphs: fc.Arbitrary<Graph>): fc.Arbitrary<RandomRun> {
  return fc.record({
    graph: graphs,
    seed: fc.nat(1_000_000),
    failures: fc.constantFrom(0, 0, 10, 25),
  });
}

/** What befalls a step that fails; how often is counted by what the log has. */
const fates: readonly ((failed: number) => Reply["error"] | undefined)[] = [
  (failed) => (failed < 1 ? { code: "AUTH_FAILED" } : undefined),
  (failed) => (failed < 2 ? { code: "EXECUTION_FAILED" } : undefined),
  (failed) => (failed < 1 ? { code: "NETWORK", retryable: true } : undefined),
  (failed) => (failed < 2 ? { code: "RATE_LIMITED", retryAfterMs: 1500 } : undefined),
  (failed) => (failed < 5 ? { code: "RATE_LIMITED" } : undefined),
  () => ({ code: "AUTH_FAILED" }),
];

/** Answers and durations that depend on place and seed, and durations on the pace as well. */
export function answersOf(run: RandomRun, pace: number): Answers {
  const routers = routesOf(run.graph);
  return (site, state) => {
    const drawn = hash(`${run.seed} ${site.activationId} ${site.step}`);
    const durationMs = (hash(`${pace} ${site.key} ${site.attempt}`) % 5) * 1000;
    const usage = { input_tokens: (drawn % 7) + 1, output_tokens: 1, cost_usd: 0.001 };
    const fate = drawn % 100 < run.failures ? fates[(drawn >>> 8) % fates.length] : undefined;
    const error = fate?.(state.failed);
    if (error) return { error, durationMs, usage };
    const targets = routers.get(site.nodeId);
    const output = targets ? chooseRoute(targets, drawn) : answer(site, state, drawn);
    return { output, durationMs, usage };
  };
}

/** Some answers don't fit at first; a model that is told so does better, or it does not. */
function answer(site: CallSite, { heard }: CallState, drawn: number): Value {
  const bad = drawn % 11 === 0 && !site.step.includes("~");
  return bad ? { ok: "perhaps" } : { ok: drawn % 2 === 0, by: `${site.activationId} ${heard}` };
}

interface Routes {
  readonly targets: readonly string[];
  readonly multi: boolean;
}

function routesOf(graph: Graph): Map<string, Routes> {
  const routers = graph.nodes.filter((node) => "mode" in node && node.mode === "llm");
  return new Map(
    routers.map((node) => [
      node.id,
      {
        targets: [
          ...new Set(graph.edges.filter(({ from }) => from === node.id).map(({ to }) => to)),
        ],
        multi: "multi" in node && node.multi === true,
      },
    ]),
  );
}

function chooseRoute({ targets, multi }: Routes, drawn: number): Value {
  const some = targets.filter((_, at) => ((drawn >>> (8 + at)) & 3) !== 0);
  const [first = ""] = targets.slice(drawn % Math.max(1, targets.length));
  return multi
    ? { selected_routes: some.length === 0 ? [first] : some, reasoning: "so" }
    : { selected_route: first, reasoning: "so" };
}

/** A number from 0 for a text, spread evenly. */
export function hash(text: string): number {
  let value = 7;
  for (let at = 0; at < text.length; at++) value = (Math.imul(value, 31) + text.charCodeAt(at)) | 0;
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
