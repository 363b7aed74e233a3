/** A small world for the engine's tests: memory store, virtual time, and answers by place. */
import { createHash } from "node:crypto";
import { createVirtualClock } from "#adapters/clocks/virtual.ts";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import type { MemoryStore } from "#adapters/stores/memory.ts";
import { startRun } from "#core/engine/lifecycle.ts";
import type { ResumeOptions, RunResult, StartOptions, World } from "#core/engine/world.ts";
import { resumeRun } from "#core/engine/lifecycle.ts";
import type { Graph } from "#core/graph/graph.ts";
import { toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { kinds } from "#core/kinds/index.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { CallSite, ModelResponse, ToolCall } from "#core/ports/model.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { Failure, Usage } from "#core/run/failure.ts";
import { isPassing, noUsage, RunFailure } from "#core/run/failure.ts";
import { noLimits } from "#core/run/limits.ts";
import type { RunPlan } from "#core/run/plan.ts";

/** What a call gives. */
export interface Reply {
  readonly output?: Value;
  readonly toolCalls?: readonly ToolCall[];
  readonly finishReason?: ModelResponse["finishReason"];
  readonly error?: Partial<Failure> & Pick<Failure, "code">;
  readonly usage?: Partial<Usage>;
  readonly durationMs?: number;
  readonly exitCode?: number;
  readonly question?: { readonly text: string; readonly fields?: Fields };
}

/** What is known of a call when it is answered. */
export interface CallState {
  /** Calls made for the same node so far, in this process. */
  readonly count: number;
  /** Attempts of the same step that the log has as failed, those of earlier processes included. */
  readonly failed: number;
  /** Messages that the model was sent. */
  readonly heard: number;
}

/** Answers a call. */
export type Answers = (site: CallSite, call: CallState) => Reply;

/** What a test's world is made of. */
export interface WorldSketch {
  readonly graph: Graph;
  readonly answers?: Answers;
  readonly store?: MemoryStore;
  readonly vars?: Fields;
  readonly startMs?: number;
  readonly more?: Partial<World>;
}

/** Runs of one graph. */
export interface Stage {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly world: World;
  /** Every call that was made, in order. */
  readonly calls: CallSite[];
  start(options?: StartOptions): Promise<RunResult>;
  resume(options?: Partial<ResumeOptions>): Promise<RunResult>;
  log(runId?: string): Promise<readonly RunEvent[]>;
}

const morning = Date.parse("2026-05-04T09:12:00.000Z");

/** Sets a stage; calls without an answer give `{}` at once. */
export function stageOf(sketch: WorldSketch): Stage {
  const { graph, vars = {} } = sketch;
  const store = sketch.store ?? createMemoryStore();
  const clock = createVirtualClock(sketch.startMs ?? morning);
  const calls: CallSite[] = [];
  const failures = countFailures();
  const play = player({ clock, answers: sketch.answers ?? (() => ({})), calls, failures });
  const world: World = {
    store,
    clock,
    models: {
      hasPrice: () => true,
      check: () => undefined,
      observe: (event) => failures.observe(event),
      async generate({ model, site, messages }, { signal }) {
        const reply = await play(site, signal, messages.length);
        return {
          model,
          text: toText(reply.output ?? {}),
          toolCalls: reply.toolCalls ?? [],
          finishReason: reply.finishReason ?? (reply.toolCalls ? "tool_calls" : "stop"),
          usage: { ...noUsage, ...reply.usage },
        };
      },
    },
    delegates: {
      check: () => undefined,
      async execute({ site, model }, { signal }) {
        const reply = await play(site, signal);
        return {
          text: toText(reply.output ?? {}),
          structured: undefined,
          question: reply.question,
          sessionId: `native-${site.activationId}`,
          model,
          usage: { ...noUsage, ...reply.usage },
        };
      },
    },
    shell: {
      async run({ site }, { signal }) {
        const reply = await play(site, signal);
        return {
          exitCode: reply.exitCode ?? 0,
          signal: null,
          stdout: toText(reply.output ?? ""),
          stderr: "",
          durationMs: reply.durationMs ?? 0,
        };
      },
    },
    tools: {
      list: () => [],
      readsOnly: (name) => name.startsWith("read"),
      async call(_name, _input, { site, signal }) {
        const reply = await play(site, signal);
        return { output: toText(reply.output ?? "ok"), failed: false };
      },
    },
    kinds,
    engineVersion: "0.0.0",
    process: { pid: 1, host: "here" },
    sha256,
    ...sketch.more,
  };
  return {
    store,
    clock,
    world,
    calls,
    start: (options = {}) => startRun(world, planOf(graph, vars), { runId: "run_x", ...options }),
    resume: (options = {}) =>
      resumeRun(world, { runId: "run_x", compile: () => graph, by: "ada", ...options }),
    log: async (runId = "run_x") => (await store.read(runId)).events,
  };
}

/** A plan of a graph without a source. */
export function planOf(graph: Graph, vars: Fields = {}): RunPlan {
  return {
    graph,
    workflow: graph.name,
    source: { path: "tested.iter", text: "tested", sha256: sha256("tested") },
    vars,
    input: vars,
    env: [],
    limits: graph.budget ?? noLimits,
    simulated: true,
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

interface Failures {
  observe(event: RunEvent): void;
  of(site: CallSite): number;
}

/** How often each step has failed, by the log. */
function countFailures(): Failures {
  const failed = new Map<string, number>();
  let seen = -1;
  return {
    observe({ seq, type, activation_id: id = "", data }) {
      if (seq <= seen) return; // every resume tells of the whole log
      seen = seq;
      if (type !== "step_finished" || data?.["error"] === undefined) return;
      const key = `${id}/${toText(data["step"] ?? "")}`;
      failed.set(key, (failed.get(key) ?? 0) + 1);
    },
    of: ({ activationId, step }) => failed.get(`${activationId}/${step}`) ?? 0,
  };
}

interface Playing {
  readonly clock: Clock;
  readonly answers: Answers;
  readonly calls: CallSite[];
  readonly failures: Failures;
}

function player({
  clock,
  answers,
  calls,
  failures,
}: Playing): (site: CallSite, signal: AbortSignal, heard?: number) => Promise<Reply> {
  const counts = new Map<string, number>();
  return async (site, signal, heard = 0) => {
    const count = counts.get(site.nodeId) ?? 0;
    counts.set(site.nodeId, count + 1);
    calls.push(site);
    const reply = answers(site, { count, failed: failures.of(site), heard });
    if (reply.durationMs !== undefined) await clock.sleep(reply.durationMs, signal);
    if (reply.error) {
      throw new RunFailure({
        message: "it failed",
        retryable: isPassing(reply.error.code),
        ...reply.error,
        ...(reply.usage ? { usage: { ...noUsage, ...reply.usage } } : {}),
      });
    }
    return reply;
  };
}
