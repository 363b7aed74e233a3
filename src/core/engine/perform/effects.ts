/** Records the effects of a step, so that none is made again without having been looked for. Spec: github §9. */
import type { EffectLog } from "#core/ports/effects.ts";
import type { Effect } from "#core/run/effect.ts";
import { createEvent, placeOf } from "../decide/place.ts";
import { never } from "../journal.ts";
import { counts } from "../run.ts";
import type { Attempt } from "./attempt.ts";

/** The effects of an attempt at a step. */
export function createEffectLog({ run, flight, activation, site }: Attempt): EffectLog {
  const { state, journal, world } = run;
  const taken = new Set<string>();
  const all = (): readonly Effect[] => Object.values(state.effects);
  const own = (): readonly Effect[] => all().filter((one) => one.activation === activation.id);

  function find(id: string): Effect {
    const effect = state.effects[id];
    if (effect === undefined) throw new Error(`The effect ${id} was not recorded.`);
    return effect;
  }

  async function write(...event: Parameters<typeof createEvent>): Promise<void> {
    if (!counts(run, flight)) await never();
    journal.record(createEvent(...event));
    await journal.durable();
  }

  return {
    list: all,
    async intend({ kind, target, digest }) {
      const left = own().find(
        (one) =>
          one.step === site.step &&
          !taken.has(one.id) &&
          one.kind === kind &&
          one.digest === digest,
      );
      if (left !== undefined) {
        taken.add(left.id);
        return { effect: left, again: true };
      }
      const id = world.sha256(`${run.runId}|${activation.id}|${own().length}`).slice(0, 32);
      const data = { effect: id, kind, target, digest, step: site.step };
      await write("effect_intended", placeOf(activation), data);
      taken.add(id);
      return { effect: find(id), again: false };
    },
    async done({ id, kind }, receipt) {
      await write("effect_done", placeOf(activation), { effect: id, kind, receipt });
    },
  };
}
