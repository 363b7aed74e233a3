/** Conversations between activations. Spec: runtime §17. */
import type { Value } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import type { Conversation, SessionContext, SessionMode } from "#core/kinds/kind.ts";
import type { ActivationState, SessionRef } from "#core/run/state.ts";
import { createEvent, placeOf } from "../decide/place.ts";
import type { ActiveRun, Flight } from "../run.ts";
import { counts } from "../run.ts";
import { readSession } from "./stored-sessions.ts";
import type { Share, StoredConversation } from "./stored-sessions.ts";

/** A session's context, and what came of it. */
export interface SessionKeeper extends SessionContext {
  readonly ref: SessionRef;
  /** What it has become, if the activation kept it. */
  readonly kept: () => Conversation | null;
  /** Whose messages they are, its own last. */
  readonly shares: () => readonly Share[];
}

/** The session of an activation, if its kind wants one. */
export function openSession(
  run: ActiveRun,
  flight: Flight,
  activation: ActivationState,
): SessionKeeper | null {
  const ref = activation.session;
  if (!ref) return null;
  let kept: Conversation | null = null;
  let shares: readonly Share[] = [{ activation: activation.id, before: 0 }];
  return {
    ref,
    mode: readMode(activation.started["session"]),
    id: ref.id,
    parent: ref.parent,
    native: ref.native,
    async load() {
      const { conversation, shares: earlier } = await loadConversation(run, flight, activation);
      const { messages } = conversation;
      shares = [...earlier, { activation: activation.id, before: messages.length }];
      return messages;
    },
    keep(conversation) {
      kept = conversation;
    },
    kept: () => kept,
    shares: () => shares,
  };
}

async function loadConversation(
  run: ActiveRun,
  flight: Flight,
  activation: ActivationState,
): Promise<StoredConversation> {
  const ref = activation.session;
  if (!ref) return nothingSaid;
  const source = ref.parent !== null && ref.id === activation.id ? ref.parent : ref.id;
  if (source === activation.id || ref.carrier !== "model") return nothingSaid;
  const known = run.conversations.get(source) ?? (await readSession(run, source));
  if (!known) {
    if (counts(run, flight)) sayLost(run, activation, source);
    return nothingSaid;
  }
  return upTo(run, activation, known);
}

const nothingSaid: StoredConversation = {
  conversation: { messages: [], provider: null, model: null, native: null },
  shares: [],
};

/** What was said before the activation, and before all that `--from` has set aside. */
function upTo(
  { state }: ActiveRun,
  { id }: ActivationState,
  { conversation, shares }: StoredConversation,
): StoredConversation {
  const at = shares.findIndex(
    ({ activation }) => activation === id || state.activations[activation]?.setAside === true,
  );
  const messages = conversation.messages.slice(0, shares[at]?.before);
  return at === -1
    ? { conversation, shares }
    : { conversation: { ...conversation, messages }, shares: shares.slice(0, at) };
}

function sayLost(run: ActiveRun, activation: ActivationState, id: string): void {
  run.journal.record(
    createEvent("session_lost", placeOf(activation), {
      session_id: id,
      reason: "its file is gone",
    }),
  );
}

function readMode(value: Value | undefined): SessionMode {
  const mode = isFields(value) ? value["mode"] : undefined;
  const modes: readonly SessionMode[] = [
    "inherit",
    "inherit_if_available",
    "fork",
    "artifacts_only",
  ];
  return modes.find((name) => name === mode) ?? "fresh";
}
