/** One job: reads the inputs, runs the workflow, and says how it ended. */
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { error, info, setOutput, warning } from "@actions/core";
import { sha256 } from "#adapters/hashing/sha256.ts";
import { useProxy } from "#adapters/network/proxy.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import { toDiagnosticDocument } from "#core/diagnostics/render.ts";
import { createControl, type RunControl, type RunResult, type World } from "#core/engine/world.ts";
import { startRun } from "#core/engine/lifecycle.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isTakenAsFlow } from "#core/languages/flow-path.ts";
import { toAnnotations } from "#core/report/annotations.ts";
import { renderJobSummary } from "#core/report/job-summary.ts";
import { viewRun } from "#core/report/run-view.ts";
import { Refusal } from "#core/run/failure.ts";
import type { FailureCode } from "#core/run/failure.ts";
import { createPlan, type Planned, type PlanRequest, type RunPlan } from "#core/run/plan.ts";
import { InvalidRecipe } from "#core/run/recipe/invalid-recipe.ts";
import { checkPlan, keeperOf } from "#core/run/recordable.ts";
import { defaultRunId } from "#core/run/run-id.ts";
import { checkModels } from "#core/run/check-models.ts";
import { compileSource, drawings } from "#core/standard.ts";
import { adviseJob } from "./advice.ts";
import { sanitiseContext, toGithubContext } from "#src/github/namespace.ts";
import type { RunnerEnvironment } from "#src/github/namespace.ts";
import { writeFindings } from "./findings-file.ts";
import { guardStreams } from "./guard.ts";
import { needDirectory, openJob } from "./job.ts";
import type { Job } from "./job.ts";
import { lowerBudget } from "./limits.ts";
import { openOutputs, toOutputs } from "./outputs.ts";
import type { OutputSheet } from "./outputs.ts";
import { JobRefusal, reasonOf } from "./job-refusal.ts";
import { readNamedFile, scriptFiles, workflowFiles } from "./named-file.ts";
import type { NamedFile } from "./named-file.ts";
import { readRecipe } from "./recipe.ts";
import { programEnvironment } from "./program-environment.ts";
import { keepState } from "./state.ts";
import { addToSummary } from "./summary.ts";
import { openUses } from "./use-reader.ts";
import { readVariables } from "./variables.ts";
import { writePage } from "./page.ts";
import type { JobSteps } from "./steps.ts";
import { openWorld } from "./world.ts";
import type { WorldRequest } from "./world.ts";

/** Runs the job; the result is the exit code of the step. */
export async function runJob(
  processEnvironment: NodeJS.ProcessEnv,
  pause?: Job["pause"],
): Promise<number> {
  const { text } = guardStreams(processEnvironment);
  const sheet = openOutputs();
  try {
    return await runWorkflow(openJob(processEnvironment, pause), sheet);
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    sayError(fault.code, fault.message, fault.hint ?? null);
    const errors = [{ code: fault.code, message: text(fault.message) }];
    sheet.tell({ decision: "error", "reason-code": reasonOf(fault), status: "none" }, { errors });
    return 1;
  } finally {
    for (const [name, value] of Object.entries(sheet.finish())) setOutput(name, value);
  }
}

