/**
 * Tells a run as a story for tests of `decide`: what happened is given, what is decided comes back.
 *
 * Nothing is performed: nodes that need the world end when the test says so, the others at once.
 */
import { decide } from "#core/engine/decide/decide.ts";
import type { Moment } from "#core/engine/decide/decide.ts";
import { createWorkGraph } from "#core/engine/work-graph/work-graph.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, toText } from "#core/graph/value.ts";
import { kinds } from "#core/kinds/index.ts";
import { createState, evolve } from "#core/run/evolve/evolve.ts";
import type { EventType, NewEvent } from "#core/run/events.ts";
import { claimActivation } from "#core/run/index-of-run.ts";
import { writeLimits } from "#core/run/limits.ts";
import type { ActivationState, RunState } from "#core/run/state.ts";
import { toTimestamp } from "#core/run/timestamp.ts";

/** A run that the test tells. */
export interface Story {
  readonly state: RunState;
  /** What has been decided since the test last said something: `type branch/node …`. */
  readonly decided: readonly string[];
  /** The same as events. */
  readonly events: readonly NewEvent[];
  /** The activations that were to be performed since then. */
  readonly performed: readonly string[];
  /** An activation ends well. */
  finish(activation: string, output?: Value, data?: Fields): Story;
  /** Several things happen before anything is decided. */
  together(...happened: ((story: Story) => unknown)[]): Story;
  fail(activation: string, code?: string): Story;
  /** A step of an activation uses so much. */
  use(activation: string, usage: Fields): Story;
  ask(activation: string, fields?: Fields): Story;
  answer(interaction: string, answers: Fields): Story;
  resume(data?: Fields): Story;
  /** Another process goes on after a kill. */
  takeOver(): Story;
  /** Any event of an activation, or of the run. */
  happen(type: EventType, activation: string | null, data?: Fields): Story;
  wait(ms: number): Story;
  /** The process is gone and another one has taken over, without a word in the log yet. */
  readonly moment: Partial<Moment>;
}

/** Begins a run of a graph. */
export function given(graph: Graph, moment: Partial<Moment> = {}): Story {
  const work = createWorkGraph(graph, kinds);
  const state = createState();
  const launched = new Set<string>();
  let now = 1_777_886_323_000;
  let events: NewEvent[] = [];
  let performed: string[] = [];
  let waiting = false;

  function record(event: NewEvent): void {
    evolve(state, { seq: state.seq + 1, timestamp: toTimestamp(now), run_id: "run_x", ...event });
  }

  function place(id: string): Partial<NewEvent> {
    const activation = state.activations[id];
    if (!activation) throw new Error(`There is no activation ${id}.`);
    const { node, branch } = activation;
    return { ...(branch === "" ? {} : { branch_id: branch }), node_id: node, activation_id: id };
  }

  function goOn(): void {
    for (let again = true; again && !waiting;) {
      const inFlight = launched.size;
      const { record: decided, perform } = decide(work, state, { now, inFlight, ...moment });
      for (const id of perform) launch(id);
      for (const event of decided) record(event);
      events.push(...decided);
      performed.push(...perform);
      again = decided.length > 0 || perform.some((id) => endsAtOnce(id));
      if (state.status !== "running") launched.clear();
    }
  }

  function forget(): void {
    events = [];
    performed = [];
  }

  function launch(id: string): void {
    const activation = state.activations[id];
    if (activation) claimActivation(state.index, activation);
    launched.add(id);
  }

  function endsAtOnce(id: string): boolean {
    const activation = state.activations[id];
    const data = activation && outcomeOf(graph, activation);
    if (!data || activation.status !== "started") return false;
    launched.delete(id);
    record({ type: "node_finished", ...place(id), data });
    return true;
  }

  function happen(type: EventType, id: string | null, data: Fields = {}): Story {
    if (!waiting) forget();
    if (type === "node_finished" || type === "node_failed") launched.delete(id ?? "");
    if (type === "human_input_requested") launched.delete(id ?? "");
    record({ type, ...(id === null ? {} : place(id)), data });
    goOn();
    return story;
  }

  const story: Story = {
    state,
    moment,
    get decided() {
      return events.map(describe);
    },
    get events() {
      return events;
    },
    get performed() {
      return performed;
    },
    happen,
    finish: (id, output = {}, data = {}) => happen("node_finished", id, { output, ...data }),
    fail: (id, code = "AUTH_FAILED") =>
      happen("node_failed", id, { error: "it failed", code, retryable: false, attempt: 1 }),
    use: (id, usage) =>
      happen("step_finished", id, { step: "model:0", attempt: 1, result: {}, usage }),
    ask: (id, data = {}) =>
      happen("human_input_requested", id, {
        interaction_id: `ask ${id}`,
        gate: `g${Object.keys(state.interactions).length + 1}`,
        questions: {},
        fields: [{ name: "approved", type: "bool" }],
        min_answers: 1,
        source: "human",
        ...data,
      }),
    answer: (id, answers) =>
      happen("human_answers_recorded", state.interactions[id]?.activationId ?? null, {
        interaction_id: id,
        answers,
        by: "ada",
        via: "cli",
        count: 1,
        needed: 1,
        closes: true,
      }),
    resume: (data = {}) => {
      launched.clear();
      return happen("run_resumed", null, { resumed_from: "failed", ...data });
    },
    takeOver: () => story.resume({ resumed_from: "interrupted" }),
    together(...happened) {
      forget();
      waiting = true;
      for (const each of happened) each(story);
      waiting = false;
      goOn();
      return story;
    },
    wait(ms) {
      now += ms;
      forget();
      goOn();
      return story;
    },
  };
  return happen("run_started", null, {
    entry: graph.entry,
    budget: writeLimits(graph.budget ?? {}),
    vars: {},
    input: {},
    ...(graph.language === "flow" ? { frame: { input: null, step: 0 } } : {}),
    writer: { epoch: 1 },
  });
}

/** What the last event of a type says, of those that were decided last. */
export function said({ events }: Story, type: EventType): Fields | undefined {
  return events.findLast((event) => event.type === type)?.data;
}

/** What an activation was given. */
export function inputOf({ state }: Story, activation: string): Value | undefined {
  return state.activations[activation]?.input;
}

/** How kinds end that need no world. */
function outcomeOf(graph: Graph, { node, input, started }: ActivationState): Fields | undefined {
  const found = graph.nodes.find(({ id }) => id === node);
  const mode = started["mode"];
  switch (found?.kind) {
    case "router":
      if (mode === "llm") return undefined;
      return {
        output: input,
        ...(mode === "fan_out_all" ? { outcome: { kind: "fork" } } : {}),
        ...(typeof started["selected_edge"] === "number"
          ? { outcome: { kind: "next", edge: started["selected_edge"] } }
          : {}),
      };
    case "join":
      return { output: input };
    case "done":
    case "fail":
      return { output: input, outcome: { kind: "end", status: found.kind } };
    default:
      return undefined;
  }
}

/** One line for an event: what it is, where, and what it says that matters most. */
function describe({
  type,
  branch_id: branch = "",
  node_id: node = "",
  data = {},
}: NewEvent): string {
  const at = branch === "" ? node : `${branch}/${node}`;
  const said = [
    "from",
    "to",
    "status",
    "code",
    "dimension",
    "tolerated",
    "loop",
    "released",
    "gates",
  ]
    .filter((key) => data[key] !== undefined)
    .map((key) => `${key}=${isFields(data[key]) ? "…" : toText(data[key] ?? null)}`);
  return [type, at, ...said].filter((part) => part !== "").join(" ");
}
