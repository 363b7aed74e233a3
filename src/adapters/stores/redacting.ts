/**
 * Keeps secrets out of the files of runs, whichever store keeps them.
 *
 * Events are redacted by the engine, before they are folded; the files that are made from the
 * state or come from elsewhere are guarded here.
 */
import type { CancelRequest, RunStore, RunWriter } from "#core/ports/store.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Redactor } from "#core/run/redact.ts";
import type { Value } from "#core/graph/value.ts";

/** The store with every file redacted before it is written. */
export function createRedactingStore(store: RunStore, redactor: Redactor): RunStore {
  const guard = async (writer: Promise<RunWriter>): Promise<RunWriter> =>
    guardWriter(await writer, redactor);
  return {
    location: store.location,
    list: () => store.list(),
    exists: (runId) => store.exists(runId),
    read: (runId) => store.read(runId),
    ...(store.readAfter && { readAfter: store.readAfter.bind(store) }),
    ...(store.watch && { watch: store.watch.bind(store) }),
    readFile: (runId, path) => store.readFile(runId, path),
    create: async (runId) => {
      if (redactor.text(runId) !== runId) throw secretId();
      return guard(store.create(runId));
    },
    acquire: (runId) => guard(store.acquire(runId)),
    holder: (runId) => store.holder(runId),
    requestCancel: (runId, request) => store.requestCancel(runId, redactRequest(redactor, request)),
  };
}

function redactRequest({ text }: Redactor, { reason, by }: CancelRequest = {}): CancelRequest {
  return {
    ...(reason === undefined ? {} : { reason: text(reason) }),
    ...(by === undefined ? {} : { by: text(by) }),
  };
}

/** An id is the name of a folder and stands in every line of a log. */
function secretId(): Refusal {
  return new Refusal("INPUT_INVALID", "The id of the run has a secret in it.", {
    hint: "choose another id, or leave it out to get one",
  });
}

function guardWriter(writer: RunWriter, redactor: Redactor): RunWriter {
  return {
    epoch: writer.epoch,
    append: (events) => writer.append(events),
    check: () => writer.check(),
    checkLock: () => writer.checkLock(),
    ...(writer.mark && { mark: writer.mark.bind(writer) }),
    writeFile: (path, content) => writer.writeFile(path, redactFile(redactor, path, content)),
    onCancelRequest: (listener) => writer.onCancelRequest(listener),
    release: () => writer.release(),
  };
}

/** JSON is redacted value by value, so that it stays JSON. */
function redactFile(redactor: Redactor, path: string, content: string): string {
  if (redactor.text(content) === content) return content;
  const value = path.endsWith(".json") ? readValue(content) : undefined;
  return value === undefined
    ? redactor.text(content)
    : `${JSON.stringify(redactor.value(value), null, 2)}\n`;
}

function readValue(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}
