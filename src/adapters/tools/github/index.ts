/** The tools by which models read GitHub and propose what is written there. Spec: github §12. */
import type { Tool } from "../index.ts";
import type { GithubPlace } from "./around.ts";
import type { Executing } from "./executor.ts";
import { proposeOnly } from "./proposals.ts";
import { createCommitTools } from "./propose-commits.ts";
import { createPullRequestTool } from "./propose-pull-request.ts";
import { createReplyTool } from "./propose-reply.ts";
import { createWordTools } from "./propose-words.ts";
import { createCheckTools } from "./read-checks.ts";
import { createFileTools } from "./read-files.ts";
import { createThreadTools } from "./read-threads.ts";

/** Makes the tools that change nothing. */
export function createReadingTools(place: GithubPlace): readonly Tool[] {
  return [...createThreadTools(place), ...createFileTools(place), ...createCheckTools(place)];
}

/** Makes the tools that propose writes, which are carried out at once or left to another job. */
export function createProposingTools(executing: Executing): readonly Tool[] {
  const tools = [
    ...createWordTools(executing),
    ...createCommitTools(executing),
    createPullRequestTool(executing),
    createReplyTool(executing),
  ];
  return executing.effects === "propose" ? tools.map(proposeOnly) : tools;
}

export { carryOutProposal } from "./proposals.ts";
export type { CiMode, Executing } from "./executor.ts";
export type { GithubPlace } from "./around.ts";
export { haveEnded } from "./await-checks.ts";
export type { AwaitedChecks } from "./await-checks.ts";
export type { Loop } from "./loop-commits.ts";
export { readFailedJobs } from "./read-checks.ts";
