/** Which commit a run works on, and where it comes from. Spec: github §11.2. */
import type { CommitSource } from "#adapters/github/fetch-commit.ts";
import type { Fields } from "#core/graph/value.ts";
import { isOfFork } from "#src/github/auto-mode/limits.ts";
import type { Tier } from "#src/github/tiers.ts";
import type { Door } from "../door.ts";
import type { KeptRun } from "./keeper.ts";

/** A run whose commit is looked for. */
interface WorkingRun {
  readonly run: Pick<KeptRun, "baseSha" | "headSha">;
  readonly tier: Tier;
  /** What the log calls `github`. */
  readonly github: Fields;
  readonly simulated: boolean;
}

/** The run's commit; a fork's that nobody has granted is data, and its base is worked on. */
export function sourceOf(
  {
    job,
    access,
    trusted,
  }: Pick<Door, "access"> & {
    readonly job: Pick<Door["job"], "environment">;
    readonly trusted: Pick<Door["trusted"], "commit">;
  },
  { run, tier, github, simulated }: WorkingRun,
): CommitSource | null {
  if (simulated) return null;
  const foreign = isOfFork(github) && tier !== "sandbox";
  const commit = (foreign ? run.baseSha : run.headSha) ?? trusted.commit;
  const server = job.environment["GITHUB_SERVER_URL"] ?? "https://github.com";
  return { server, repository: access.repository, token: access.token, commit };
}
