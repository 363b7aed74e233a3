/** Conversations between activations: in memory, and in the run's `sessions/`. Spec: runtime §17. */
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { Conversation, SessionContext, SessionMode } from "#core/kinds/kind.ts";
import type { Message } from "#core/ports/model.ts";
import type { ActivationState, SessionRef } from "#core/run/state.ts";
import { createEvent, placeOf } from "../decide/place.ts";
import type { ActiveRun, Flight } from "../run.ts";
import { counts } from "../run.ts";

/** A session's context, and what came of it. */
export interface SessionKeeper extends SessionContext {
  readonly ref: SessionRef;
  /** What it has become, if the activation kept it. */
  readonly kept: () => Conversation | null;
  /** Whose messages they are, its own last. */
  readonly shares: () => readonly Share[];
}

/** From which message on a conversation is an activation's. */
export interface Share {
  readonly activation: string;
  readonly before: number;
}

/** A conversation as it is stored; what each activation added is told apart. */
export interface StoredConversation {
  readonly conversation: Conversation;
  readonly shares: readonly Share[];
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

/** The path of a session's file. */
export function sessionPath(id: string): string {
  return `sessions/${id.replaceAll("/", "_").replaceAll("#", "-")}.json`;
}

/** A session's file. */
export function writeSessionFile(ref: SessionRef, stored: StoredConversation): Fields {
  const { conversation } = stored;
  const head = { id: ref.id, parent: ref.parent };
  const share = { shares: stored.shares.map((each) => ({ ...each })) };
  if (ref.carrier !== "model") {
    const backend = ref.carrier;
    return {
      ...head,
      kind: "delegate",
      backend,
      native_id: conversation.native,
      files: (conversation.files ?? []).map((file) => ({ ...file })),
      ...share,
    };
  }
  return {
    ...head,
    kind: "model",
    provider: conversation.provider,
    model: conversation.model,
    messages: conversation.messages.map(toPlain),
    ...share,
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
  const known = run.conversations.get(source) ?? (await readStored(run, source));
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

async function readStored(run: ActiveRun, id: string): Promise<StoredConversation | undefined> {
  const release = run.world.clock.hold?.();
  try {
    const text = await run.world.store.readFile(run.runId, sessionPath(id));
    return text === undefined ? undefined : readSessionFile(text);
  } finally {
    release?.();
  }
}

/** A file that is not what this version writes counts as gone. */
function readSessionFile(text: string): StoredConversation | undefined {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return undefined;
  }
  const fields = file as Fields;
  if (!isFields(fields) || !isList(fields["messages"])) return undefined;
  const { provider, model, messages, shares } = fields;
  return {
    conversation: {
      messages: messages as unknown as readonly Message[],
      provider: typeof provider === "string" ? provider : null,
      model: typeof model === "string" ? model : null,
      native: null,
    },
    shares: isList(shares) ? shares.flatMap(readShare) : [],
  };
}

function readShare(share: Value): Share[] {
  if (!isFields(share)) return [];
  const { activation, before } = share;
  return typeof activation === "string" && typeof before === "number"
    ? [{ activation, before }]
    : [];
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

function toPlain(message: Message): Fields {
  switch (message.role) {
    case "user":
      return { role: "user", text: message.text };
    case "assistant": {
      const toolCalls = message.toolCalls.map(({ id, name, input }) => ({ id, name, input }));
      const native = message.native && { native: { ...message.native } };
      return { role: "assistant", text: message.text, toolCalls, ...native };
    }
    case "tool":
      return { role: "tool", results: message.results.map((result) => ({ ...result })) };
  }
}
