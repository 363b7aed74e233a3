/** Conversations between activations: in memory, and in the run's `sessions/`. Spec: runtime §17. */
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { Conversation, SessionContext, SessionMode } from "#core/kinds/kind.ts";
import type { Message } from "#core/ports/model.ts";
import type { ActivationState, SessionRef } from "#core/run/state.ts";
import { createEvent, placeOf } from "../decide/place.ts";
import type { ActiveRun } from "../run.ts";

/** A session's context, and what came of it. */
export interface SessionKeeper extends SessionContext {
  readonly ref: SessionRef;
  /** What it has become, if the activation kept it. */
  readonly kept: () => Conversation | null;
  /** How many messages there were before. */
  readonly before: () => number;
}

/** A conversation as it is stored; the last activation's share is told apart. */
export interface StoredConversation {
  readonly conversation: Conversation;
  readonly activation: string;
  readonly before: number;
}

/** The session of an activation, if its kind wants one. */
export function openSession(run: ActiveRun, activation: ActivationState): SessionKeeper | null {
  const ref = activation.session;
  if (!ref) return null;
  let kept: Conversation | null = null;
  let before = 0;
  return {
    ref,
    mode: readMode(activation.started["session"]),
    id: ref.id,
    parent: ref.parent,
    native: ref.native,
    async load() {
      const messages = await loadMessages(run, activation, ref);
      before = messages.length;
      return messages;
    },
    keep(conversation) {
      kept = conversation;
    },
    kept: () => kept,
    before: () => before,
  };
}

/** The path of a session's file. */
export function sessionPath(id: string): string {
  return `sessions/${id.replaceAll("/", "_").replaceAll("#", "-")}.json`;
}

/** A session's file. */
export function writeSessionFile(ref: SessionRef, stored: StoredConversation): Fields {
  const { conversation, activation, before } = stored;
  const head = { id: ref.id, parent: ref.parent };
  const share = { activation, before };
  if (ref.carrier !== "model") {
    const backend = ref.carrier;
    return {
      ...head,
      kind: "delegate",
      backend,
      native_id: conversation.native,
      files: [],
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

async function loadMessages(
  run: ActiveRun,
  activation: ActivationState,
  ref: SessionRef,
): Promise<readonly Message[]> {
  const source = ref.parent !== null && ref.id === activation.id ? ref.parent : ref.id;
  if (source === activation.id || ref.carrier !== "model") return [];
  const known = run.conversations.get(source) ?? (await readStored(run, source));
  if (!known) {
    run.journal.record(
      createEvent("session_lost", placeOf(activation), {
        session_id: source,
        reason: "its file is gone",
      }),
    );
    return [];
  }
  const { messages } = known.conversation;
  return known.activation === activation.id ? messages.slice(0, known.before) : messages;
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
  const { provider, model, activation, before, messages } = fields;
  return {
    conversation: {
      messages: messages as unknown as readonly Message[],
      provider: typeof provider === "string" ? provider : null,
      model: typeof model === "string" ? model : null,
      native: null,
    },
    activation: typeof activation === "string" ? activation : "",
    before: typeof before === "number" ? before : 0,
  };
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
