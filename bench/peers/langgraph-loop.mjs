// LangGraph with its in-memory saver: one node that counts, 1,000 times round.
import { Annotation, END, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { timeRuns } from "./time-runs.mjs";

const steps = Number(process.argv[2]);
const state = Annotation.Root({ n: Annotation({ reducer: (_, next) => next, default: () => 0 }) });
let executed = 0;

await timeRuns(steps, async (run) => {
  executed = 0;
  const graph = new StateGraph(state)
    .addNode("step", ({ n }) => {
      executed += 1;
      return { n: n + 1 };
    })
    .addEdge(START, "step")
    .addConditionalEdges("step", ({ n }) => (n < steps ? "step" : END))
    .compile({ checkpointer: new MemorySaver() });
  const start = performance.now();
  const { n } = await graph.invoke(
    { n: 0 },
    { recursionLimit: steps + 10, configurable: { thread_id: `run-${run}` } },
  );
  const elapsed = performance.now() - start;
  if (n !== steps) throw new Error(`counted ${n}`);
  return { elapsed, executed };
});
