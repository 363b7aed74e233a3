/** P19: what kills and freezes of real processes cost, over what a run's log can be. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { figureOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { cleanEnv, measureRounds } from "./measure.ts";
import type { Figures } from "./measure.ts";

export const p19: Goal = {
  id: "P19",
  title: "the crash suite: kills and freezes of processes, over what a run's log can be",
  measure({ node, root, rounds }) {
    const play = (): Figures => {
      const words = [join(root, "src/scripts/soak.ts"), "--suite"];
      const { stdout, stderr } = spawnSync(node, words, { encoding: "utf8", env: cleanEnv() });
      const said = JSON.parse(stdout || "{}") as Record<string, number>;
      const { kills = NaN, freezes = NaN, attempts = NaN, late = NaN, effects = NaN } = said;
      if (Number.isNaN(kills)) throw new Error(`the crash suite said nothing: ${stderr}`);
      const {
        finished_twice: twice = NaN,
        lost = NaN,
        gaps = NaN,
        ended_wrong: wrong = NaN,
      } = said;
      return {
        faults: kills + freezes,
        harm: twice + lost + gaps + wrong,
        attempts: (attempts + late) / effects,
      };
    };
    const raw = measureRounds([{ name: "the crash suite", measure: play }], Math.ceil(rounds / 2));
    const [suite] = raw;
    const figures = (key: string): number[] => (suite?.rounds ?? []).map((one) => one[key] ?? NaN);
    return {
      raw,
      figures: [figureOf(suite, "faults", "faults")],
      ratios: [
        {
          name: "faults a run",
          value: Math.min(...figures("faults")),
          gate: 100,
          moon: 10_000,
          atLeast: true,
        },
        {
          name: "lost, done twice, gaps, ended wrong",
          value: Math.max(...figures("harm")),
          gate: 0,
          moon: 0,
        },
        {
          name: "attempts ÷ effects",
          value: Math.max(...figures("attempts")),
          gate: 1.1,
          moon: 1.03,
        },
      ],
      notes: [
        "Of the rounds the worst one counts. Attempts are all executions of tools, those included that a process made as it went on, before it saw that others had gone on.",
      ],
    };
  },
};
