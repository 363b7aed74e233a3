/** P5: 1,000 distinct durable steps, against the Go implementation and LangGraph with SQLite. */
import { join } from "node:path";
import { durableRun, ratioToRecorded, recordedFigure } from "./durable.ts";
import { figureOf, ratioOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds, runSubject } from "./measure.ts";
import type { Subject } from "./measure.ts";
import { go } from "./recorded.ts";

const steps = 1_000;

export const p05: Goal = {
  id: "P5",
  title: "a durable step, 1,000 distinct nodes, against the Go implementation and LangGraph SQLite",
  measure(context) {
    const node = context.oldNode ?? context.node;
    const program = join(context.root, "bench/peers/langgraph-sqlite.mjs");
    const sqlite: Subject = {
      name: "LangGraph SqliteSaver",
      measure: () => runSubject(node, [program, String(steps), context.scratch]),
    };
    const raw = measureRounds(
      [
        durableRun(context, { shape: "tool-chain", steps }),
        durableRun(context, { shape: "tool-chain", steps, node }),
        sqlite,
      ],
      context.rounds,
    );
    const [ours, old, langgraph] = raw;
    return {
      raw,
      figures: [
        figureOf(ours, "us_per_step", "µs/step"),
        { ...figureOf(ours, "floor_us", "µs"), name: "one write and fdatasync of a step's bytes" },
        figureOf(old, "us_per_step", "µs/step"),
        figureOf(langgraph, "us_per_step", "µs/step"),
        recordedFigure(go.chain),
      ],
      ratios: [
        ratioToRecorded(ours, go.chain, { gate: 1 / 5, moon: 1 / 9 }),
        {
          name: "ours ÷ LangGraph SQLite, both on the oldest Node",
          value: ratioOf(old, langgraph, "us_per_step"),
          gate: 1 / 10,
          moon: 1 / 20,
        },
      ],
      notes: [
        "LangGraph's saver writes with `synchronous=NORMAL`: a power cut may lose its last steps. Its database module is built for the Node that installs it, so both run on that one.",
      ],
    };
  },
};
