/** Worlds in which workflows are measured: no network, models and commands answer in this process. */
import type { World } from "../src/core/engine/world.ts";
import { kinds } from "../src/core/kinds/index.ts";
import type { Clock } from "../src/core/ports/clock.ts";
import type { DelegatePort } from "../src/core/ports/delegate.ts";
import type { ModelPort } from "../src/core/ports/model.ts";
import type { ShellPort } from "../src/core/ports/shell.ts";
import type { RunStore } from "../src/core/ports/store.ts";
import { noUsage } from "../src/core/run/failure.ts";
import { sha256 } from "./shapes.ts";

/** What differs between worlds. */
export interface WorldParts {
  readonly store: RunStore;
  readonly clock: Clock;
  /** What every command prints besides its number. */
  readonly printed?: string;
  readonly redact?: World["redact"];
  /** How many moves a delegate tells of in each call. */
  readonly moves?: number;
}

/** A world, and how many effects were made in it. */
export interface BenchWorld {
  readonly world: World;
  readonly effects: () => number;
}

/** Makes a world in which every model and every command says the next number. */
export function createBenchWorld({
  store,
  clock,
  printed,
  redact,
  moves = 0,
}: WorldParts): BenchWorld {
  let n = 0;
  const next = (): string => {
    n += 1;
    return JSON.stringify(printed === undefined ? { n } : { n, text: printed });
  };
  const models: ModelPort = {
    hasPrice: () => true,
    check: () => undefined,
    generate: () => {
      const reply = { model: "simulate/counter", text: next(), toolCalls: [], usage: noUsage };
      return Promise.resolve({ ...reply, finishReason: "stop" as const });
    },
  };
  const shell: ShellPort = {
    run: () =>
      Promise.resolve({ exitCode: 0, signal: null, stdout: next(), stderr: "", durationMs: 0 }),
  };
  const delegates: DelegatePort = {
    check: () => undefined,
    execute: (_, { onEvent }) => {
      const message = "Reading src/main.go, then the tests beside it. ".repeat(3);
      for (let move = 0; move < moves; move += 1) {
        onEvent("delegate_event", { event: { type: "assistant", move, message } });
      }
      const answer = { text: next(), structured: undefined, question: undefined };
      return Promise.resolve({ ...answer, sessionId: null, model: null, usage: noUsage });
    },
  };
  const unused = (): never => {
    throw new Error("nothing of this is used");
  };
  const world: World = {
    models,
    store,
    clock,
    delegates,
    shell,
    tools: { list: () => [], readsOnly: unused, call: unused },
    kinds,
    engineVersion: "0.0.0",
    process: { pid: process.pid, host: "bench" },
    sha256,
    ...(redact === undefined ? {} : { redact }),
  };
  return { world, effects: () => n };
}

/** Keeps each event as its line of JSON, in memory. */
export function createLineStore(lines: string[]): RunStore {
  const writer = {
    epoch: 1,
    append: (events: readonly object[]) => {
      for (const event of events) lines.push(JSON.stringify(event));
      return undefined;
    },
    check: () => undefined,
    checkLock: () => undefined,
    writeFile: () => Promise.resolve(),
    onCancelRequest: () => undefined,
    release: () => Promise.resolve(),
  };
  return {
    location: "memory",
    list: () => Promise.resolve([]),
    exists: () => Promise.resolve(false),
    read: () => Promise.resolve({ events: [], repaired: { droppedBytes: 0, ignoredLines: 0 } }),
    readFile: () => Promise.resolve(undefined),
    create: () => Promise.resolve(writer),
    acquire: () => Promise.resolve(writer),
    holder: () => Promise.resolve(undefined),
    requestCancel: () => Promise.resolve(),
  };
}
