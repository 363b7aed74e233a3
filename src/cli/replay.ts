/** `iter run --replay`: goes through a recorded run again. Spec: runtime §28. */
import { replayRun } from "#core/engine/lifecycle.ts";
import type { ReplayOptions } from "#core/engine/lifecycle/replay-run.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { Refusal } from "#core/run/failure.ts";
import { defaultRunId } from "#core/run/run-id.ts";
import { compileFor, createCompiler, withModel } from "./compile.ts";
import { drive } from "./drive.ts";
import type { ExitCode } from "./exit-codes.ts";
import { readTimeout, storeFolder } from "./flags.ts";
import type { Session } from "./session.ts";
import { readSource } from "./source.ts";
import { readUsedHosts } from "./used-hosts.ts";
import { openWorkplace } from "./workplace.ts";
import { loginName, openStore } from "./world.ts";

/** Flags of `run` that mean something here; those of a plan are the recorded run's. */
export interface ReplayFlags {
  readonly replay: string;
  readonly runId?: string;
  readonly timeout?: string;
  readonly storeDir?: string;
  readonly record?: string;
}

const allowed = ["replay", "record", "runId", "timeout", "storeDir", "interactive"];
const global = ["json", "logLevel", "color", "envFile"];

/** Starts the replay of a run in the same store. */
export async function replay(
  session: Session,
  path: string | undefined,
  flags: ReplayFlags,
): Promise<ExitCode> {
  refuseOthers(flags);
  const folder = storeFolder(session, flags.storeDir);
  const timeoutMs = readTimeout(flags.timeout);
  const known = { run_id: flags.runId ?? null, file: path ?? null, store: folder };
  Object.assign(session.known, known, { status: null, exit_code: null, replay_of: flags.replay });
  const { events } = await openStore(session, folder).read(flags.replay);
  const { start, source: recorded } = fold(events);
  const simulated = start?.simulated === true;
  Object.assign(session.known, {
    file: recorded.path,
    workflow: start?.workflow ?? null,
    simulated,
  });
  const compile = createCompiler(withModel(session, start?.model), true);
  const source = await readGiven(session, path);
  const hosted = start?.graph && { path: recorded.path, graph: start.graph };
  const host = hosted ? await readUsedHosts(session, hosted) : undefined;
  const request = {
    folder,
    workplace: await openWorkplace(session, {}, { runId: "", store: folder }),
    workflow: recorded.path,
    graph: start?.graph ?? compile(recorded),
    host,
    before: [],
    simulation: simulated ? { script: null } : null,
    virtual: true,
    record: flags.record,
    interactive: false,
    by: loginName(session.env),
  };
  return drive(session, request, (world, { control }) => {
    const runId = flags.runId ?? defaultRunId(world.clock.now(), world.clock.id(6));
    session.known["run_id"] = runId;
    return replayRun(world, {
      recorded: events,
      compile,
      runId,
      control,
      ...(source === undefined ? {} : { source }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  });
}

async function readGiven(
  session: Session,
  path: string | undefined,
): Promise<ReplayOptions["source"]> {
  if (path === undefined) return undefined;
  const { path: name, bytes } = await readSource(session, path);
  // Compiled to see it as the compiler does: a byte-order mark is no part of the text.
  return { path: name, text: compileFor(session, { path: name, source: bytes }, {}).file.text };
}

/** Variables, limits and scripts are those of the recorded run. */
function refuseOthers(flags: ReplayFlags): void {
  const other = Object.keys(flags).find((name) => ![...allowed, ...global].includes(name));
  if (other === undefined) return;
  const flag = `--${other.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new Refusal("INPUT_INVALID", `\`${flag}\` can't go with \`--replay\`.`, {
    hint: `leave it out: a replay has the plan and the answers of \`${flags.replay}\``,
  });
}
