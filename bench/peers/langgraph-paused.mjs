// LangGraph with MemorySaver: N threads that wait at an interrupt; prints the heap that each keeps.
import { Annotation, END, interrupt, MemorySaver, START, StateGraph } from "@langchain/langgraph";

const runs = Number(process.argv[2]);
const state = Annotation.Root({ n: Annotation({ reducer: (_, next) => next, default: () => 0 }) });
const app = new StateGraph(state)
  .addNode("gate", () => ({ n: interrupt("go on?") }))
  .addEdge(START, "gate")
  .addEdge("gate", END)
  .compile({ checkpointer: new MemorySaver() });

async function pause(prefix, many) {
  for (let n = 0; n < many; n += 1) {
    const config = { configurable: { thread_id: `${prefix}-${n}` } };
    await app.invoke({ n: 0 }, config);
    if ((await app.getState(config)).next[0] !== "gate") throw new Error("a run does not wait");
  }
}

function heap() {
  for (let round = 0; round < 4; round += 1) globalThis.gc();
  return process.memoryUsage().heapUsed;
}

// As ours, which needs as many until V8 has compiled what it will.
await pause("warm", 1_000);
const before = heap();
await pause("run", runs);
console.log(JSON.stringify({ heap_bytes: (heap() - before) / runs, runs }));
