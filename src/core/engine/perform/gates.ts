/** Gates of an activation: opened for its own questions, and for those that are asked in its place. */
import { toCanonicalJson } from "#core/graph/hash.ts";
import type { Question } from "#core/kinds/kind.ts";
import type { AsideQuestion } from "#core/ports/effects.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { ActivationState, Interaction, RunState } from "#core/run/state.ts";
import { createEvent, payload, placeOf } from "../decide/place.ts";
import type { Journal } from "../journal.ts";
import { fitName, spellApart, spellId } from "../spell-id.ts";
import type { World } from "../world.ts";

/** Where in a run a gate is opened. */
export interface GatePlace {
  readonly world: Pick<World, "sha256">;
  readonly journal: Pick<Journal, "record" | "state">;
  readonly runId: string;
  /** Null for a question that is asked before anything goes on. */
  readonly activation: ActivationState | null;
}

/** The gates of an activation that its node has asked for itself, in their order. */
export function ownAsks(state: RunState, { asks }: ActivationState): readonly string[] {
  return asks.filter((id) => state.interactions[id]?.about === undefined);
}

/** Records a question of the node. */
export function openGate(place: GatePlace, question: Question): void {
  const { activation, journal } = place;
  const asked = activation === null ? 0 : ownAsks(journal.state, activation).length;
  record(place, question, asked + 1);
}

/** Records a question that the node knows nothing of. */
export function openAside(place: GatePlace, { about, text, fields, facts }: AsideQuestion): void {
  const all = Object.values(place.journal.state.interactions);
  const before = all.filter((gate) => gate.about === about).length;
  const question = { questions: facts, instructions: text, fields, minAnswers: 1, about } as const;
  record(place, { ...question, source: "human" }, before + 1);
}

/** The gate at which a question was asked; undefined if nobody was. */
export function findAside(
  { interactions }: RunState,
  { asks }: ActivationState,
  { about, facts }: AsideQuestion,
): Interaction | undefined {
  const wanted = toCanonicalJson(facts);
  return asks
    .flatMap((id) => interactions[id] ?? [])
    .findLast((gate) => gate.about === about && toCanonicalJson(gate.questions) === wanted);
}

/** The node at which a run goes on first. */
function standsAt({ index, branches, activations }: RunState): string {
  const [first = ""] = index.pending;
  const { activation = null, token = null } = branches[first] ?? {};
  return activations[activation ?? ""]?.node ?? token?.node ?? "";
}

/** The failure of whoever asked what nobody answered. */
export function unanswered({ gate }: Interaction): RunFailure {
  const message = `nobody answered ${gate} in time`;
  return new RunFailure({
    ...{ code: "TIMEOUT", message, retryable: false },
    hint: "give the gate a longer `timeout`, or let the node's failure lead somewhere",
    errors: [{ field: "gate_expired", message }],
  });
}

function record(
  { world, journal, runId, activation }: GatePlace,
  question: Question & { readonly about?: string },
  ordinal: number,
): void {
  const { state } = journal;
  const count = Object.keys(state.interactions).length + 1;
  const asker = activation?.id ?? "run";
  const { about } = question;
  const again = about === undefined ? (ordinal === 1 ? "" : `_${ordinal}`) : `_${about}_${ordinal}`;
  const idOf = (spelt: string): string => fitName(world, `${runId}_${spelt}${again}`);
  const plain = idOf(spellId(asker));
  const id = state.interactions[plain] === undefined ? plain : idOf(spellApart(world, asker));
  journal.record(
    createEvent(
      "human_input_requested",
      activation === null ? { node_id: standsAt(state) } : placeOf(activation),
      payload({
        interaction_id: id,
        gate: `g${count}`,
        questions: question.questions,
        instructions: question.instructions,
        fields: question.fields.map(({ name, type, enum: allowed, optional }) =>
          payload({ name, type, enum: allowed, optional: optional === true ? true : undefined }),
        ),
        min_answers: question.minAnswers,
        source: question.source,
        about,
        proposal: question.proposal,
        backend: question.backend,
      }),
    ),
  );
}
