/** P20: the memory that the Action takes at its first event, against bare Node. */
import { actionToFirstEvent, toTheEnd } from "./first-event.ts";
import { figureOf, ratioOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds } from "./measure.ts";

export const p20: Goal = {
  id: "P20",
  title: "memory of the Action at its first event, against bare Node",
  measure(context) {
    const raw = measureRounds(
      [actionToFirstEvent(context), toTheEnd(context, "bare Node", "bare.mjs")],
      context.rounds,
    );
    const [ours, bare] = raw;
    return {
      raw,
      figures: raw.map((one) => figureOf(one, "rss_mb", "MB")),
      ratios: [
        { name: "RSS ÷ bare Node", value: ratioOf(ours, bare, "rss_mb"), gate: 1.6, moon: 1.25 },
      ],
    };
  },
};
