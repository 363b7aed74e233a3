/** The raw API, at the pace of its job. */
import { Octokit } from "@octokit/rest";
import { keepPace } from "./pace.ts";
import type { Pace } from "./pace.ts";

/** How a client is opened. */
export interface GithubAccess {
  readonly token: string;
  /** `GITHUB_API_URL` and `GITHUB_REPOSITORY`. */
  readonly apiUrl: string;
  readonly repository: string;
  /** At which requests are made; without it each is made once, at once. */
  readonly pace?: Pace;
  /** Where our own refs lie: `refs/iter` if left out. */
  readonly refs?: string;
}

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Opens the raw API. */
export function openOctokit({ token, apiUrl, pace }: GithubAccess): Octokit {
  const octokit = new Octokit({ auth: token, baseUrl: apiUrl, log: silent });
  if (pace) keepPace(octokit, pace);
  return octokit;
}

function ignore(): void {
  // What matters of a request is in its answer; the log of a job is for people.
}
