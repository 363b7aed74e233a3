/** What a job writes to GitHub, in words for people. */
import { isFields, toText } from "#core/graph/value.ts";
import { listAt, textAt } from "#src/github/payload.ts";
import type { PlayedWrite } from "#testing/github/server.ts";

type Describe = (write: PlayedWrite) => string;

const body = (...path: readonly string[]): Describe => {
  return ({ body: sent }) => textAt(sent, ...path);
};
const thread: Describe = ({ values }) =>
  `#${values["issue_number"] ?? values["pull_number"] ?? "?"}`;

/** By the end of the operation's path; what isn't here is told as GitHub calls it. */
const words: readonly (readonly [RegExp, Describe])[] = [
  [/^POST .*\/git\/refs$/, (write) => `creates ${body("ref")(write)}`],
  [/^PATCH .*\/git\/refs\//, ({ values }) => `moves refs/${values["ref"] ?? "?"}`],
  [/^DELETE .*\/git\/refs\//, ({ values }) => `removes refs/${values["ref"] ?? "?"}`],
  [/^POST .*\/issues\/\{issue_number\}\/comments$/, (write) => `comments on ${thread(write)}`],
  [/^PATCH .*\/issues\/comments\//, ({ values }) => `edits comment ${values["comment_id"] ?? "?"}`],
  [/^POST .*\/reactions$/, (write) => `reacts with ${body("content")(write)}`],
  [/^DELETE .*\/reactions\//, () => "takes a reaction back"],
  [/^POST .*\/check-runs$/, (write) => `opens the check ${body("name")(write)}`],
  [/^PATCH .*\/check-runs\//, (write) => `sets the check: ${checkState(write)}`],
  [
    /^POST .*\/requested_reviewers$/,
    (write) =>
      `asks for a review of ${thread(write)}: ${listAt(write.body, "reviewers").map(toText).join(", ")}`,
  ],
  [/^POST .*\/pulls\/\{pull_number\}\/reviews$/, (write) => `reviews ${thread(write)}`],
  [/^POST .*\/pulls$/, (write) => `opens a pull request: ${body("title")(write)}`],
  [/^POST .*\/issues$/, (write) => `opens an issue: ${body("title")(write)}`],
  [/^POST .*\/labels$/, (write) => `labels ${thread(write)}`],
  [
    /^DELETE .*\/labels\//,
    (write) => `takes label ${write.values["name"] ?? "?"} off ${thread(write)}`,
  ],
  [
    /^POST .*\/rerun-failed-jobs$/,
    ({ values }) => `runs the failed jobs of ${values["run_id"] ?? "a workflow run"} again`,
  ],
  [/^POST .*\/dispatches$/, ({ values }) => `starts ${values["workflow_id"] ?? "a workflow"}`],
  [/^mutation createCommitOnBranch$/, () => "commits to a branch"],
  [/^mutation resolveReviewThread$/, () => "resolves a thread of a review"],
];

const plumbing = /^POST .*\/git\/(?:blobs|trees|commits)$/;

/** A line for each write, in order; objects of git that only a ref makes visible are told together. */
export function describeWrites(writes: readonly PlayedWrite[]): readonly string[] {
  const objects = writes.filter(({ operation }) => plumbing.test(operation)).length;
  const lines = writes.filter(({ operation }) => !plumbing.test(operation)).map(describe);
  return objects === 0 ? lines : [...lines, `(and ${objects} objects of git behind these refs)`];
}

function describe(write: PlayedWrite): string {
  const known = words.find(([pattern]) => pattern.test(write.operation));
  return known?.[1](write) ?? write.operation;
}

function checkState({ body: sent }: PlayedWrite): string {
  const state = textAt(sent, "conclusion") || textAt(sent, "status");
  const title = isFields(sent) ? textAt(sent, "output", "title") : "";
  return title === "" ? state : `${state}, ${title}`;
}
