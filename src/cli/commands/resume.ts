/** `iter resume`: answers questions and goes on with a run. */
import { Option } from "commander";
import { sha256 } from "#adapters/hashing/sha256.ts";
import { readAnswerFlags, readAnswersFile } from "#adapters/humans/answers.ts";
import { resumeRun } from "#core/engine/lifecycle.ts";
import { closeWorld } from "#core/engine/playback.ts";
import type { GivenAnswers, ResumeOptions } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import { openGates } from "#core/report/run-document.ts";
import { checkModels } from "#core/run/check-models.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import { noteChangedFile } from "#src/cli/changed-file.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { compileFor, createCompiler, graphOf, withModel } from "#src/cli/compile.ts";
import { readDataFile } from "#src/cli/data-file.ts";
import { drive } from "#src/cli/drive.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import { addStoreFlag, collect, readPairs, readTimeout, storeFolder } from "#src/cli/flags.ts";
import { quote, resumeCommand } from "#src/cli/outcome.ts";
import { warnAll } from "#src/cli/output.ts";
import { reopenWorkplace } from "#src/cli/reopen-workplace.ts";
import type { Session } from "#src/cli/session.ts";
import { readScriptFile } from "#src/cli/simulation.ts";
import type { ScriptFile } from "#src/cli/simulation.ts";
import { readSource } from "#src/cli/source.ts";
import { requireRun } from "#src/cli/stored-run.ts";
import { readUsedHosts } from "#src/cli/used-hosts.ts";
import { addWorkdirFlag } from "#src/cli/workplace.ts";
import { loginName, openStore } from "#src/cli/world.ts";

interface Flags {
  readonly tools?: string;
  readonly runId: string;
  readonly file?: string;
  readonly force?: true;
  readonly answer?: readonly string[];
  readonly answersFile?: string;
  readonly as?: string;
  readonly budget?: readonly string[];
  readonly rearm?: readonly string[];
  readonly from?: string;
  readonly timeout?: string;
  readonly interactive: boolean;
  readonly simulate?: true;
  readonly script?: string;
  readonly record?: string;
  readonly workdir?: string;
  readonly host?: string;
  readonly storeDir?: string;
}

/** The command. */
export const resume: CommandModule = {
  declare(command, act) {
    command
      .usage("[options] <run>")
      .argument("[run]", "the run")
      .option("--run-id <id>", "the same")
      .option(
        "--file <file>",
        "go on with this text of the workflow; one that means something else needs --force",
      )
      .option("--force", "take the text of --file though its graph differs from the recorded one")
      .option("--answer <[gate.]key=value>", "answer a field of a gate (repeatable)", collect)
      .option("--answers-file <file>", "answers, as JSON or YAML")
      .option("--as <name>", "who answers; default is the login name")
      .option(
        "--budget <key=value>",
        "change a limit: max_cost_usd=20, max_tokens=+5000 (repeatable)",
        collect,
      )
      .option("--rearm <loop>", "let a loop begin anew (repeatable)", collect)
      .option("--from <node>", "go back to the last activation of a node")
      .option("--timeout <duration>", "the longest that this may work, such as 30m")
      .addOption(
        new Option("--no-interactive", "ask nobody here; a question ends with exit code 3"),
      )
      .option(
        "--tools <file>",
        "own tools for models; FILE.tools.yaml beside the workflow if left out",
      )
      .option("--simulate", "go on simulated, which a run that was begun so does anyway")
      .option(
        "--script <file>",
        "what the simulator answers, as YAML; items count from the run's start",
      )
      .option("--host <file>", "of a flow: the file that names its functions")
      .option("--record <file>", "write what was answered as a script for --simulate");
    addWorkdirFlag(command);
    addStoreFlag(command);
    act((session, args) => {
      const flags = command.opts<Omit<Flags, "runId"> & { readonly runId?: string }>();
      const runId = requireRun(command.name(), { args, flag: flags.runId });
      return resumeIt(session, { ...flags, runId });
    });
  },
};

async function resumeIt(session: Session, flags: Flags): Promise<ExitCode> {
  const folder = storeFolder(session, flags.storeDir);
  Object.assign(session.known, {
    run_id: flags.runId,
    store: folder,
    status: null,
    exit_code: null,
  });
  const store = openStore(session, folder);
  const { events } = await store.read(flags.runId);
  const state = fold(events);
  const simulated = state.start?.simulated === true;
  if (!simulated) refuseSimulator(flags);
  const recorded = await readRecorded(session, folder, state);
  const played = simulated || recorded !== null;
  const file = state.source.path;
  Object.assign(session.known, {
    workflow: state.start?.workflow ?? null,
    file,
    status: state.status,
    simulated,
  });
  const options = await readOptions(session, flags, state);
  const compiling = withModel(session, state.start?.model);
  if (options.source === undefined && !isOver(state)) {
    await noteChangedFile(compiling, state, {
      command: resumeCommand(flags.runId, folder),
      compile: (source) => compileToGoOn(compiling, source, played),
    });
  }
  const compile = createCompiler(compiling, played);
  const by = readName(flags.as) ?? loginName(session.env);
  const workplace = await reopenWorkplace(session, flags, { state, store });
  const request = {
    folder,
    workplace,
    workflow: file,
    tools: flags.tools,
    graph: state.start?.graph ?? graphToGoOn(compiling, options.source ?? state.source, played),
    host: await readHostOf(session, state, flags.host),
    before: events,
    simulation: simulated ? { script: scriptOf(session, state, flags.script) } : null,
    virtual: played,
    record: flags.record,
    interactive: flags.interactive,
    by,
  };
  return drive(session, request, (world, { control }) => {
    if (!played && !isOver(state)) warnAll(session.output, checkModels(request.graph, world));
    return resumeRun(recorded === null ? world : closeWorld(world, recorded), {
      ...options,
      compile,
      by,
      via: "cli",
      control,
      ...(workplace.recorded === undefined ? {} : { workplace: workplace.recorded }),
    });
  });
}

