/** `iter run`: runs a workflow to its end, or to a question. */
import { Option } from "commander";
import type { Command } from "commander";
import type { FlowHost } from "#adapters/functions/host-file.ts";
import { randomId } from "#adapters/clocks/random-id.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import { startRun } from "#core/engine/lifecycle.ts";
import { isTakenAsFlow } from "#core/languages/flow-path.ts";
import { toLimitsDocument } from "#core/report/documents.ts";
import { checkModels } from "#core/run/check-models.ts";
import { checkPrices } from "#core/run/prices.ts";
import { Refusal } from "#core/run/failure.ts";
import { createPlan } from "#core/run/plan.ts";
import type { RunPlan } from "#core/run/plan.ts";
import { checkPlan, keeperOf } from "#core/run/recordable.ts";
import { checkRunId, defaultRunId } from "#core/run/run-id.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { compileFor, graphOf, withModel } from "#src/cli/compile.ts";
import { drive } from "#src/cli/drive.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import { refuseForeignFlags } from "#src/cli/foreign-flags.ts";
import { addStoreFlag, collect, readPairs, readTimeout, storeFolder } from "#src/cli/flags.ts";
import { warn, warnAll } from "#src/cli/output.ts";
import { readRecipe, withPlaces } from "#src/cli/recipe.ts";
import type { Session } from "#src/cli/session.ts";
import { catchSignals } from "#src/cli/signals.ts";
import { readScriptFile } from "#src/cli/simulation.ts";
import type { ScriptFile } from "#src/cli/simulation.ts";
import { replay } from "#src/cli/replay.ts";
import { readSource } from "#src/cli/source.ts";
import { readUsedHosts } from "#src/cli/used-hosts.ts";
import { readVariables } from "#src/cli/variables.ts";
import { addWorkdirFlag, addWorktreeFlag, findWorkdir, openWorkplace } from "#src/cli/workplace.ts";
import type { Workplace, WorkplaceFlags } from "#src/cli/workplace.ts";
import { loginName, openStore, openWorld } from "#src/cli/world.ts";

interface Flags extends WorkplaceFlags {
  readonly var?: readonly string[];
  readonly varsFile?: string;
  readonly preset?: string;
  readonly recipe?: string;
  readonly tools?: string;
  readonly runId?: string;
  readonly timeout?: string;
  readonly budget?: readonly string[];
  readonly model?: string;
  readonly simulate?: true;
  readonly script?: string;
  readonly record?: string;
  readonly replay?: string;
  readonly interactive: boolean;
  readonly dryRun?: true;
  readonly input?: string;
  readonly host?: string;
  readonly strict?: true;
  readonly limit?: readonly string[];
  readonly fromCheckpoint?: string;
  readonly replayCheck?: true;
  readonly storeDir?: string;
}

/** The command. */
export const run: CommandModule = {
  declare(command, act) {
    command
      .argument("[file]", "the workflow; `-` is standard input, none is needed with --replay")
      .option("--var <key=value>", "set a variable (repeatable)", collect)
      .option("--vars-file <file>", "variables, as JSON or YAML")
      .option("--preset <name>", "use a preset of the workflow")
      .option(
        "--recipe <file>",
        "apply a recipe: variables, prompts, limits, tools, what is a success",
      )
      .option(
        "--tools <file>",
        "own tools for models; FILE.tools.yaml beside the workflow if left out",
      )
      .option("--run-id <id>", "the id of the run; made up if left out")
      .option("--timeout <duration>", "the longest that this may work, such as 30m")
      .option(
        "--budget <key=value>",
        "change a limit: max_cost_usd=20, max_tokens=+5000 (repeatable)",
        collect,
      )
      .option("--model <name>", "for nodes that name none")
      .option("--simulate", "answer models and commands by the simulator: no key, no network")
      .option("--script <file>", "what the simulator answers, as YAML")
      .option("--record <file>", "write what was answered as a script for --simulate")
      .option("--replay <run>", "go through a recorded run again; nothing is called")
      .addOption(
        new Option("--no-interactive", "ask nobody here; a question ends with exit code 3"),
      )
      .option("--dry-run", "compile and plan only")
      .option("--input <json>", "of a flow: its input, as a file, `-` or JSON")
      .option("--host <file>", "of a flow: the file that names its functions")
      .option("--strict", "of a flow: in the strict profile")
      .option("--limit <name=value>", "of a flow: max_steps=500 (repeatable)", collect)
      .option("--from-checkpoint <file>", "of a flow: begin where a checkpoint record says")
      .option("--replay-check", "of a flow: check the trace at the end");
    addWorktreeFlag(addWorkdirFlag(command));
    addStoreFlag(command);
    act((session, [file]) => {
      const flags = command.opts<Flags>();
      if (flags.replay !== undefined)
        return replay(session, file, { ...flags, replay: flags.replay });
      if (file === undefined) throw noFile();
      return runFile(session, file, command);
    });
  },
};

function noFile(): Refusal {
  return new Refusal("INPUT_INVALID", "Missing required argument `file`.", {
    hint: "name a workflow, or a run to go through again: `--replay ID`",
  });
}

