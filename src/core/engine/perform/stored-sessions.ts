/** Conversations in the run's `sessions/`, from where another process goes on. Spec: runtime §17, §23. */
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { Conversation } from "#core/kinds/kind.ts";
import type { Message } from "#core/ports/model.ts";
import type { SessionRef } from "#core/run/state.ts";
import { jsonFile } from "../artifact-file.ts";
import type { ActiveRun } from "../run.ts";
import { fitName, spellApart, spellId } from "../spell-id.ts";
import type { RunFile, World } from "../world.ts";

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

/** The file of a session. */
export async function sessionFile(
  run: ActiveRun,
  ref: SessionRef,
  stored: StoredConversation,
): Promise<RunFile> {
  return jsonFile(run.world, await findPath(run, ref.id), toDocument(ref, stored));
}

/** What the run keeps of a session; undefined if its file is gone, or not what this version writes. */
export async function readSession(
  run: ActiveRun,
  id: string,
): Promise<StoredConversation | undefined> {
  for (const path of pathsOf(run.world, id)) {
    const document = await readDocument(run, path);
    if (document && ownerOf(run, document, id) === id) return readConversation(document);
  }
  return undefined;
}

/** The second one is for a session whose first has another one's conversation. */
function pathsOf(world: World, id: string): readonly [plain: string, apart: string] {
  const pathOf = (name: string): string => `sessions/${fitName(world, name)}.json`;
  return [pathOf(spellId(id)), pathOf(spellApart(world, id))];
}

async function findPath(run: ActiveRun, id: string): Promise<string> {
  const [plain, apart] = pathsOf(run.world, id);
  const document = run.sessionFiles.has(plain) ? undefined : await readDocument(run, plain);
  const owner = run.sessionFiles.get(plain) ?? ownerOf(run, document, id);
  if (owner !== id) return apart;
  run.sessionFiles.set(plain, id);
  return plain;
}

/** Whose a file is: that of whoever asks if it doesn't name another session of the run. */
function ownerOf({ state }: ActiveRun, document: Fields | undefined, id: string): string {
  const owner = document?.["id"];
  return typeof owner === "string" && state.activations[owner] ? owner : id;
}

async function readDocument(run: ActiveRun, path: string): Promise<Fields | undefined> {
  const release = run.world.clock.hold?.();
  try {
    const text = await run.world.store.readFile(run.runId, path);
    return text === undefined ? undefined : parseFields(text);
  } finally {
    release?.();
  }
}

function parseFields(text: string): Fields | undefined {
  try {
    const value = JSON.parse(text) as Value;
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function toDocument(ref: SessionRef, stored: StoredConversation): Fields {
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

/** What a file of this version holds. */
function readConversation(document: Fields): StoredConversation | undefined {
  const { provider, model, messages, shares } = document;
  if (!isList(messages)) return undefined;
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
