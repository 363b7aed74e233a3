/** What events about the run as a whole change. */
import type { Graph } from "#core/graph/graph.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { createDictionary } from "#core/run/dictionary.ts";
import { readHashes } from "#core/run/discovered-tools.ts";
import type { RunEvent } from "#core/run/events.ts";
import { addPending } from "#core/run/index-of-run.ts";
import { isDimension, noLimits, readLimits } from "#core/run/limits.ts";
import type { RunSource } from "#core/run/run-start.ts";
import type { BranchState, RunState } from "#core/run/state.ts";
import { readSettings } from "../settings.ts";
import { createFrame } from "./frame-facts.ts";
import type { Draft } from "./draft.ts";
import { draftFork, fieldsOf, numberOf, textOf, textsOf } from "./draft.ts";
import { readFault } from "./read-fault.ts";

export function runStarted(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  state.runId = event.run_id;
  state.status = "running";
  state.createdAt = event.timestamp;
  state.processes = 1;
  state.epoch = readEpoch(data);
  state.start = {
    workflow: textOf(data["workflow"]) ?? "",
    language: data["language"] === "flow" ? "flow" : "iter",
    engineVersion: textOf(data["engine_version"]) ?? "",
    env: textsOf(data["env"]),
    preset: textOf(data["preset"]),
    model: textOf(data["model"]),
    recipe: data["recipe"] === undefined ? null : fieldsOf(data["recipe"]),
    simulated: data["simulated"] === true,
    script: data["script"] === undefined ? null : fieldsOf(data["script"]),
    replayOf: textOf(data["replay_of"]),
    github: fieldsOf(data["github"]),
    graph: readGraph(data["graph"]),
    settings: data["settings"] === undefined ? null : readSettings(data["settings"]),
  };
  state.source = readSource(data["source"] ?? null, state.source);
  state.vars = fieldsOf(data["vars"]);
  state.input = fieldsOf(data["input"]);
  state.limits = readLimits(data["budget"], noLimits);
  state.workplace = fieldsOf(data["workplace"]);
  state.ownTools = readHashes(data["own_tools"]);
  const main = createMainBranch(textOf(data["entry"]) ?? "", event.seq);
  const { frame } = data;
  state.branches[""] = isFields(frame) ? { ...main, frame: "" } : main;
  if (isFields(frame)) {
    const { input = null, step = 0 } = frame;
    state.frames[""] = createFrame({
      id: "",
      graph: null,
      depth: 0,
      input,
      step: numberOf(step) ?? 0,
    });
  }
  addPending(state.index, "");
}

export function runPaused(state: Draft<RunState>): void {
  state.status = "paused_waiting_human";
}

export function runFinished(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  state.status = "finished";
  state.output = data["output"] ?? null;
  state.finishedAt = event.timestamp;
}

export function runFailed(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const fault = readFault(event, data);
  state.status = data["resumable"] === false ? "failed" : "failed_resumable";
  state.failure = fault;
  state.finishedAt = event.timestamp;
  const fork = fault.fork === null ? undefined : draftFork(state, fault.fork);
  if (fork) fork.failed = true;
}

export function runCancelled(state: Draft<RunState>, event: RunEvent): void {
  state.status = "cancelled";
  state.cancelAsked = null;
  state.finishedAt = event.timestamp;
}

export function cancelRequested(state: Draft<RunState>, _event: RunEvent, data: Fields): void {
  state.cancelAsked = data;
}

export function budgetWarning(state: Draft<RunState>, _event: RunEvent, data: Fields): void {
  const limit = numberOf(data["limit"]) ?? 0;
  state.warned.push(`${textOf(data["dimension"]) ?? ""}:${limit}`);
}

export function budgetExceeded(state: Draft<RunState>, _event: RunEvent, data: Fields): void {
  const { dimension = null } = data;
  state.exceeded = isDimension(dimension) ? dimension : null;
}

/** The epoch of the process that writes. */
export function readEpoch(data: Fields): number {
  return numberOf(fieldsOf(data["writer"])["epoch"]) ?? 0;
}

/** A text that a run was started or forced with. */
export function readSource(value: Fields[string], before: RunSource): RunSource {
  const source = fieldsOf(value);
  return {
    path: textOf(source["path"]) ?? before.path,
    text: textOf(source["text"]) ?? before.text,
    sha256: textOf(source["sha256"]) ?? before.sha256,
    hash: textOf(source["hash"]) ?? before.hash,
  };
}

/** A graph that this version wrote into the log; null where the text alone tells it. */
export function readGraph(value: Value | undefined): Graph | null {
  return isFields(value) ? (value as unknown as Graph) : null;
}

function createMainBranch(entry: string, seq: number): BranchState {
  return {
    id: "",
    parent: null,
    fork: null,
    first: entry,
    opened: seq,
    status: "live",
    settled: -1,
    tolerated: false,
    failure: null,
    token: {
      node: entry,
      arrivals: [{ edge: null, branch: "", activation: null, seen: 0 }],
      failed: null,
      parked: false,
      since: seq,
    },
    activation: null,
    visits: [],
    inherited: 0,
    visitsOf: createDictionary(),
    publicationsOf: createDictionary(),
    loops: createDictionary(),
    counts: createDictionary(),
    session: null,
    frame: null,
    call: null,
  };
}
