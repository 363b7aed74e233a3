/** P10: what 1,000 runs that wait for a person keep of the process. */
import { join } from "node:path";
import { figureOf, ratioOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds, medianOf, runSubject } from "./measure.ts";
import type { Subject } from "./measure.ts";

const runs = "1000";
/** Of a core, of DBOS with 1,000 waiting workflows; it polls its database. */
const dbosIdle = 0.035;

export const p10: Goal = {
  id: "P10",
  title: "1,000 paused runs in one process",
  measure(context) {
    const subject = (name: string, ...args: string[]): Subject => ({
      name,
      // Code that V8 forgets and compiles anew between two looks at the heap is no memory of a run.
      measure: () => runSubject(context.node, ["--expose-gc", "--no-flush-bytecode", ...args]),
    });
    const raw = measureRounds(
      [
        subject("iter", join(context.subjects, "subject-paused.mjs"), runs, context.scratch),
        subject(
          "LangGraph MemorySaver",
          join(context.root, "bench/peers/langgraph-paused.mjs"),
          runs,
        ),
      ],
      context.rounds,
    );
    const [ours, langgraph] = raw;
    const idle = medianOf((ours?.rounds ?? []).map((round) => round["idle_cpu"] ?? Number.NaN));
    return {
      raw,
      figures: [
        figureOf(ours, "heap_bytes", "B/run"),
        figureOf(langgraph, "heap_bytes", "B/run"),
        { ...figureOf(ours, "timers", ""), name: "iter: timers and handles that are left" },
        { ...figureOf(ours, "us_per_run", "µs"), name: "iter: start to pause, files and all" },
      ],
      ratios: [
        {
          name: "heap ÷ LangGraph",
          value: ratioOf(ours, langgraph, "heap_bytes"),
          gate: 1 / 10,
          moon: 0,
        },
        { name: "idle CPU ÷ DBOS", value: idle / dbosIdle, gate: 1 / 10, moon: 0 },
      ],
      notes: [
        "A paused run is on disk only. What the process uses while it waits is Node's own. DBOS isn't run here; 3.5 % of a core is its recorded figure.",
      ],
    };
  },
};
