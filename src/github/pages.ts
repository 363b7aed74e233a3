/** What `iter explain` tells of the codes of GitHub's side: findings of a check, and reasons. */
import { reasons } from "./reasons.ts";

/** One page. */
export interface GithubPage {
  readonly title: string;
  readonly text: string;
  /** What shows more of it, or mends it. */
  readonly example: string;
}

/** What each finding of `iter github check` is about. */
const findings: Readonly<Record<string, string>> = {
  G001: "The configuration is missing or has mistakes",
  G002: "A trigger names what is not there or can't be run",
  G003: "No workflow file has an event that a trigger waits for",
  G004: "A job lacks a permission that Iter needs",
  G005: "A job has a permission that Iter doesn't need",
  G006: "A concurrency group drops or delays commands",
  G007: "The environment of a gate is missing, or nobody must approve it",
  G008: "Gates wait for reviews, and no workflow passes reviews on",
  G009: "A team may approve, and no token can tell who is in it",
  G010: "A secret that a job names is not set",
  G011: "An action is not pinned to a commit",
  G012: "A job checks foreign code out where secrets are",
  G013: "The checks that a trigger watches are missing, or can't be dispatched",
  G014: "Checkpoints are kept for less time than a gate is open",
  G015: "Conversations of a public repository are not kept without a key",
  G016: "Everybody may answer a gate of a public repository",
  G017: "Nothing starts the sweeper, which ends gates that expire",
  G018: "GitHub Enterprise Server takes no artifacts of this kind",
};

/** Every page by its code. */
export const githubPages: Readonly<Record<string, GithubPage>> = {
  ...Object.fromEntries(
    Object.entries(findings).map(([code, title]) => [
      code,
      {
        title,
        text: "`iter github check` says where, and what mends it. An error keeps runs from starting or gates from being answered; a warning is for you to judge.",
        example: "iter github check",
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(reasons).map(([code, title]) => [
      code,
      {
        title,
        text: "It is the output `reason-code` of the Action, and stands in its log and in replies on GitHub.",
        example: "iter github simulate event.json",
      },
    ]),
  ),
};
