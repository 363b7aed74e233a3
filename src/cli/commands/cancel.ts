/** `iter cancel`: ends a run, in whichever process it goes on. */
import { hostname } from "node:os";
import { createSystemClock } from "#adapters/clocks/system.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import { createTools } from "#adapters/tools/index.ts";
import { cancelRun, isEnded } from "#core/engine/lifecycle.ts";
import type { World } from "#core/engine/world.ts";
import type { Clock } from "#core/ports/clock.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import { addStoreFlag, storeFolder } from "#src/cli/flags.ts";
import type { Session } from "#src/cli/session.ts";
import { requireRun } from "#src/cli/stored-run.ts";
import { isPlayed, loginName, openStore } from "#src/cli/world.ts";
import { versionText } from "#src/version.ts";

interface Flags {
  readonly runId?: string;
  readonly reason?: string;
  readonly storeDir?: string;
}

const unheard =
  "note: the process that has the run hasn't heard yet; it cancels the run as soon as it does";

/** The command. */
export const cancel: CommandModule = {
  declare(command, act) {
    command
      .usage("[options] <run>")
      .argument("[run]", "the run")
      .option("--run-id <id>", "the same")
      .option("--reason <text>", "why");
    addStoreFlag(command);
    act(async (session, args) => {
      const { runId: flag, reason, storeDir } = command.opts<Flags>();
      const { output } = session;
      const runId = requireRun(command.name(), { args, flag });
      session.known["run_id"] = runId;
      const world = await openIdleWorld(session, storeFolder(session, storeDir), runId);
      const by = loginName(session.env);
      const state = await cancelRun(world, { runId, by, reason: reason ?? "cancel" });
      const { status } = state;
      if (!isEnded(state)) output.note(unheard, "warn");
      output.document({ run_id: runId, status });
      output.print(`Run: ${runId}`);
      output.print(`Status: ${status === "cancelled" ? "CANCELLED" : status}`);
      return exitCodes.done;
    });
  },
};

/** A world in which nothing is run. */
async function openIdleWorld(session: Session, folder: string, runId: string): Promise<World> {
  const store = openStore(session, folder);
  const { start, timestamp } = fold((await store.read(runId)).events);
  const never = () => Promise.reject(new Error("nothing is run by a cancel"));
  return {
    store,
    clock: isPlayed(start) ? createClockFrom(timestamp) : createSystemClock(),
    models: { generate: never, hasPrice: () => true, check: () => undefined },
    delegates: { execute: never, check: () => undefined },
    shell: { run: never },
    tools: createTools(),
    kinds: [],
    engineVersion: versionText(),
    process: { pid: session.host.pid, host: hostname() },
    sha256,
    redact: session.redactor.value,
  };
}

/** Real time, counted from the last moment of a simulated run. */
function createClockFrom(timestamp: string): Clock {
  const clock = createSystemClock();
  const offset = Date.parse(timestamp) - clock.now();
  return { ...clock, now: () => clock.now() + offset };
}
