/**
 * The state of a run: the fold of its events. Spec: runtime §4.
 *
 * Everything but `index` is plain JSON. `index` holds no facts of its own: it only remembers what
 * there is to do, so that neither folding nor deciding ever looks through the whole state.
 */
import type { Budget } from "../graph/graph.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { Effect } from "./effect.ts";
import type { RunStatus } from "./events.ts";
import type { FailureCode, FieldError, Usage } from "./failure.ts";
import type { CallState, FrameState } from "./frame-state.ts";
import type { RunIndex } from "./index-of-run.ts";
import type { RunSource, RunStart } from "./run-start.ts";
import type { StepState } from "./step-state.ts";

/** Empty for the main branch, else `<activation>.<first node>`. */
export type BranchId = string;
export type NodeId = string;
/** `<branch>/<node>#<n>`, in the main branch `<node>#<n>`. */
export type ActivationId = string;

/** What of a run's spending is limited. */
export type Dimension = "tokens" | "cost_usd" | "duration" | "iterations";

/** One field of an answer. */
export interface AnswerField {
  readonly name: string;
  readonly type: string;
  readonly enum?: readonly string[];
  readonly optional?: boolean;
}

/** One person's answer that counted. */
export interface Submission {
  readonly by: string;
  readonly via: string;
  readonly at: string;
  readonly answers: Fields;
  /** Where it was given, so that it can be read there again. */
  readonly evidence?: Fields;
}

/** What a run can wait for. */
export type Asker = "human" | "agent" | "checks" | "effects";

/** True for a question that people answer. */
export function asksPeople({ source }: Pick<Interaction, "source">): boolean {
  return source === "human" || source === "agent";
}

/** True for a question that can still be answered: it has not been, nor was it withdrawn. */
export function isOpenGate(gate: Pick<Interaction, "answeredAt" | "withdrawn">): boolean {
  return gate.answeredAt === null && gate.withdrawn !== true;
}

/** The name under which the settings of a gate are found. */
export function nameOfGate({ about, nodeId }: Pick<Interaction, "about" | "nodeId">): string {
  return about ?? nodeId;
}

/** One question to people and what came of it. */
export interface Interaction {
  readonly id: string;
  readonly gate: string;
  readonly nodeId: string;
  readonly branchId: string;
  readonly activationId: string;
  /** Who asks; `checks` and `effects` ask nobody: something has to end, or to be written, first. */
  readonly source: Asker;
  /** What it is about, if its node is only where the run stands when people have to be asked. */
  readonly about?: string;
  readonly requestedAt: string;
  readonly answeredAt: string | null;
  readonly instructions: string | null;
  readonly questions: Value;
  readonly fields: readonly AnswerField[];
  readonly minAnswers: number;
  readonly proposal: Fields | null;
  readonly answers: Fields | null;
  readonly submissions: readonly Submission[];
  /** Nobody has answered in time. */
  readonly expired?: boolean;
  /** The run went back behind it before anybody had answered; it asks no more. */
  readonly withdrawn?: boolean;
}

/** Everything that was charged to the run; never decreases. */
export interface Spent extends Usage {
  /** Working time. */
  readonly duration_ms: number;
  /** Traversals of loop edges. */
  readonly iterations: number;
}

/** Why a branch or the run failed. */
export interface RunFault {
  readonly code: FailureCode;
  readonly message: string;
  readonly node: NodeId | null;
  readonly branch: BranchId;
  readonly hint: string | null;
  readonly retryable: boolean;
  readonly errors: readonly FieldError[];
  /** The fork whose failure this is. */
  readonly fork: ActivationId | null;
  readonly reason: string | null;
  readonly retryAt: string | null;
  /** The loops that were used up, if that was the failure. */
  readonly loops: readonly string[];
  readonly at: string;
  /** What else is known: fields of the code, the node of a call that failed. */
  readonly details: Fields | null;
}

/** One edge taken towards a node; what it brings is worked out when the node starts. */
export interface Arrival {
  /** Null for the entry. */
  readonly edge: number | null;
  readonly branch: BranchId;
  /** The activation that the edge left. */
  readonly activation: ActivationId | null;
  /** How many of its visits the branch had when it took the edge. */
  readonly seen: number;
}

