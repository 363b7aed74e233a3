/** The raw API, at the pace of its job; for a job that only proposes, nothing but its reading side. */
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
  /** Nothing is written, whatever the token may do. */
  readonly readOnly?: boolean;
}

/** A write that was not even asked for; to whoever wanted it, the same as a token that lacks the right. */
class WriteWithheld extends Error {
  override readonly name = "WriteWithheld";
  readonly status = 403;
}

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Opens the raw API. */
export function openOctokit({ token, apiUrl, pace, readOnly }: GithubAccess): Octokit {
  const octokit = new Octokit({ auth: token, baseUrl: apiUrl, log: silent });
  if (pace) keepPace(octokit, pace);
  if (readOnly === true) octokit.hook.before("request", refuseWrite);
  return octokit;
}

function refuseWrite(request: { method: string; url: string; query?: unknown }): void {
  const { method, url, query } = request;
  const asks = url.endsWith("/graphql") && !/^\s*mutation\b/.test(String(query));
  if (method !== "GET" && !asks) throw new WriteWithheld("`effects` lets this job write nothing");
}

function ignore(): void {
  // What matters of a request is in its answer; the log of a job is for people.
}
