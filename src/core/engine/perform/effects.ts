/** Records the effects of a step, so that none is made again without having been looked for. Spec: github §9. */
import { PeopleAsked } from "#core/ports/effects.ts";
import type { AsideQuestion, EffectLog } from "#core/ports/effects.ts";
import type { Effect } from "#core/run/effect.ts";
import type { ActivationState } from "#core/run/state.ts";
import { createEvent, placeOf } from "../decide/place.ts";
import { never } from "../journal.ts";
import type { Journal } from "../journal.ts";
import type { World } from "../world.ts";
import { findAside, unanswered } from "./gates.ts";

/** Where in a run effects are made. */
export interface EffectPlace {
  readonly world: Pick<World, "sha256">;
  readonly journal: Pick<Journal, "state" | "record" | "owned">;
  readonly runId: string;
  readonly activation: ActivationState;
  readonly step: string;
  /** False once nobody wants the step any more. */
  readonly counts: () => boolean;
  /** Has people asked, as soon as the step can be left. */
  readonly ask: (question: AsideQuestion) => void;
}

/** The effects of an attempt at a step. */
export function createEffectLog(place: EffectPlace): EffectLog {
  const { world, journal, runId, activation, step, counts } = place;
  const { state } = journal;
  const taken = new Set<string>();
  let asked = false;
  const all = (): readonly Effect[] => Object.values(state.effects);
  const own = (): readonly Effect[] => all().filter((one) => one.activation === activation.id);

  function find(id: string): Effect {
    const effect = state.effects[id];
    if (effect === undefined) throw new Error(`The effect ${id} was not recorded.`);
    return effect;
  }

  async function write(...event: Parameters<typeof createEvent>): Promise<void> {
    if (!counts()) await never();
    journal.record(createEvent(...event));
    await journal.owned();
  }

  return {
    list: all,
    async intend({ kind, target, digest }) {
      if (asked) throw new PeopleAsked();
      const left = own().find(
        (one) =>
          one.step === step && !taken.has(one.id) && one.kind === kind && one.digest === digest,
      );
      if (left !== undefined) {
        taken.add(left.id);
        return { effect: left, again: true };
      }
      const id = world.sha256(`${runId}|${activation.id}|${own().length}`).slice(0, 32);
      const data = { effect: id, kind, target, digest, step };
      await write("effect_intended", placeOf(activation), data);
      taken.add(id);
      return { effect: find(id), again: false };
    },
    async done({ id, kind }, receipt) {
      await write("effect_done", placeOf(activation), { effect: id, kind, receipt });
    },
    ask(question) {
      const gate = findAside(state, activation, question);
      if (gate?.expired === true) return Promise.reject(unanswered(gate));
      if (gate?.answers) return Promise.resolve(gate.answers);
      asked = true;
      if (gate === undefined) place.ask(question);
      return Promise.reject(new PeopleAsked());
    },
  };
}
