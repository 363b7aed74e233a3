/** `cancel` and `pause`: at once, or after the step in hand. Spec: github §4.3. */
import { isDriven } from "#adapters/github/claims.ts";
import { cancelJob, cancelLeft, isInHand } from "../state/cancel.ts";
import { sendSignal } from "../state/signals.ts";
import type { Signal } from "../state/signals.ts";
import type { ThreadRun } from "../state/thread-runs.ts";
import { describeLack } from "../report/permissions.ts";
import { refused } from "./ask.ts";
import type { Act, Ask, Done } from "./ask.ts";
import { isRun, openRuns, pickRun } from "./pick-run.ts";

/** Cancels a run: the job that drives it is told, and one that stands is ended here. */
export const cancel: Act = async (ask, command) => {
  const run = await pickRun(ask, command, openRuns);
  if (!isRun(run)) return run;
  const reason = command.text ?? "cancel";
  if (await isInHand(ask.door, run)) return signal(ask, run, { kind: "cancel", reason });
  const ended = await cancelLeft(ask.door, run, { by: ask.sender.login, reason });
  if (ended === null) return { code: 0, reaction: "+1", reply: null, decision: "cancel" };
  if (ended.reason !== "already_resumed") return refused(ended.reason, ended.words);
  return signal(ask, run, { kind: "cancel", reason });
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
  return signal(ask, run, { kind: "pause", reason: command.text ?? "pause" });
};

/** Nothing more has to be said: the run's own comment tells when it has stopped. */
async function signal(
  { door, sender }: Ask,
  { id, seq }: ThreadRun,
  how: Pick<Signal, "kind" | "reason">,
): Promise<Done> {
  if (!(await sendSignal(door, id, { ...how, by: sender.login, seq })))
    return refused("permission_missing", describeLack("signal"));
  const done = { code: 0, reaction: "+1", reply: null } as const;
  if (how.kind === "pause") return { ...done, decision: "record", reason: "paused" };
  await cancelJob(door, id);
  return { ...done, decision: "cancel" };
}
