// LangGraph with its SQLite saver (WAL, synchronous=NORMAL: a power cut may lose the last steps):
// N distinct nodes, one after the other. Needs better-sqlite3, which builds for the Node of npm.
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { SqliteSaver } from "@langchain/langgraph-checkpoint-sqlite";

const steps = Number(process.argv[2]);
const folder = mkdtempSync(join(process.argv[3] ?? "/tmp", "langgraph-"));
const state = Annotation.Root({ n: Annotation({ reducer: (_, next) => next, default: () => 0 }) });
const times = [];
for (let run = 0; run < 2; run += 1) {
  let executed = 0;
  let graph = new StateGraph(state);
  for (let at = 0; at < steps; at += 1) {
    graph = graph.addNode(`step_${at}`, ({ n }) => {
      executed += 1;
      return { n: n + 1 };
    });
    graph = graph.addEdge(at === 0 ? START : `step_${at - 1}`, `step_${at}`);
  }
  const saver = SqliteSaver.fromConnString(join(folder, `${run}.sqlite`));
  const app = graph.addEdge(`step_${steps - 1}`, END).compile({ checkpointer: saver });
  const start = performance.now();
  const { n } = await app.invoke(
    { n: 0 },
    { recursionLimit: steps + 10, durability: "sync", configurable: { thread_id: "run" } },
  );
  times.push(performance.now() - start);
  if (n !== steps || executed !== steps) throw new Error(`${executed} of ${steps} steps were made`);
}
rmSync(folder, { recursive: true });
console.log(JSON.stringify({ us_per_step: (times[1] * 1000) / steps, steps: steps * 2 }));