/** A branch that failed and was tolerated, as the joined node sees it. */
export interface FailedBranch {
  readonly branch_id: BranchId;
  readonly node: NodeId;
  readonly code: string;
  readonly error: string;
}

/** What stands in front of a node and is not yet consumed. */
export interface Token {
  readonly node: NodeId;
  readonly arrivals: readonly Arrival[];
  /** Set once branches met here. */
  readonly failed: readonly FailedBranch[] | null;
  /** While it waits for others: what failed in an inner fork that has met here already. */
  readonly brought?: readonly FailedBranch[];
  /** It stands at a meeting point of its fork and waits for the others. */
  readonly parked: boolean;
  /** Seq of the event that brought it here. */
  readonly since: number;
}

/** A completed activation, or an artifact that it published, as branches see them. */
export interface Visit {
  readonly activation: ActivationId;
  readonly artifact?: { readonly name: string; readonly version: number };
}

/** What an activation published. */
export interface Artifact {
  readonly name: string;
  readonly version: number;
  readonly writtenAt: string;
}

/** A conversation that goes on. */
export interface SessionRef {
  /** The activation that opened it. */
  readonly id: string;
  readonly parent: string | null;
  /** Where it was last continued. */
  readonly branch: BranchId;
  /** `model`, or the delegate whose conversation it is. */
  readonly carrier: string;
  /** The delegate's own name for it. */
  readonly native: string | null;
}

/** A loop's count in one branch. */
export interface LoopCount {
  readonly count: number;
  readonly previousOutput: Value;
}

/** How a branch settled, or that it has not. */
export type BranchStatus = "live" | "arrived" | "merged" | "ended" | "failed" | "cancelled";

/** A path opened by a fork; the one with the empty id is the main branch. */
export interface BranchState {
  readonly id: BranchId;
  readonly parent: BranchId | null;
  readonly fork: ActivationId | null;
  readonly first: NodeId;
  /** In which order branches were opened; slots go by it. */
  readonly opened: number;
  readonly status: BranchStatus;
  /** Seq of its last `branch_finished`. */
  readonly settled: number;
  readonly tolerated: boolean;
  readonly failure: RunFault | null;
  readonly token: Token | null;
  /** The last activation in it. */
  readonly activation: ActivationId | null;
  readonly visits: readonly Visit[];
  /** How many of its parent's visits it sees. */
  readonly inherited: number;
  /** Positions in `visits`, by node and by artifact. */
  readonly visitsOf: Readonly<Record<NodeId, readonly number[]>>;
  readonly publicationsOf: Readonly<Record<string, readonly number[]>>;
  readonly loops: Readonly<Record<string, LoopCount>>;
  /** Activations so far, by node. */
  readonly counts: Readonly<Record<NodeId, number>>;
  readonly session: SessionRef | null;
  /** Whose scope its nodes see; null where nodes have inputs of their own. */
  readonly frame: string | null;
  /** The activation that called it. */
  readonly call: ActivationId | null;
}

/** The sibling branches that one activation opened. */
export interface ForkState {
  readonly id: ActivationId;
  readonly parent: BranchId;
  readonly node: NodeId;
  /** Indices of the edges that were chosen. */
  readonly chosen: readonly number[];
  /** In source order. */
  readonly branches: readonly BranchId[];
  readonly depth: number;
  readonly closed: boolean;
  readonly failed: boolean;
  /** Groups of branches that go on from their meeting points, and have not yet. */
  readonly going: readonly (readonly BranchId[])[];
  /** Branches that are neither parked nor settled. */
  readonly busy: number;
  /** Failed branches that nothing tolerates. */
  readonly broken: number;
  /** A resume went back behind it: it is closed, and what still lives in it is cancelled. */
  readonly setAside?: boolean;
}

/** What the kind asked for, where it is not simply the next edge. */
export type Way =
  | { readonly kind: "next"; readonly port?: string; readonly edge?: number }
  | { readonly kind: "fork"; readonly edges?: readonly number[] }
  | { readonly kind: "end"; readonly status: "done" | "fail" };