/** What the flows of a run are lent. */
async function readHostOf(session: Session, { start, source }: RunState, named?: string) {
  if (start?.graph == null) return undefined;
  return readUsedHosts(session, { path: source.path, graph: start.graph, named });
}

type ReadOptions = Omit<ResumeOptions, "compile" | "by" | "via" | "control">;

async function readOptions(session: Session, flags: Flags, state: RunState): Promise<ReadOptions> {
  const timeoutMs = readTimeout(flags.timeout);
  if (flags.force === true && flags.file === undefined) throw forceOfNothing(state);
  const source = await readNewSource(session, flags.file);
  if (source && source.sha256 !== state.source.sha256) refuseOtherFlow(state, source.path);
  const { rearm, from, force } = flags;
  return {
    runId: flags.runId,
    answers: await readAnswers(session, flags, state),
    budget: Object.fromEntries(readPairs(flags.budget, "--budget")),
    ...(source === undefined ? {} : { source }),
    ...(rearm === undefined ? {} : { rearm }),
    ...(from === undefined ? {} : { from }),
    ...(force === undefined ? {} : { force }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

/** Whoever is left out is at this machine; a name that is empty is a variable that isn't set. */
function readName(name: string | undefined): string | undefined {
  const trimmed = name?.trim();
  if (trimmed !== "") return trimmed;
  throw new Refusal("INPUT_INVALID", "`--as` names nobody.", {
    hint: "name who answers, or leave `--as` out",
  });
}

async function readNewSource(session: Session, file: string | undefined) {
  if (file === undefined) return undefined;
  const { path, bytes } = await readSource(session, file);
  // Compiled to see it as the compiler does: a byte-order mark is no part of the text.
  const { text } = compileFor(session, { path, source: bytes }, {}).file;
  return { path, text, sha256: sha256(text) };
}

async function readAnswers(
  session: Session,
  flags: Flags,
  state: RunState,
): Promise<GivenAnswers[]> {
  const fromFlags = readAnswerFlags(flags.answer ?? []);
  if (flags.answersFile === undefined) return fromFlags;
  const content = await readDataFile(session, flags.answersFile, "--answers-file");
  return [...readAnswersFile(content, flags.answersFile, openGates(state)), ...fromFlags];
}

/** The log of the run that this one replays; it goes on as a replay, and never calls anybody. */
async function readRecorded(
  session: Session,
  folder: string,
  { start }: RunState,
): Promise<readonly RunEvent[] | null> {
  const source = start?.replayOf ?? null;
  return source === null ? null : (await openStore(session, folder).read(source)).events;
}

/**
 * The graph that the simulator and the checks look at: what can be read of a text with errors, since
 * it is the engine that refuses it, after everything that comes first.
 */
function graphToGoOn(session: Session, source: Source, simulate: boolean): Graph {
  const compiled = compileToGoOn(session, source, simulate);
  return compiled.graph ?? compiled.lowered?.graph ?? graphOf(session, compiled);
}

function compileToGoOn(session: Session, { path, text }: Source, simulate: boolean) {
  return compileFor(session, { path, source: text }, { simulate, planning: true });
}

type Source = Parameters<ResumeOptions["compile"]>[0];

function isOver({ status }: RunState): boolean {
  return status === "finished" || status === "failed";
}

/** What was called for real is not mixed with what is made up: whoever reads the run couldn't tell them apart. */
function refuseSimulator({ simulate, script, runId }: Flags): void {
  if (simulate !== true && script === undefined) return;
  throw new Refusal(
    "INPUT_INVALID",
    `The run \`${runId}\` was not started with \`--simulate\`, so it doesn't go on simulated.`,
    {
      hint: `leave \`${simulate === true ? "--simulate" : "--script"}\` out; to try what would come, start another run with \`--simulate\``,
    },
  );
}

/** A flow goes on as it was begun: only texts in `.iter` can take the place of another. */
function refuseOtherFlow({ start }: RunState, path: string): void {
  if (start?.language !== "flow") return;
  throw new Refusal("SOURCE_CHANGED", `\`${path}\` is not the flow that the run was started with`, {
    hint: "leave `--file` out to go on with the recorded one, or start a new run",
  });
}

/** The text that is recorded needs no force. */
function forceOfNothing({ source }: RunState): Refusal {
  return new Refusal("INPUT_INVALID", "`--force` takes a changed text, but none is named.", {
    hint: `write \`--file ${quote(source.path)} --force\`, or leave \`--force\` out`,
  });
}

/** The script that is given, else that of the run's start. */
function scriptOf(session: Session, state: RunState, given: string | undefined): ScriptFile | null {
  if (given !== undefined) return readScriptFile(session, given);
  const { path, sha256: before } = state.start?.script ?? {};
  if (typeof path !== "string") return null;
  const script = readScriptFile(session, path);
  if (script.sha256 !== before) {
    session.output.note(`note: the script \`${path}\` has changed since the run began`, "warn");
  }
  return script;
}
