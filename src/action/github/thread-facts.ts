/** What triggers ask of the thread of an event; read only where one of them does. Spec: github §3.1. */
import { openThreadsApi } from "#adapters/github/threads-api.ts";
import type { ModeContext } from "#src/github/auto-mode/decide-mode.ts";
import { triggerOf } from "#src/github/config/config.ts";
import type { Config, TriggerSettings } from "#src/github/config/config.ts";
import { listAt, numberAt, textAt } from "#src/github/payload.ts";
import type { Door } from "./door.ts";

type ThreadFacts = Pick<ModeContext["facts"], "changed_files" | "pull">;

/** The changed files of a pull request, and the pull request itself where the event only names it. */
export async function readThreadFacts(door: Door): Promise<ThreadFacts> {
  const { client, event, payload } = door;
  const own = numberAt(payload, "pull_request", "number");
  if (own !== null) {
    const looks = event.startsWith("pull_request") && textAt(payload, "action") !== "closed";
    return { changed_files: looks ? await client.changedFiles(own) : [] };
  }
  const [named = null] = listAt(payload, "workflow_run", "pull_requests");
  const number = textAt(payload, "action") === "completed" ? numberAt(named, "number") : null;
  return number === null ? { changed_files: [] } : readNamed(door, number);
}

/** The same of a pull request that something else tells of. */
export async function readNamed(
  { client, access, config }: Pick<Door, "client" | "access" | "config">,
  number: number,
): Promise<ThreadFacts> {
  const [changedFiles, pull] = await Promise.all([
    asks(config, "paths") ? client.changedFiles(number) : [],
    asks(config, "labels", "if") ? openThreadsApi(access).pull(number) : null,
  ]);
  return { changed_files: changedFiles, pull };
}

function asks(config: Config, ...keys: readonly (keyof TriggerSettings)[]): boolean {
  return Object.keys(config.triggers ?? {}).some((name) =>
    keys.some((key) => triggerOf(config, name)?.[key] !== undefined),
  );
}
