/** The runs that earlier jobs left, read from their checkpoints. */
import { warning } from "@actions/core";
import { BadCheckpoint, loadCheckpoint } from "#adapters/github/checkpoints.ts";
import type { Marker } from "#src/github/markers.ts";
import type { RunEvent } from "#core/run/events.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { Interaction, RunState } from "#core/run/state.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import type { Door } from "./door.ts";

/** A run that may go on. */
export interface LeftRun {
  readonly id: string;
  readonly seq: number;
  readonly trigger: string;
  readonly headSha: string | null;
  readonly baseSha: string | null;
  readonly expiresAt: string | null;
  readonly initiatorId: number;
  readonly initiatorLogin: string;
  /** Null for a run that belongs to none. */
  readonly thread: number | null;
  readonly log: string;
  readonly events: readonly RunEvent[];
  readonly state: RunState;
  readonly gates: readonly Interaction[];
  /** Ids of those who were counted at a gate. */
  answeredBy(gate: Interaction): readonly number[];
}

/** The run of a marker as it was left; null if there is nothing that could be used. */
export async function loadRun(
  { client, repositoryId }: Door,
  thread: number | null,
  marker: Marker,
): Promise<LeftRun | null> {
  const [id, commit] = [textAt(marker, "run"), textAt(marker, "commit")];
  if (commit === "") return null;
  try {
    const wanted = { run: id, commit, repository: repositoryId };
    const { manifest, log } = await loadCheckpoint(client, wanted);
    const events = readEvents(log);
    const state = fold(events);
    const ids = new Map([...(await idsOf(client, state))]);
    return {
      id,
      seq: numberAt(manifest, "seq") ?? 0,
      trigger: textAt(manifest, "trigger"),
      headSha: textAt(manifest, "head_sha") || null,
      baseSha: textAt(manifest, "base_sha") || null,
      expiresAt: textAt(marker, "expires") || null,
      initiatorId: numberAt(manifest, "initiator", "id") ?? 0,
      initiatorLogin: textAt(manifest, "initiator", "login"),
      thread: thread ?? numberAt(manifest, "thread"),
      log,
      events,
      state,
      gates: Object.values(state.interactions),
      answeredBy: ({ submissions }) => submissions.map(({ by }) => ids.get(by) ?? 0),
    };
  } catch (fault) {
    if (!(fault instanceof BadCheckpoint)) throw fault;
    warning(`The checkpoint of ${id} can't be used: ${fault.message}.`);
    return null;
  }
}

/** The log has names; people are told apart by their ids. */
async function idsOf(
  client: Door["client"],
  state: RunState,
): Promise<readonly (readonly [string, number])[]> {
  const names = Object.values(state.interactions).flatMap(({ submissions }) =>
    submissions.map(({ by }) => by),
  );
  return Promise.all(
    [...new Set(names)].map(async (name) => {
      const { permission } = await client.permission(name);
      return [name, permission?.user_id ?? 0] as const;
    }),
  );
}

function readEvents(log: string): readonly RunEvent[] {
  return log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as RunEvent);
}
