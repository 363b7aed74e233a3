/** Checks a commit out where nothing is checked out yet; credentials are never stored. Spec: github §11.2. */
import { readdirSync } from "node:fs";
import { runGit } from "#adapters/processes/git.ts";
import type { Checkout } from "./work.ts";

/** What is fetched, and from where. */
export interface CommitSource {
  /** `GITHUB_SERVER_URL` and `GITHUB_REPOSITORY`. */
  readonly server: string;
  readonly repository: string;
  readonly token: string;
  readonly commit: string;
}

const patienceMs = 10 * 60_000;
/** Enough for what nodes ask of history; a whole one may take minutes. */
const depth = 50;

/**
 * Fetches the commit into an empty folder; false, and nothing done, if the folder holds something.
 *
 * @throws Error with git's words if it can't be fetched.
 */
export async function fetchCommit(checkout: Checkout, source: CommitSource): Promise<boolean> {
  if (readdirSync(checkout.folder).length > 0) return false;
  const { server, repository, commit, token } = source;
  const signal = AbortSignal.timeout(patienceMs);
  const secret = Buffer.from(`x-access-token:${token}`).toString("base64");
  const own = {
    GIT_LFS_SKIP_SMUDGE: "1",
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.${server}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${secret}`,
  };
  const fetch = ["fetch", "--quiet", "--no-tags", "--recurse-submodules=no", `--depth=${depth}`];
  const steps = [
    ["init", "--quiet"],
    [...fetch, `${server}/${repository}.git`, commit],
    ["checkout", "--quiet", "--detach", "--no-recurse-submodules", commit],
  ];
  for (const args of steps) {
    const call = { args, cwd: checkout.folder, signal, own };
    const { exitCode, stderr, fault } = await runGit(checkout.environment, call);
    if (fault !== undefined) throw new Error(`git could not be started: ${fault.message}`);
    if (exitCode !== 0)
      throw new Error(`git ${args[0] ?? ""} failed: ${stderr.replaceAll(secret, "***").trim()}`);
  }
  return true;
}
