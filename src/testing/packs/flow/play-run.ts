/** Plays a flow's run case: starts it, kills it, answers its gates, until it is over or waits for good. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createVirtualClock } from "#adapters/clocks/virtual.ts";
import { createControl } from "#core/engine/world.ts";
import type { World } from "#core/engine/world.ts";
import { flowKinds } from "#core/flow.ts";
import { isList } from "#core/graph/value.ts";
import type { Fields } from "#core/graph/value.ts";
import type { RunStore } from "#core/ports/store.ts";
import { viewFlowRun } from "#core/report/flow/result.ts";
import type { FlowResult } from "#core/report/flow/result.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { RunEvent } from "#core/run/events.ts";
import { resumeFlow, runFlow } from "#core/run-flow.ts";
import type { FlowRun } from "#core/run-flow.ts";
import { sha256 } from "../subject.ts";
import { createCaseHost } from "./case-host.ts";
import type { CaseHost } from "./case-host.ts";
import type { FlowRunCase } from "./read-run.ts";

/** What came of a case. */
export interface PlayedFlow {
  readonly result: FlowResult;
  readonly host: CaseHost;
  /** The gates at which it paused. */
  readonly questions: readonly string[];
  /** How many events its log has. */
  readonly events: number;
}

/** Thrown by the hook that stands for a kill. */
class Killed extends Error {
  override readonly name = "Killed";
}

const runId = "case";

/** Plays a case; `killAfter` kills it once, when so many events are durable. */
export async function playFlowRun(
  one: FlowRunCase,
  store: RunStore,
  killAfter?: number,
): Promise<PlayedFlow> {
  const { script } = one;
  const clock = createVirtualClock(Date.parse("2026-05-04T09:00:00.000Z"));
  const host = createCaseHost(script, clock);
  const kill = createKill(script.stop_after, killAfter);
  const world: World = {
    store,
    clock,
    models: host.models,
    delegates: { execute: unreachable, check: () => undefined },
    shell: { run: unreachable },
    tools: { list: () => [], readsOnly: () => false, call: unreachable },
    ...(host.functions === undefined ? {} : { functions: host.functions }),
    kinds: flowKinds,
    engineVersion: "0.0.0",
    process: { pid: 1, host: "case" },
    sha256,
    afterDurable: kill,
  };
  let left = script.answers;
  let run = await attempt(one, host, () => start(one, world, host));
  for (;;) {
    const result = run?.result ?? (await viewLog(world));
    const waits = result.status === "paused" && result.questions.length > 0;
    if (result.status === "running" || (result.status === "paused" && !waits)) {
      run = await attempt(one, host, (control) => resumeFlow(world, { runId, control }));
      continue;
    }
    const [answer, ...rest] = left;
    if (!waits || answer === undefined) {
      const events = result.run_id === null ? [] : (await store.read(runId)).events;
      return { result, host, questions: pausesIn(events), events: events.length };
    }
    left = rest;
    const { node, decision, response } = answer;
    const answers = { decision, ...(response === undefined ? {} : { response }) };
    run = await attempt(one, host, (control) =>
      resumeFlow(world, { runId, control, by: "ann", answers: [{ gate: node, answers }] }),
    );
  }
}

/** The nodes at whose gates the run paused. */
function pausesIn(events: readonly RunEvent[]): string[] {
  const gates = events.filter(({ type }) => type === "human_input_requested");
  const nodes = new Map(gates.map(({ data, node_id: node = "" }) => [data?.["gate"], node]));
  return events
    .filter(({ type }) => type === "run_paused")
    .flatMap(({ data }) => (isList(data?.["gates"]) ? data["gates"] : []))
    .map((gate) => nodes.get(gate) ?? "");
}

/** Undefined if the process was killed. */
async function attempt(
  { script }: FlowRunCase,
  host: CaseHost,
  invoke: (control: ReturnType<typeof createControl>) => Promise<FlowRun>,
): Promise<FlowRun | undefined> {
  const control = createControl();
  host.control = control;
  if (script.cancel_before_start) control.stop({ kind: "cancel", reason: "the case says so" });
  try {
    return await invoke(control);
  } catch (error) {
    if (error instanceof Killed) return undefined;
    throw error;
  }
}

function start(
  { folder, text, script }: FlowRunCase,
  world: World,
  host: CaseHost,
): Promise<FlowRun> {
  const graphs = Object.entries(script.graphs).map(([name, file]) => {
    const path = join(folder, file);
    return [name, { path, text: readFileSync(path, "utf8") }] as const;
  });
  const control = host.control ?? createControl();
  return runFlow(
    world,
    { path: "workflow.flow.json", text },
    {
      runId,
      control,
      input: script.input,
      options: script.options,
      graphs: Object.fromEntries(graphs),
      ...(script.resume_from === undefined ? {} : { resumeFrom: script.resume_from }),
    },
  );
}

async function viewLog(world: World): Promise<FlowResult> {
  const { events } = await world.store.read(runId);
  return viewFlowRun(fold(events), events);
}

function createKill(
  stop: FlowRunCase["script"]["stop_after"],
  killAfter: number | undefined,
): (event: RunEvent) => void {
  let seen = 0;
  let visits = 0;
  let calls = 0;
  let stopped = stop === undefined;
  return ({ type, node_id: node, data = {} }) => {
    seen += 1;
    if (type === "node_finished" && node === stop?.node) visits += 1;
    if (type === "step_finished" && isCall(data)) calls += 1;
    const due = stop?.call === undefined ? visits === stop?.visit : calls === stop.call;
    if (!stopped && due) {
      stopped = true;
      throw new Killed();
    }
    if (seen === killAfter) throw new Killed();
  };
}

function isCall({ step }: Fields): boolean {
  return typeof step === "string";
}

function unreachable(): Promise<never> {
  return Promise.reject(new Error("A flow's case has no such thing."));
}
