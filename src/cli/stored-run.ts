/** Which stored run a command is about, and what it holds. */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunStore } from "#core/ports/store.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Session } from "./session.ts";

/** How a run may be named: as an argument, or by the flag. */
export interface Named {
  readonly args: readonly string[];
  readonly flag: string | undefined;
}

/** The run that is named, or undefined. */
export function namedRun({ args, flag }: Named): string | undefined {
  const [first, second] = [...args, ...(flag === undefined ? [] : [flag])];
  if (second === undefined || second === first) return first;
  throw new Refusal("INPUT_INVALID", `Two runs are named: \`${first ?? ""}\` and \`${second}\`.`, {
    hint: "name one",
  });
}

/** The run that is named: what changes a run is never about one that nobody named. */
export function requireRun(command: string, named: Named): string {
  const runId = namedRun(named);
  if (runId !== undefined) return runId;
  throw new Refusal("INPUT_INVALID", "Missing required argument `run`.", {
    hint: `name a run, \`${command} --run-id ID\`; \`iter inspect\` lists them`,
  });
}

/** The run that is named, or the latest one. */
export async function findRun(session: Session, store: RunStore, named: Named): Promise<string> {
  const runId = namedRun(named) ?? (await latestRun(store));
  if (runId === undefined) {
    throw new Refusal("RUN_NOT_FOUND", `There are no runs in ${store.location}.`, {
      hint: "start one by `iter run`, or name another store with --store-dir",
    });
  }
  session.known["run_id"] = runId;
  return runId;
}

/** The run that was started last; one that can't be read is passed over. */
async function latestRun(store: RunStore): Promise<string | undefined> {
  let latest: { readonly runId: string; readonly startedAt: string } | undefined;
  for (const runId of await store.list()) {
    const startedAt = await startOf(store, runId);
    if (startedAt !== undefined && startedAt >= (latest?.startedAt ?? "")) {
      latest = { runId, startedAt };
    }
  }
  return latest?.runId;
}

/** The cache beside the log says it; only without one the log is read. */
async function startOf(store: RunStore, runId: string): Promise<string | undefined> {
  const created = (await readCache(store, runId))?.["created_at"];
  if (typeof created === "string") return created;
  try {
    return (await store.read(runId)).events[0]?.timestamp;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** `run.json` as fields; undefined if it is gone, can't be read or holds something else. */
async function readCache(store: RunStore, runId: string): Promise<Fields | undefined> {
  try {
    const value = JSON.parse((await store.readFile(runId, "run.json")) ?? "null") as Value;
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
