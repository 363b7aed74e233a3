/** One job: reads the inputs, runs the workflow, and says how it ended. */
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { error, info, saveState, setOutput, setSecret, summary, warning } from "@actions/core";
import { toDiagnosticDocument } from "#core/diagnostics/render.ts";
import { createControl, type RunResult, type World } from "#core/engine/world.ts";
import { startRun } from "#core/engine/lifecycle.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { toAnnotations } from "#core/report/annotations.ts";
import { renderJobSummary } from "#core/report/job-summary.ts";
import { viewRun } from "#core/report/run-view.ts";
import { Refusal } from "#core/run/failure.ts";
import { createPlan, type RunPlan } from "#core/run/plan.ts";
import { createRedactor, secretValues, type Redactor } from "#core/run/redact.ts";
import { defaultRunId } from "#core/run/run-id.ts";
import { checkModels } from "#core/run/check-models.ts";
import { compileSource, drawings } from "#core/standard.ts";
import { toGithubContext } from "./github-context.ts";
import type { RunnerEnvironment } from "./github-context.ts";
import { readInputs, secretVariables } from "./inputs.ts";
import type { Inputs } from "./inputs.ts";
import { lowerBudget } from "./limits.ts";
import { toOutputs, toOutputsWithoutRun } from "./outputs.ts";
import { readVariables } from "./variables.ts";
import { readWorkflowFile } from "./workflow-file.ts";
import type { WorkflowFile } from "./workflow-file.ts";
import { openWorld, readScriptFile, sha256 } from "./world.ts";
import type { WorldRequest } from "./world.ts";

/** Where a job is: its environment without the secrets among the inputs, and its folders. */
interface Job {
  readonly inputs: Inputs;
  readonly environment: RunnerEnvironment;
  readonly workspace: string;
  /** Where nodes run. */
  readonly directory: string;
  /** The folder that holds `runs/`. */
  readonly store: string;
  readonly redactor: Redactor;
}

/** Runs the job; the result is the exit code of the step. */
export async function runJob(processEnvironment: NodeJS.ProcessEnv): Promise<number> {
  try {
    return await runWorkflow(openJob(processEnvironment));
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    error(fault.hint === undefined ? fault.message : `${fault.message}\n${fault.hint}`, {
      title: `Iter: ${fault.code}`,
    });
    tell(toOutputsWithoutRun(fault.message, fault.code));
    return 1;
  }
}

/** Reads the inputs, masks the secrets and takes them out of the process's environment. */
function openJob(processEnvironment: NodeJS.ProcessEnv): Job {
  const inputs = readInputs(processEnvironment);
  for (const key of Object.values(inputs.keys)) setSecret(key);
  for (const name of secretVariables()) Reflect.deleteProperty(processEnvironment, name);
  const environment: RunnerEnvironment = {
    ...processEnvironment,
    ...inputs.keys,
    ...(inputs.model === undefined ? {} : { ITERION_DEFAULT_SUPERVISOR_MODEL: inputs.model }),
  };
  const workspace = processEnvironment["GITHUB_WORKSPACE"] ?? process.cwd();
  return {
    inputs,
    environment,
    workspace,
    directory: resolve(workspace, inputs.workingDirectory),
    store: join(processEnvironment["RUNNER_TEMP"] ?? workspace, "iter"),
    redactor: createRedactor({ values: secretValues(environment) }),
  };
}

async function runWorkflow(job: Job): Promise<number> {
  const { inputs, store } = job;
  const plan = await planJob(job, readWorkflowFile(job.workspace, inputs.workflow));
  const world = await openWorld({
    ...job,
    graph: plan.graph,
    limits: plan.limits,
    script: scriptOf(job),
  });
  if (!plan.simulated) checkModels(plan.graph, world);
  const runId = inputs.runId ?? defaultRunId(world.clock.now(), world.clock.id(6));
  saveState("run", JSON.stringify({ runId, store }));
  const result = await driveRun(world, plan, { runId, job });
  tell(toOutputs(result.runId, result.state, join(store, "runs")));
  await summarise(job, world, result);
  saveState("told", "true");
  return exitCodeOf(result);
}

