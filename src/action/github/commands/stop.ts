/** `cancel` and `pause`: at once, or after the step in hand. Spec: github §4.3. */
import { isDriven } from "#adapters/github/claims.ts";
import { cancelLeft } from "../state/cancel.ts";
import { sendSignal } from "../state/signals.ts";
import type { Signal } from "../state/signals.ts";
import type { ThreadRun } from "../state/thread-runs.ts";
import { refused } from "./ask.ts";
import type { Act, Ask, Done } from "./ask.ts";
import { isRun, openRuns, pickRun } from "./pick-run.ts";

/** Cancels a run: the job that drives it is told, and one that stands is ended here. */
export const cancel: Act = async (ask, command) => {
  const run = await pickRun(ask, command, openRuns);
  if (!isRun(run)) return run;
  const reason = command.text ?? "cancel";
  if (run.status === "running") return tellDriver(ask, run, reason);
  const ended = await cancelLeft(ask.door, run, { by: ask.sender.login, reason });
  if (ended === null) return { code: 0, reaction: "+1", reply: null, decision: "cancel" };
  if (ended.reason !== "already_resumed") return refused(ended.reason, ended.words);
  return tellDriver(ask, run, reason);
};

/** Pauses a run that a job drives; one that stands waits already. */
export const pause: Act = async (ask, command) => {
  const run = await pickRun(ask, command, openRuns);
  if (!isRun(run)) return run;
  const { client } = ask.door;
  if (run.status !== "running" && !(await isDriven(client, { run: run.id, seq: run.seq })))
    return refused(
      "no_job",
      "No job drives the run: it stands already, and nothing of it goes on.",
    );
  await signal(ask, run, { kind: "pause", reason: command.text ?? "pause" });
  const reply = "The run stops after the step in hand; `retry` goes on with it.";
  return { code: 0, reaction: "+1", reply, decision: "record", reason: "paused" };
};

async function tellDriver(ask: Ask, run: ThreadRun, reason: string): Promise<Done> {
  await signal(ask, run, { kind: "cancel", reason });
  const reply = "The job that drives the run was told to cancel it.";
  return { code: 0, reaction: "+1", reply, decision: "cancel" };
}

function signal(
  { door, sender }: Ask,
  { id, seq }: ThreadRun,
  how: Pick<Signal, "kind" | "reason">,
): Promise<void> {
  return sendSignal(door.client, id, { ...how, by: sender.login, seq });
}
