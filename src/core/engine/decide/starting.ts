/** Starting what stands in front of a node. Spec: runtime §7.4, §10.7, §12. */
import type { Fields } from "#core/graph/value.ts";
import type { Start, StartContext } from "#core/kinds/kind.ts";
import type { NewEvent } from "#core/run/events.ts";
import type { Failure } from "#core/run/failure.ts";
import { RunFailure } from "#core/run/failure.ts";
import type {
  ActivationState,
  BranchState,
  FailedBranch,
  RunState,
  SessionRef,
  Token,
} from "#core/run/state.ts";
import { memoryOf } from "#core/run/frame.ts";
import { edgesOf } from "../work-graph/edges-of.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";
import { toleratesFailures } from "../work-graph/work-graph.ts";
import { holds, isExhausted } from "./choose-edge.ts";
import { failedFor } from "./failing.ts";
import { arrivedInput, arrivingEdges } from "./input.ts";
import { activationIdFor, createEvent, payload, placeIn } from "./place.ts";
import type { Place } from "./place.ts";
import { describeMissing, missingRequired } from "./require.ts";
import { chooseSession } from "./session.ts";

/** Starts a branch's token, or its failed activation again. */
export function startBranch(
  work: WorkGraph,
  state: RunState,
  branch: BranchState,
  released: readonly (readonly string[])[] = [],
): NewEvent {
  const extra = released.length === 0 ? {} : { released };
  const failed = branch.activation === null ? undefined : state.activations[branch.activation];
  if (failed?.restart === true && failed.attempt > 0) return startAgain(work, state, failed);
  const token = branch.token;
  if (!token) throw new Error(`The branch "${branch.id}" has nothing to start.`);
  const id = activationIdFor(branch, token.node);
  const place = placeIn(work, branch, token.node, id);
  const prepared = prepare(work, state, { branch, token, id });
  if ("failure" in prepared) {
    return refuse(place, prepared.failure, arrivingEdges(work, token.arrivals), extra);
  }
  const { data } = prepared;
  return createEvent("node_started", place, released.length === 0 ? data : { ...data, ...extra });
}

interface Standing {
  readonly branch: BranchState;
  readonly token: Token;
  readonly id: string;
}

/** What `node_started` says, or why the node cannot start. */
function prepare(
  work: WorkGraph,
  state: RunState,
  { branch, token, id }: Standing,
): { readonly data: Fields } | { readonly failure: Failure } {
  const unmet =
    token.failed === null ? missingRequired(work, state, token.node, token.arrivals) : [];
  if (unmet.length > 0) return { failure: joinFailure(token.node, unmet) };
  const input = arrivedInput(work, state, token, failedHere(work, state, branch, token));
  if ("errors" in input) return { failure: inputFailure(work, token, input.errors) };
  const started = startKind(work, state, branch, { token, input: input.value });
  if ("failure" in started) return started;
  const wanted = started.session;
  const chosen = wanted && chooseSession(wanted, branch, id);
  if (chosen && "failure" in chosen) return chosen;
  const node = work.nodes.get(token.node);
  const first = { kind: node?.kind ?? "", attempt: 1, input: input.value };
  const last = payload({
    session: wanted && chosen ? writeSession(wanted.mode, chosen.session) : undefined,
    memory: started.memory,
    mutating: node?.mutates === true ? true : undefined,
  });
  return { data: { ...first, ...started.data, ...last } };
}

/** Failures that the node tolerates: those of its meeting, or of a gathering of a single branch. */
function failedHere(
  work: WorkGraph,
  state: RunState,
  branch: BranchState,
  token: Token,
): readonly FailedBranch[] {
  if (!toleratesFailures(work, token.node)) return [];
  if (token.failed !== null) return token.failed;
  const fork = branch.fork === null ? undefined : state.forks[branch.fork];
  return fork ? failedFor(work, state, fork, { node: token.node, branches: [branch] }) : [];
}

function startKind(
  work: WorkGraph,
  state: RunState,
  branch: BranchState,
  { token, input }: { readonly token: Token; readonly input: StartContext["input"] },
): Start | { readonly failure: Failure } {
  const node = work.nodes.get(token.node);
  const kind = work.kinds.get(node?.kind ?? "");
  if (!node || !kind) return { failure: unknownNode(token.node) };
  if (!kind.start) return {};
  const view = { work, state, branch, input };
  const edges = edgesOf(work, node.id);
  try {
    return kind.start({
      node,
      input,
      memory: state.memory[memoryOf(branch.frame, node.id)] ?? null,
      edges: edges.map(({ edge, index }) => ({ edge, index })),
      isOpen(index) {
        const edge = work.edges[index];
        if (!edge || isExhausted(work, branch, edge)) return false;
        const held = holds(view, input, edge);
        if (typeof held === "object") throw new RunFailure(held);
        return held;
      },
    });
  } catch (error) {
    if (error instanceof RunFailure) return { failure: error.failure };
    throw error;
  }
}

/** The same activation, with the input that it had. */
export function startAgain(work: WorkGraph, state: RunState, failed: ActivationState): NewEvent {
  const branch = state.branches[failed.branch];
  const place = branch ? placeIn(work, branch, failed.node, failed.id) : {};
  return createEvent("node_started", place, {
    ...without(failed.started, ["released", "memory"]),
    attempt: failed.attempt + 1,
    input: failed.input,
  });
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !names.includes(key)));
}

function refuse(place: Place, failure: Failure, edges: readonly string[], extra: Fields): NewEvent {
  return createEvent("node_failed", place, {
    ...payload({
      error: failure.message,
      code: failure.code,
      retryable: failure.retryable,
      attempt: 0,
      hint: failure.hint,
      errors: failure.errors?.map(({ field, message }) => ({ field, message })),
      edges: edges.length === 0 ? undefined : edges,
    }),
    ...extra,
  });
}

function inputFailure(work: WorkGraph, token: Token, errors: Failure["errors"] & object): Failure {
  const edges = arrivingEdges(work, token.arrivals).map((edge) => `\`${edge}\``);
  const fields = errors.map(({ field, message }) => `${field ?? "the input"} ${message}`);
  return {
    code: "SCHEMA_VALIDATION",
    message: `the input of \`${token.node}\` does not fit its schema: ${fields.join("; ")}`,
    hint: edges.length === 0 ? "look at the variables" : `look at what ${edges.join(", ")} brings`,
    retryable: false,
    errors,
  };
}

function joinFailure(node: string, missing: readonly string[]): Failure {
  return {
    code: "JOIN_FAILED",
    message: describeMissing(node, missing),
    hint: "the branch that came did not run it",
    retryable: false,
  };
}

function unknownNode(node: string): Failure {
  return {
    code: "EXECUTION_FAILED",
    message: `nobody knows how to run \`${node}\``,
    hint: "its kind is not one of those that this version has",
    retryable: false,
  };
}

function writeSession(mode: string, session: SessionRef): Fields {
  return payload({
    mode,
    id: session.id,
    parent: session.parent ?? undefined,
    carrier: session.carrier === "model" ? undefined : session.carrier,
    native: session.native ?? undefined,
  });
}
