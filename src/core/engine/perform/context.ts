/** One activation as its kind sees it. Spec: runtime §6. */
import type { GraphNode } from "#core/graph/graph.ts";
import { toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type {
  Answer,
  NodeContext,
  Question,
  StepContext,
  StepOptions,
  StepResult,
} from "#core/kinds/kind.ts";
import { memoryOf } from "#core/run/frame.ts";
import type { InformingType } from "#core/run/events.ts";
import type { ActivationState, BranchState, Interaction } from "#core/run/state.ts";
import { createEvent, placeOf } from "../decide/place.ts";
import { never } from "../journal.ts";
import type { ActiveRun, Flight } from "../run.ts";
import { counts, leaveFlight } from "../run.ts";
import type { View } from "../view.ts";
import { resolveReference, visibleArtifacts } from "../view.ts";
import { edgesOf } from "../work-graph/edges-of.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";
import { makeCall } from "./call.ts";
import { createFrameContext } from "./frame.ts";
import { openGate, ownAsks, unanswered } from "./gates.ts";
import { shorten } from "./informing.ts";
import type { SessionKeeper } from "./sessions.ts";
import { makeStep } from "./step.ts";
import { watchPorts } from "./watch.ts";

/** What a context is made of. */
export interface Performing {
  readonly run: ActiveRun;
  /** The graph that the node is of. */
  readonly work: WorkGraph;
  readonly flight: Flight;
  readonly activation: ActivationState;
  readonly branch: BranchState;
  readonly node: GraphNode;
  readonly session: SessionKeeper | null;
}

/** The world of one activation. */
export function createContext(performing: Performing): NodeContext {
  const { run, work, flight, activation, branch, node, session } = performing;
  const { state, world } = run;
  const view: View = { work, state, branch, input: activation.input };
  let names: Set<string> | undefined;
  let asked = 0;

  function step<Result extends Value>(
    name: string,
    effect: (step: StepContext) => Promise<StepResult<Result>>,
    options: StepOptions = {},
  ): Promise<Result> {
    names ??= new Set();
    if (names.has(name)) throw new Error(`The step "${name}" of "${activation.id}" is made twice.`);
    names.add(name);
    const recorded = activation.redos > 0 ? `${name}~${activation.redos}` : name;
    const place = { run, flight, activation, node, name, recorded, options };
    return readResult<Result>(makeStep(place, effect));
  }

  function ask(question: Question): Promise<Answer> {
    const at = asked;
    asked += 1;
    const known = ownAsks(state, activation)[at];
    const gate = known === undefined ? undefined : state.interactions[known];
    if (gate?.expired === true) return Promise.reject(unanswered(gate));
    if (gate?.answers) return Promise.resolve(toAnswer(gate, gate.answers));
    if (known === undefined && counts(run, flight)) openGate({ ...run, activation }, question);
    // However soon the answer comes, the activation is performed again to get it.
    leaveFlight(run, flight);
    return never();
  }

  return {
    graph: work.graph,
    node,
    runId: run.runId,
    activationId: activation.id,
    branchId: activation.branch,
    input: activation.input,
    started: activation.started,
    edges: edgesOf(work, node.id),
    ports: watchPorts(performing),
    memory: state.memory[memoryOf(branch.frame, node.id)] ?? null,
    frame: createFrameContext(performing),
    findNode: (id) => work.nodes.get(id),
    call: (targets, bound) => makeCall(performing, targets, bound),
    session,
    pricesMatter: state.limits.maxCostUsd !== undefined && state.limits.unknownPrice === "error",
    serverTools: (server) => state.serverTools[server],
    costLeft() {
      const { limits, spent } = state;
      return limits.maxCostUsd === undefined ? null : limits.maxCostUsd - spent.cost_usd;
    },
    usage: () => activation.usage,
    schema: (name) => (name == null ? undefined : work.schemas.get(name)),
    prompt: (name) => (name == null ? undefined : work.prompts.get(name)?.text),
    artifacts: () => visibleArtifacts(view),
    resolve: (path) => resolveReference(view, path),
    step,
    ask,
    withoutSecrets: (text) => toText(world.redact?.(text) ?? text),
    inform(type: InformingType, data: Fields) {
      if (counts(run, flight)) {
        const short = shorten(data, world.redact);
        run.journal.record(createEvent(type, placeOf(activation), short));
      }
    },
  };
}

function toAnswer(gate: Interaction, answers: Fields): Answer {
  return { answers, submissions: gate.submissions.map((submission) => ({ ...submission })) };
}

/** A step's result was recorded by the same kind under the same name, so it has its shape. */
async function readResult<Result extends Value>(result: Promise<Value>): Promise<Result> {
  return (await result) as Result;
}
