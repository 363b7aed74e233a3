/** Plays a test of a workflow: the real engine, a store in memory, virtual time, and the simulator. */
import { createVirtualClock } from "#adapters/clocks/virtual.ts";
import type { VirtualClock } from "#adapters/clocks/virtual.ts";
import { createSimulator } from "#adapters/simulator/index.ts";
import type { Pricing } from "#adapters/simulator/index.ts";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { createRedactingStore } from "#adapters/stores/redacting.ts";
import type { MemoryStore } from "#adapters/stores/memory.ts";
import { resumeRun, startRun } from "#core/engine/lifecycle.ts";
import type { RunResult, World } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { Value } from "#core/graph/value.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { FunctionPort } from "#core/ports/functions.ts";
import type { ShellPort } from "#core/ports/shell.ts";
import { compareResults, compareUsage, mismatch } from "#core/report/check/compare.ts";
import type { Mismatch } from "#core/report/check/compare.ts";
import { statusOf } from "#core/report/check/log-view.ts";
import type { StatusOrNone } from "#core/report/check/log-view.ts";
import { inAnyBranch } from "#core/report/check/visited.ts";
import { openGates } from "#core/report/run-document.ts";
import type { RunEvent } from "#core/run/events.ts";
import { Refusal } from "#core/run/failure.ts";
import { createPlan } from "#core/run/plan.ts";
import type { PlanSource, RunPlan } from "#core/run/plan.ts";
import type { Redactor } from "#core/run/redact.ts";
import type { RunState } from "#core/run/state.ts";
import { standard } from "#core/standard.ts";
import { createAnswerer, describeRejected } from "./answerer.ts";
import type { WorkflowTest } from "./workflow-test.ts";

/** What a test is played with. */
export interface TestSetting {
  readonly graph: Graph;
  readonly source: PlanSource;
  /** The content of the test's recipe. */
  readonly recipe?: Value;
  readonly pricing?: Pricing;
  /** Runs commands of tests that say `run_tools: true`. */
  readonly shell?: ShellPort;
  /** Takes the secrets of the test's environment out. */
  readonly redactor: Redactor;
  readonly sha256: (text: string) => string;
  /** Set if it is a flow: how that is planned, and what its runs have. */
  readonly flow?: FlowSetting;
}

/** What is particular to flows. */
export interface FlowSetting {
  readonly kinds: World["kinds"];
  /**
   * Absent for a workflow that only uses flows.
   *
   * @throws Refusal if there can be no such run.
   */
  plan?(test: WorkflowTest): RunPlan;
  /** Functions that run as they are; commands of the host only if the script says `run_tools`. */
  functions(clock: Clock, runTools: boolean): FunctionPort;
}

/** How a test ended. */
export interface PlayedTest {
  readonly status: StatusOrNone;
  /** Empty if it passed. */
  readonly mismatches: readonly Mismatch[];
  readonly log: readonly RunEvent[];
  /** Sentences about variables that the workflow doesn't declare. */
  readonly warnings: readonly string[];
}

const runId = "run_test";
const morning = Date.parse("2026-01-01T09:00:00.000Z");

/** Plays a test and compares what came out. */
export async function playTest(test: WorkflowTest, setting: TestSetting): Promise<PlayedTest> {
  const store = createMemoryStore();
  try {
    const { plan, warnings } = planTest(test, setting);
    const { state, rejected } = await play(test, { ...setting, plan }, store);
    const { events: log } = await store.read(runId);
    const status = statusOf(log);
    const end = compareEnd(test, { status, code: state.failure?.code, why: describeEnd(state) });
    const results = [
      ...compareResults(test.expected, log, inAnyBranch),
      ...compareUsage(test.expected, log),
    ];
    return { status, mismatches: [...rejected, ...end, ...results], log, warnings };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message } = error;
    const status = "none";
    return {
      status,
      mismatches: compareEnd(test, { status, code, why: message }),
      log: [],
      warnings: [],
    };
  }
}

