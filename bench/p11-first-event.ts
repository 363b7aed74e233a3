/** P11: the Action's way to its first event, over bare Node, against what its peers' imports alone take. */
import { actionToFirstEvent, toTheEnd } from "./first-event.ts";
import { figureOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds, medianOf } from "./measure.ts";
import type { Measured } from "./measure.ts";

export const p11: Goal = {
  id: "P11",
  title: "the Action, start to first event, over bare Node, against its peers' imports",
  measure(context) {
    const raw = measureRounds(
      [
        actionToFirstEvent(context),
        toTheEnd(context, "bare Node", "bare.mjs"),
        toTheEnd(context, "import @actions/core and @actions/github", "import-actions.mjs"),
        toTheEnd(context, "import @langchain/langgraph", "import-langgraph.mjs"),
      ],
      context.rounds * 3,
    );
    const [ours, bare, actions, langgraph] = raw;
    return {
      raw,
      figures: raw.map((one) => figureOf(one, "wall_ms", "ms")),
      ratios: [
        {
          name: "over bare Node ÷ import of core and github",
          value: ratioOverBare(ours, actions, bare),
          gate: 1 / 3,
          moon: 1 / 6,
        },
        {
          name: "over bare Node ÷ import of LangGraph",
          value: ratioOverBare(ours, langgraph, bare),
          gate: 1 / 8,
          moon: 1 / 20,
        },
      ],
      notes: [
        "The peers' time is that of the import alone; ours includes reading the inputs, compiling the workflow, creating the run and one fsync. All four are preloaded with the same probe.",
      ],
    };
  },
};

/** The median of the rounds' ratios of what each takes beyond bare Node. */
function ratioOverBare(
  ours: Measured | undefined,
  peer: Measured | undefined,
  bare: Measured | undefined,
): number {
  const extra = (one: Measured | undefined, round: number): number =>
    (one?.rounds[round]?.["wall_ms"] ?? NaN) - (bare?.rounds[round]?.["wall_ms"] ?? NaN);
  const rounds = (ours?.rounds ?? []).map((_, round) => round);
  return medianOf(rounds.map((round) => extra(ours, round) / extra(peer, round)));
}
