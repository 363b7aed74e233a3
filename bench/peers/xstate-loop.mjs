// XState with promise invokes, no log at all: one state that counts, 1,000 times round.
import { assign, createActor, fromPromise, setup, toPromise } from "xstate";
import { timeRuns } from "./time-runs.mjs";

const steps = Number(process.argv[2]);
let executed = 0;
const machine = setup({
  actors: {
    step: fromPromise(async ({ input }) => {
      executed += 1;
      return input + 1;
    }),
  },
}).createMachine({
  initial: "step",
  context: { n: 0 },
  output: ({ context }) => context.n,
  states: {
    step: {
      invoke: {
        src: "step",
        input: ({ context }) => context.n,
        onDone: [
          {
            guard: ({ event }) => event.output >= steps,
            target: "done",
            actions: assign({ n: ({ event }) => event.output }),
          },
          { target: "step", reenter: true, actions: assign({ n: ({ event }) => event.output }) },
        ],
      },
    },
    done: { type: "final" },
  },
});

await timeRuns(steps, async () => {
  executed = 0;
  const start = performance.now();
  const actor = createActor(machine);
  actor.start();
  const n = await toPromise(actor);
  const elapsed = performance.now() - start;
  if (n !== steps) throw new Error(`counted ${n}`);
  return { elapsed, executed };
});
