/** P1: a loop of 1,000 trivial steps with all events serialised, against LangGraph with its in-memory saver. */
import { figureOf, ratioOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds } from "./measure.ts";
import { iterRun, peer } from "./subjects.ts";

const steps = 1_000;

export const p01: Goal = {
  id: "P1",
  title: "engine overhead, loop of 1,000, against LangGraph MemorySaver",
  measure(context) {
    const raw = measureRounds(
      [
        iterRun(context, "loop", steps),
        peer(context, "LangGraph MemorySaver", "langgraph-loop.mjs", steps),
        iterRun(context, "agent-loop", steps),
      ],
      context.rounds,
    );
    const [ours, langgraph, agents] = raw;
    return {
      raw,
      figures: [ours, langgraph, agents].map((one) => figureOf(one, "us_per_step", "µs/step")),
      ratios: [
        {
          name: "compute loop ÷ LangGraph",
          value: ratioOf(ours, langgraph, "us_per_step"),
          gate: 1 / 20,
          moon: 1 / 60,
        },
      ],
      notes: [
        "A LangGraph step is a function; ours is a `compute` node: node_started, node_finished, edge_selected, each serialised to JSON. The agent loop adds a rendered prompt, a model port and four more events a step.",
      ],
    };
  },
};