/** Runs the workflow of a job, whose streams are guarded already. */
export async function runWorkflow(job: Job, sheet: OutputSheet): Promise<number> {
  const { inputs, store } = job;
  await useProxy(job.environment);
  if (inputs.token !== null) {
    const { runOnGithub } = await import("./github/door.ts");
    return runOnGithub(job, inputs.token, stepsOf(job, sheet));
  }
  if (inputs.mode !== "auto" && inputs.mode !== "run")
    throw new JobRefusal("bad_input", `The mode \`${inputs.mode}\` needs a \`token\`.`, {
      hint: "leave `token` out to take that of the job",
    });
  needDirectory(job);
  sheet.tell({ mode: "run", decision: "start", "reason-code": "mode_given" });
  const file = readNamedFile(job.sources, inputs.workflow, workflowFiles);
  const script = scriptOf(job);
  const plan = await planJob(job, file, script).catch((fault: unknown) => {
    if (fault instanceof InvalidRecipe && fault.found !== null) annotate(job, fault.found);
    throw fault;
  });
  const world = await openWorld({
    ...job,
    programs: programEnvironment(job, { run: "job", foreign: false }),
    graph: plan.graph,
    workflow: resolve(job.sources, plan.source.path),
    limits: plan.limits,
    script,
  });
  if (!plan.simulated) {
    for (const sentence of checkModels(plan.graph, world)) warning(sentence);
  }
  const runId = inputs.runId ?? defaultRunId(world.clock.now(), world.clock.id(6));
  keepState("run", job.redactor.text(JSON.stringify({ runId, store })));
  const github = readGithub(job.environment);
  const result = await driveRun(world, job, (control) =>
    startRun(world, plan, { runId, control, github }),
  );
  await writeReports(job, world, result);
  if (inputs.report.has("summary")) await summarise(world, result);
  return conclude(job, sheet, result);
}

/** What a door to GitHub puts together in its own way. */
export function stepsOf(job: Job, sheet: OutputSheet): JobSteps {
  return {
    plan: (file, given) =>
      planJob({ ...job, ...given }, file, scriptOf({ ...job, ...given }), given.github),
    script: (given) => scriptOf({ ...job, ...given }),
    drive: (world, go) => driveRun(world, job, go),
    writeReports: (world, result) => writeReports(job, world, result),
    conclude: (result) => conclude(job, sheet, result),
    tell: sheet.tell,
    sheet,
  };
}

function conclude(job: Job, sheet: OutputSheet, result: RunResult): number {
  const { outputs, facts } = toOutputs(result.runId, result.state, join(job.store, "runs"));
  sheet.tell(outputs, facts);
  keepState("told", "true");
  return concludeStep(result);
}

async function writeReports(job: Job, world: World, result: RunResult): Promise<void> {
  await writePage(job, world, result);
  await writeFindings(job, world, result);
}