async function driveRun(
  world: World,
  plan: RunPlan,
  { runId, job }: { readonly runId: string; readonly job: Job },
): Promise<RunResult> {
  const control = createControl();
  const interrupt = (): void => {
    control.stop({ kind: "interrupt", reason: "signal" });
  };
  const handOver = setTimeout(
    () => {
      control.stop({ kind: "soft", reason: "job_time" });
    },
    Math.min(job.inputs.timeoutMinutes * 60_000, 2 ** 31 - 1),
  );
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    return await startRun(world, plan, { runId, control, github: readGithub(job.environment) });
  } finally {
    clearTimeout(handOver);
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** Compiles and plans; diagnostics become annotations. */
async function planJob(job: Job, { path, bytes }: WorkflowFile): Promise<RunPlan> {
  const { inputs, environment } = job;
  const simulated = inputs.simulate !== false;
  const { file, graph, diagnostics } = compileSource(path, bytes, {
    environment,
    simulate: simulated,
    planning: true,
    sha256,
  });
  const documents = diagnostics.map((diagnostic) => toDiagnosticDocument(file, diagnostic));
  for (const { level, message, ...place } of toAnnotations(documents)) {
    const properties = {
      ...place,
      file: relative(job.workspace, resolve(job.workspace, place.file)),
    };
    if (inputs.report.has("annotations"))
      (level === "error" ? error : warning)(message, properties);
    else info(`${path}:${place.startLine} ${level} ${place.title}: ${message}`);
  }
  if (graph === null) {
    const count = documents.filter(({ severity }) => severity === "error").length;
    throw new Refusal(
      "INVALID_WORKFLOW",
      `\`${path}\` has ${count} ${count === 1 ? "error" : "errors"}.`,
    );
  }
  const planned = createPlan({
    graph,
    source: { path, text: file.text, sha256: sha256(file.text) },
    given: await readVariables(inputs.vars),
    budget: lowerBudget(graph.budget, inputs),
    simulated,
  });
  if ("refusal" in planned) throw planned.refusal;
  return planned.plan;
}

function scriptOf({ inputs, workspace }: Job): WorldRequest["script"] {
  if (inputs.simulate === false) return null;
  if (inputs.simulate === true) return "made up";
  const script = readScriptFile(workspace, inputs.simulate);
  if (script !== undefined) return script;
  throw new Refusal(
    "INPUT_INVALID",
    `\`simulate\` is \`${inputs.simulate}\`, and there is no such script.`,
    {
      hint: "write `true`, `false`, or the path of a script",
    },
  );
}

function readGithub(environment: RunnerEnvironment): Fields {
  const path = environment["GITHUB_EVENT_PATH"];
  const event = path === undefined ? null : readJson(path);
  return toGithubContext(environment, event);
}

function readJson(path: string): Value {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Value;
  } catch {
    warning(`The event at ${path} can't be read; \`github.event\` is empty.`);
    return null;
  }
}

function tell(outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}

async function summarise(
  { inputs }: Job,
  world: World,
  { runId, graph }: RunResult,
): Promise<void> {
  if (!inputs.report.has("summary") || process.env["GITHUB_STEP_SUMMARY"] === undefined) return;
  const { events } = await world.store.read(runId);
  const loops = new Map(graph.loops.map(({ name, max }) => [name, max]));
  await summary.addRaw(renderJobSummary(viewRun(events, { loops }), graph, drawings)).write();
}

/** A run that waits for a person, or that handed over in time, is no failure of the step. */
function exitCodeOf({ state, stopped }: RunResult): number {
  if (state.status === "failed") return 1;
  return state.status === "failed_resumable" && stopped?.kind !== "soft" ? 1 : 0;
}
