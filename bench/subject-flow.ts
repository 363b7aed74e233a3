/**
 * Runs a flow in memory, every event serialised, and prints µs of CPU per unit and the memory it took.
 *
 * `map N`, `filter N`: a list of N items; `loop N`: N steps, half of them tests of the loop;
 * `parallel N`: N branches at once.
 */
import { createVirtualClock } from "../src/adapters/clocks/virtual.ts";
import { flowKinds } from "../src/core/flow.ts";
import { runFlow } from "../src/core/run-flow.ts";
import type { FlowRunOptions } from "../src/core/run-flow.ts";
import { medianOf } from "./measure.ts";
import { createBenchWorld, createLineStore } from "./worlds.ts";

type Shape = (size: number) => { readonly nodes: readonly object[]; readonly first: string };

const shapes: Readonly<Record<string, Shape>> = {
  map: () => ({
    first: "each",
    nodes: [{ id: "each", type: "map", tool: "same", items_path: "input.items", next: "end" }],
  }),
  filter: () => ({
    first: "some",
    nodes: [
      { id: "some", type: "filter", items_path: "input.items", expression: "item", next: "end" },
    ],
  }),
  loop: (steps) => ({
    first: "again",
    nodes: [
      {
        id: "again",
        type: "loop",
        condition: "input.on",
        body: "step",
        next: "end",
        max_iterations: steps / 2,
      },
      { id: "step", type: "transform", expression: "1", next: "again" },
    ],
  }),
  parallel: (size) => {
    const branches = Array.from({ length: size }, (_, at) => `b${at}`);
    return {
      first: "all",
      nodes: [
        { id: "all", type: "parallel", branches, max_in_flight: size, next: "end" },
        ...branches.map((id) => ({ id, type: "tool", tool: "same", input: 1 })),
      ],
    };
  },
};

const [shape = "", count = ""] = process.argv.slice(2);
const size = Number(count);
const { nodes, first } = shapes[shape]?.(size) ?? { nodes: [], first: "end" };
const ends = [
  { id: "start", type: "start", next: first },
  { id: "end", type: "end" },
];
const text = JSON.stringify({ name: shape, nodes: [...ends, ...nodes] });
const lists = shape === "map" || shape === "filter";
const options: FlowRunOptions = {
  runId: "run_bench",
  input: { on: true, items: Array.from({ length: lists ? size : 0 }, (_, at) => at + 1) },
  options: {
    limits: {
      max_steps: size + 10,
      max_map_items: size,
      max_filter_items: size,
      max_expression_scope_bytes: 10_000_000,
    },
  },
};
const times: number[] = [];
for (let run = 0; run < 7; run += 1) {
  const elapsed = await runOnce();
  if (run >= 2) times.push(elapsed);
}
const cpu_us_per_step = medianOf(times) / size;
const rss_mb = process.resourceUsage().maxRSS / 1_024;
process.stdout.write(`${JSON.stringify({ cpu_us_per_step, rss_mb, steps: size })}\n`);

async function runOnce(): Promise<number> {
  const lines: string[] = [];
  const { world } = createBenchWorld({
    store: createLineStore(lines),
    clock: createVirtualClock(0),
  });
  const start = process.cpuUsage();
  const { run } = await runFlow(
    {
      ...world,
      kinds: flowKinds,
      functions: { find: () => ({ call: ({ input }) => Promise.resolve(input) }) },
    },
    { path: "bench.flow.json", text },
    options,
  );
  const { user, system } = process.cpuUsage(start);
  const wanted = shape === "loop" ? "LoopIterationLimitExceeded" : undefined;
  const code = run?.state.failure?.code;
  if (code !== wanted) throw new Error(`the run ended with ${code ?? "no failure"}`);
  return user + system;
}