async function driveRun(
  world: World,
  job: Job,
  go: (control: RunControl) => Promise<RunResult>,
): Promise<RunResult> {
  const control = createControl();
  const timeLeft = job.timeLeft();
  if (timeLeft <= 0) control.stop({ kind: "soft", reason: "job_time" });
  const interrupt = (): void => {
    control.stop({ kind: "interrupt", reason: "signal" });
  };
  const handOver = setTimeout(
    () => {
      control.stop({ kind: "soft", reason: "job_time" });
    },
    Math.min(Math.max(timeLeft, 0), 2 ** 31 - 1),
  );
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    return await go(control);
  } finally {
    for (const reporter of world.reporters ?? []) await reporter.close?.();
    clearTimeout(handOver);
    await world.tools.close?.();
    await world.functions?.close?.();
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** Compiles and plans; diagnostics become annotations. */
async function planJob(
  job: Job,
  file: NamedFile,
  script: WorldRequest["script"],
  github?: Fields,
): Promise<RunPlan> {
  const plan = await planFile(job, file, { script, github });
  checkPlan(plan, keeperOf(job.redactor, job.environment));
  return plan;
}

async function planFile(
  job: Job,
  { path, bytes }: NamedFile,
  {
    script,
    github,
  }: { readonly script: WorldRequest["script"]; readonly github?: Fields | undefined },
): Promise<RunPlan> {
  const { inputs, environment } = job;
  if (isTakenAsFlow(path)) {
    return planFlowFile(job, { path, bytes }, github ?? readGithub(environment));
  }
  const simulated = inputs.simulate !== false;
  const { file, graph, diagnostics } = compileSource(path, bytes, {
    environment,
    simulate: simulated,
    planning: true,
    sha256,
    ...(await openUses(job, bytes)),
  });
  annotate(job, { file, diagnostics });
  if (graph === null) throw refuseWorkflow(path, diagnostics);
  const request: PlanRequest = {
    graph,
    source: { path, text: file.text, sha256: sha256(file.text) },
    given: await readVariables(inputs.vars),
    ...(inputs.recipe === undefined
      ? {}
      : { recipe: await readRecipe(job.sources, inputs.recipe) }),
    simulated,
    ...(script === null || script === "made up"
      ? {}
      : { script: { path: script.path, sha256: sha256(script.text) } }),
    ...(inputs.model === undefined ? {} : { model: inputs.model }),
  };
  const { plan, warnings } = planOf(request);
  for (const sentence of warnings) warning(sentence);
  return planOf({ ...request, budget: lowerBudget(plan.limits, inputs) }).plan;
}

/** What plans flows is loaded only for them. */
async function planFlowFile(job: Job, file: NamedFile, github: Fields): Promise<RunPlan> {
  const { planFlowJob } = await import("./flow.ts");
  const { plan, compiled } = await planFlowJob(job, file, github);
  annotate(job, compiled);
  if (plan === null) throw refuseWorkflow(file.path, compiled.diagnostics);
  return plan;
}

function refuseWorkflow(path: string, diagnostics: readonly Diagnostic[]): Refusal {
  const count = diagnostics.filter(({ severity }) => severity === "error").length;
  const errors = `${count} ${count === 1 ? "error" : "errors"}`;
  return new Refusal("INVALID_WORKFLOW", `\`${path}\` has ${errors}.`);
}

/** Shows what was found where it is. */
function annotate(
  { inputs, workspace }: Job,
  { file, diagnostics }: NonNullable<InvalidRecipe["found"]>,
): void {
  const documents = diagnostics.map((diagnostic) => toDiagnosticDocument(file, diagnostic));
  for (const { level, message, ...place } of toAnnotations(documents)) {
    const properties = { ...place, file: relative(workspace, resolve(workspace, place.file)) };
    if (inputs.report.has("annotations"))
      (level === "error" ? error : warning)(message, properties);
    else info(`${file.path}:${place.startLine} ${level} ${place.title}: ${message}`);
  }
}

function planOf(request: PlanRequest): Exclude<Planned, { readonly refusal: Refusal }> {
  const planned = createPlan(request);
  if ("refusal" in planned) throw planned.refusal;
  return planned;
}

function scriptOf({ inputs, sources }: Job): WorldRequest["script"] {
  if (inputs.simulate === false) return null;
  if (inputs.simulate === true) return "made up";
  const { path, bytes } = readNamedFile(sources, inputs.simulate, scriptFiles);
  return { path, text: new TextDecoder().decode(bytes) };
}

function readGithub(environment: RunnerEnvironment): Fields {
  const path = environment["GITHUB_EVENT_PATH"];
  const event = path === undefined ? null : readJson(path);
  return sanitiseContext(toGithubContext(environment, event));
}

function readJson(path: string): Value {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Value;
  } catch {
    warning(`The event at ${path} can't be read; \`github.event\` is empty.`);
    return null;
  }
}

async function summarise(world: World, { runId, graph }: RunResult): Promise<void> {
  const { events } = await world.store.read(runId);
  const loops = new Map(graph.loops.map(({ name, max }) => [name, max]));
  const { failure, ...view } = viewRun(events, { loops });
  const advised = failure && { ...failure, hint: failure.hint && adviseJob(failure.hint) };
  addToSummary(process.env, renderJobSummary({ ...view, failure: advised }, graph, drawings));
}

/** The exit code. A run that waits for a person, or that handed over in time, fails no step. */
function concludeStep({ state, stopped }: RunResult): number {
  const { status, failure } = state;
  if (status !== "failed" && status !== "failed_resumable") return 0;
  if (failure?.code === "INTERRUPTED" && stopped?.kind === "soft") return 0;
  const where = failure?.node == null ? "The run" : `\`${failure.node}\``;
  sayError(
    failure?.code ?? "EXECUTION_FAILED",
    `${where} failed: ${failure?.message ?? status}`,
    failure?.hint ?? null,
  );
  return 1;
}

/** What failed the step, and what now, where GitHub shows it first. */
function sayError(code: FailureCode, message: string, hint: string | null): void {
  error(hint === null ? message : `${message}\n${adviseJob(hint)}`, { title: `Iter: ${code}` });
}
