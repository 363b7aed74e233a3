/** Kills a run after any event, as what a killed process leaves behind: a prefix of its log, and its files. */
import { createMemoryStore } from "#adapters/stores/memory.ts";
import type { MemoryStore } from "#adapters/stores/memory.ts";
import type { RunWriter } from "#core/ports/store.ts";
import type { RunEvent } from "#core/run/events.ts";

/** A store that remembers which files there were when something was appended. */
export interface WatchedStore {
  readonly store: MemoryStore;
  /** What a process leaves that is killed when so many events are durable. */
  leftBehind(log: readonly RunEvent[], events: number): MemoryStore;
}

interface Append {
  /** Events before it. */
  readonly events: number;
  readonly files: ReadonlyMap<string, string>;
}

/** Watches a store of one run. */
export function watchStore(runId: string): WatchedStore {
  const store = createMemoryStore();
  const appends: Append[] = [];
  let events = 0;
  const watch = (writer: RunWriter): RunWriter => ({
    ...writer,
    append(group) {
      const files = events === 0 ? new Map<string, string>() : new Map(store.files(runId));
      appends.push({ events, files });
      events += group.length;
      return writer.append(group);
    },
  });
  return {
    store: {
      ...store,
      create: async (id) => watch(await store.create(id)),
      acquire: async (id) => watch(await store.acquire(id)),
    },
    leftBehind(log, kept) {
      const files = appends.findLast((append) => append.events <= kept)?.files;
      const left = createMemoryStore();
      left.put(runId, log.slice(0, kept), files);
      return left;
    },
  };
}