/** One firing of one node in one branch. */
export interface ActivationState {
  readonly id: ActivationId;
  readonly node: NodeId;
  readonly kind: string;
  readonly branch: BranchId;
  readonly status: "started" | "waiting" | "finished" | "failed";
  readonly attempt: number;
  readonly input: Value;
  readonly arrivals: readonly Arrival[];
  /** What else `node_started` said: `mode`, `round_robin_index` … */
  readonly started: Fields;
  readonly session: SessionRef | null;
  readonly mutating: boolean;
  readonly output: Value;
  readonly meta: Fields;
  readonly way: Way;
  readonly routed: boolean;
  readonly failure: RunFault | null;
  /** A resume went back behind it: nothing that goes on knows of it. */
  readonly setAside: boolean;
  /** It failed, the run was resumed, and it has to be started again. */
  readonly restart: boolean;
  /** By name without `~<k>`; forgotten when the activation is finished. */
  readonly steps: Readonly<Record<string, StepState>>;
  /** The first step whose result was refused in the failed attempt. */
  readonly redo: string | null;
  /** How often it was made anew from a refused step. */
  readonly redos: number;
  /** Ids of its questions. */
  readonly asks: readonly string[];
  readonly artifact: Artifact | null;
  readonly usage: Usage;
  /** Working time of the attempt: what was used up, and since when steps are under way (on the run's working clock). */
  readonly usedMs: number;
  readonly runningSince: number | null;
  readonly underWay: number;
  /** Iteration path of all its events. */
  readonly iterationPath: string | null;
  /** The branch's loops, conversation and number of visits when the activation started; `--from` goes back to them. */
  readonly loopsBefore: Readonly<Record<string, LoopCount>>;
  readonly sessionBefore: SessionRef | null;
  readonly visitsBefore: number;
  /** What its token said of failed branches, if anything. */
  readonly failedBefore: Pick<Token, "failed" | "brought"> | null;
}

/** What a run is at one moment. */
export interface RunState {
  readonly runId: string;
  readonly status: RunStatus;
  /** Of the last event; -1 before the first. */
  readonly seq: number;
  /** Of the last event. */
  readonly timestamp: string;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  /** Null before the first event. */
  readonly start: RunStart | null;
  readonly source: RunSource;
  readonly vars: Fields;
  /** The entry's input. */
  readonly input: Fields;
  readonly limits: Budget;
  readonly spent: Spent;
  /** Attempts of steps that were begun because another had failed. */
  readonly retries: number;
  readonly branches: Readonly<Record<BranchId, BranchState>>;
  readonly forks: Readonly<Record<ActivationId, ForkState>>;
  readonly calls: Readonly<Record<ActivationId, CallState>>;
  readonly frames: Readonly<Record<string, FrameState>>;
  readonly activations: Readonly<Record<ActivationId, ActivationState>>;
  readonly memory: Readonly<Record<NodeId, Value>>;
  /** The tools of each MCP server as they were last found: their hashes by name. */
  readonly serverTools: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The author's own tools, as the last process had them: their hashes by name. */
  readonly ownTools: Readonly<Record<string, string>>;
  readonly interactions: Readonly<Record<string, Interaction>>;
  /** Where nodes work, in the words of the entry point that started it. */
  readonly workplace: Fields;
  /** The version that the next publication of a node gets. */
  readonly artifacts: Readonly<Record<NodeId, number>>;
  /** The most that one metered step of a node has used. */
  readonly metered: Readonly<Record<NodeId, { readonly tokens: number; readonly costUsd: number }>>;
  /** Outward writes by their id, in the order in which they were intended. */
  readonly effects: Readonly<Record<string, Effect>>;
  /** `<dimension>:<limit>` of each warning. */
  readonly warned: readonly string[];
  readonly exceeded: Dimension | null;
  readonly failure: RunFault | null;
  /** A wish to cancel that waits for something that must not be interrupted. */
  readonly cancelAsked: Fields | null;
  readonly output: Value;
  /** Processes that worked on it, and the epoch of the last one. */
  readonly processes: number;
  readonly epoch: number;
  readonly index: RunIndex;
}