interface Ended {
  readonly state: RunState;
  readonly rejected: readonly Mismatch[];
}

/** Starts the run and answers its questions as long as the test has answers. */
async function play(
  test: WorkflowTest,
  { plan, ...setting }: TestSetting & { readonly plan: RunPlan },
  store: MemoryStore,
): Promise<Ended> {
  const clock = createVirtualClock(morning);
  const open = (): World => openWorld(test, setting, { store, clock });
  const { graph } = setting;
  const answerer = createAnswerer(test.answers);
  let result: RunResult = await startRun(open(), plan, { runId, github: test.github });
  for (;;) {
    const { state } = result;
    const answers = state.status === "paused_waiting_human" ? answerer.next(openGates(state)) : [];
    if (answers.length === 0) return { state, rejected: [] };
    const by = answerer.person();
    result = await resumeRun(open(), { runId, compile: () => graph, answers, by, via: "test" });
    if (result.rejected.length > 0) {
      return { state, rejected: result.rejected.map(describeRejected) };
    }
  }
}

function planTest(test: WorkflowTest, { graph, source, recipe, flow }: TestSetting) {
  if (flow?.plan) return { plan: flow.plan(test), warnings: [] };
  const { vars, preset, budget } = test;
  const planned = createPlan({
    graph,
    source,
    given: Object.entries(vars).map(([name, value]) =>
      typeof value === "string" ? { name, text: value } : { name, value },
    ),
    budget,
    simulated: true,
    ...(preset === null ? {} : { preset }),
    ...(recipe === undefined ? {} : { recipe: { path: test.recipe ?? "", content: recipe } }),
  });
  if ("refusal" in planned) throw planned.refusal;
  return planned;
}

function openWorld(
  { script }: WorkflowTest,
  { graph, pricing, shell, redactor, sha256, flow }: TestSetting,
  { store, clock }: { readonly store: MemoryStore; readonly clock: VirtualClock },
): World {
  const { simulateFunctions, ...simulated } = createSimulator({
    graph,
    clock,
    ...(script === null ? {} : { script }),
    ...(pricing === undefined ? {} : { pricing }),
    ...(shell === undefined ? {} : { shell }),
  });
  return {
    ...simulated,
    clock,
    store: createRedactingStore(store, redactor),
    kinds: flow?.kinds ?? standard.kinds,
    ...(flow && { functions: simulateFunctions(flow.functions(clock, script?.runTools === true)) }),
    engineVersion: "test",
    process: { pid: 0, host: "test" },
    sha256,
    redact: redactor.value,
  };
}

interface End {
  readonly status: StatusOrNone;
  readonly code: string | undefined;
  /** What was said about it. */
  readonly why: string;
}

function compareEnd({ expected }: WorkflowTest, { status, code, why }: End): Mismatch[] {
  const because = ({ actual, ...rest }: Mismatch): Mismatch =>
    why === "" ? { ...rest, actual } : { ...rest, actual: `${actual} (${why})` };
  const { status: wanted, error_code: wantedCode } = expected;
  const ends = wanted === status ? [] : [because(mismatch("status", wanted, status))];
  if (wantedCode === undefined || wantedCode === code) return ends;
  return [...ends, because(mismatch("error_code", wantedCode, code))];
}

/** Why a run stands where it does, in words. */
function describeEnd(state: RunState): string {
  const { failure, status } = state;
  if (status === "paused_waiting_human") {
    return openGates(state)
      .map(({ nodeId, fields }) => {
        const names = fields.map(({ name, type }) => `${name} (${type})`).join(", ");
        return `\`${nodeId}\` waits for ${names}; give it under \`answers\``;
      })
      .join("; ");
  }
  if (failure === null || status === "finished") return "";
  const place = failure.node === null ? "" : ` at ${failure.node}`;
  return `${failure.code}${place}: ${failure.message}`;
}