async function runFile(session: Session, path: string, command: Command): Promise<ExitCode> {
  const flags = command.opts<Flags>();
  const folder = storeFolder(session, flags.storeDir);
  const simulated = flags.simulate === true;
  const isFlow = isTakenAsFlow(path);
  refuseForeignFlags(flags, path, isFlow);
  if (flags.script !== undefined && !simulated) {
    throw new Refusal("INPUT_INVALID", "`--script` is for the simulator.", {
      hint: "add `--simulate`",
    });
  }
  const timeoutMs = readTimeout(flags.timeout);
  Object.assign(session.known, {
    run_id: flags.runId ?? null,
    file: path,
    store: folder,
    status: null,
    exit_code: null,
    simulated,
  });
  const script = flags.script === undefined ? null : readScriptFile(session, flags.script);
  const { plan, host } = isFlow
    ? await (await import("#src/cli/flow/plan.ts")).planFlowRun(session, path, flags)
    : await planHosted(session, path, { flags, script });
  Object.assign(session.known, { file: plan.source.path, workflow: plan.workflow });
  const request = {
    folder,
    graph: plan.graph,
    workflow: plan.source.path,
    tools: flags.tools,
    host,
    before: [],
    simulation: simulated ? { script } : null,
    virtual: simulated,
    record: flags.record,
    interactive: flags.interactive,
    by: loginName(session.env),
  };
  checkPlan(plan, keeperOf(session.redactor, session.env));
  if (flags.dryRun === true) {
    return sayPlan(session, plan, { ...request, workdir: findWorkdir(session, flags.workdir) });
  }
  return inWorkplace(session, flags, { folder }, (workplace, named) =>
    drive(session, { ...request, workplace }, (world, { control }) => {
      if (!simulated) warnAll(session.output, checkModels(plan.graph, world));
      const runId = named ?? defaultRunId(world.clock.now(), world.clock.id(6));
      session.known["run_id"] = runId;
      return startRun(world, plan, {
        runId,
        control,
        ...(workplace.recorded === undefined ? {} : { workplace: workplace.recorded }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      });
    }),
  );
}

/** Opens the place where nodes work; if the run never begins, nothing of it stays. */
async function inWorkplace(
  session: Session,
  flags: Flags,
  { folder }: { readonly folder: string },
  work: (workplace: Workplace, runId: string | undefined) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { worktree = "none" } = flags;
  const store = openStore(session, folder);
  // A worktree has the run's name, so that is made up before there is a world.
  const runId = flags.runId ?? (worktree === "none" ? "" : defaultRunId(Date.now(), randomId(6)));
  if (runId !== "") checkRunId(runId);
  const taken = runId !== "" && (await store.exists(runId));
  const place = taken ? { ...flags, worktree: "none" as const } : flags;
  const workplace = await openWorkplace(session, place, { runId, store: folder });
  try {
    return await work(workplace, runId === "" ? undefined : runId);
  } catch (error) {
    if (runId !== "" && !taken && !(await store.exists(runId))) await workplace.abandon();
    throw error;
  }
}

/** Flows that the workflow uses are lent what their hosts say. */
async function planHosted(
  session: Session,
  path: string,
  options: Parameters<typeof planFile>[2],
): Promise<{ readonly plan: RunPlan; readonly host: FlowHost | undefined }> {
  const plan = await planFile(session, path, options);
  return { plan, host: await readUsedHosts(session, { path, graph: plan.graph }) };
}

async function planFile(
  session: Session,
  path: string,
  { flags, script }: { readonly flags: Flags; readonly script: ScriptFile | null },
): Promise<RunPlan> {
  const { path: name, bytes } = await readSource(session, path);
  const simulate = flags.simulate === true;
  const compiled = compileFor(
    withModel(session, flags.model),
    { path: name, source: bytes },
    { simulate, planning: true },
  );
  const graph = graphOf(session, compiled);
  // A real run refuses tools that nobody has; the simulator calls none, so only this can tell.
  if (simulate)
    await (await import("#src/cli/known-tools.ts")).warnOfTools(session, compiled, flags);
  const { text } = compiled.file;
  try {
    const recipe = flags.recipe === undefined ? undefined : await readRecipe(session, flags.recipe);
    const planned = createPlan({
      graph,
      source: { path: name, text, sha256: sha256(text) },
      given: await readVariables(session, flags),
      budget: Object.fromEntries(readPairs(flags.budget, "--budget")),
      simulated: simulate,
      ...(flags.model === undefined ? {} : { model: flags.model }),
      ...(flags.preset === undefined ? {} : { preset: flags.preset }),
      ...(recipe === undefined ? {} : { recipe }),
      ...(script === null ? {} : { script: { path: script.path, sha256: script.sha256 } }),
    });
    if ("refusal" in planned) throw planned.refusal;
    for (const warning of planned.warnings) warn(session.output, warning);
    return planned.plan;
  } catch (error) {
    throw withPlaces(session, error);
  }
}

/** What `--dry-run` shows instead of a run. */
async function sayPlan(
  session: Session,
  plan: RunPlan,
  request: Omit<Parameters<typeof openWorld>[1], "signals">,
): Promise<ExitCode> {
  const { output, known } = session;
  const signals = catchSignals(session);
  const { world, close } = await openWorld(session, { ...request, signals });
  signals.release();
  await close();
  if (!plan.simulated) warnAll(output, checkModels(plan.graph, world));
  const unpriced = checkPrices(plan.graph, plan.limits, (model) => world.models.hasPrice(model));
  if (unpriced !== undefined) throw unpriced;
  const { workflow, source, vars, limits } = plan;
  output.document({
    ...known,
    exit_code: 0,
    vars,
    budget: toLimitsDocument(limits),
    hash: plan.graph.hash,
  });
  output.print(`${source.path}: workflow \`${workflow}\` can run`);
  for (const [name, value] of Object.entries(vars))
    output.print(`  ${name} = ${JSON.stringify(value)}`);
  return exitCodes.done;
}
