/** The proposal of a pull request: a draft first, whatever becomes of it. Spec: github §11.5. */
import { z } from "zod";
import type { OpenedPull } from "#adapters/github/write-api.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Effect } from "#core/run/effect.ts";
import { ToolFault, defineTool } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import { carryOut, clean, markerOf } from "./executor.ts";
import type { Executing, Proposer } from "./executor.ts";
import { refuseProposal } from "./proposals.ts";
import { lastBranch } from "./propose-commits.ts";

const input = z.strictObject({
  title: z.string().min(1),
  body: z.string().default(""),
  base: z.string().min(1).optional(),
  draft: z
    .boolean()
    .optional()
    .describe("`true`: it stays a draft. Default: what the repository says."),
  labels: z.array(z.string().min(1)).default([]).describe("Labels that the repository has."),
  reviewers: z
    .array(z.string().min(1))
    .default([])
    .describe("Logins, and teams as `org/team`, whose review is asked for."),
  closes: z.array(z.int().min(1)).default([]).describe("Issues that merging it closes."),
});
type Wanted = z.infer<typeof input>;

/** The tool that opens one. */
export function createPullRequestTool(executing: Executing): Tool {
  return defineTool({
    name: "github.open_pull_request",
    description: "Opens a draft pull request from the branch that was committed to.",
    readsOnly: false,
    input,
    async run(wanted, proposer) {
      return JSON.stringify(await open(executing, proposer, wanted));
    },
  });
}

async function open(executing: Executing, proposer: Proposer, wanted: Wanted): Promise<Fields> {
  const { api, place } = executing;
  const { title, body, base = place.baseRef, draft = true, labels, reviewers, closes } = wanted;
  const head = lastBranch(proposer);
  if (head === null) throw new ToolFault("nothing was committed yet; use `github.commit`");
  await refuseForeign(executing, wanted);
  const finish = (pull: OpenedPull): Promise<Fields> => finishPull(executing, wanted, pull);
  return carryOut(executing, proposer, {
    kind: "pull_request",
    target: head,
    onto: base,
    content: { title, body, base, closes, draft, labels, reviewers },
    async make(effect: Effect) {
      const lines = closes.map((number) => `Closes #${number}`);
      const text = [markerOf(executing, effect), clean(executing, body), ...lines].join("\n");
      const asked = { title: clean(executing, title, "title"), body: text, head, base };
      return finish(await api.openPull({ ...asked, draft: true }));
    },
    async find() {
      const found = await api.pullOf(head);
      return found === null ? null : finish(found);
    },
  });
}

/** Labels are those that may be set anyway; asking for a review calls people, as a mention does. */
async function refuseForeign(
  { api, limits }: Executing,
  { labels, reviewers }: Wanted,
): Promise<void> {
  const { pullRequest, labels: allowed, mentions } = limits;
  for (const name of labels) {
    if (![...allowed, ...pullRequest.labels].includes(name))
      throw refuseProposal("not_allowed", `the label \`${name}\` isn't in \`label.allowed\``);
    if (!(await api.labelExists(name)))
      throw refuseProposal("not_allowed", `there is no label \`${name}\``);
  }
  const callable = [...pullRequest.reviewers, ...mentions].map(bare);
  const foreign = reviewers.find((name) => !callable.includes(bare(name)));
  if (foreign !== undefined)
    throw refuseProposal(
      "not_allowed",
      `\`${foreign}\` is neither in \`pull-request.reviewers\` nor in \`allowed-mentions\``,
    );
}

/** What is done to one that is open, as often as it takes. */
async function finishPull(
  { api, limits }: Executing,
  wanted: Wanted,
  { id, url, node }: OpenedPull,
): Promise<Fields> {
  const { pullRequest } = limits;
  const labels = [...new Set([...pullRequest.labels, ...wanted.labels])];
  const reviewers = [...new Set([...pullRequest.reviewers, ...wanted.reviewers].map(bare))];
  if (labels.length > 0) await api.label(id, labels, []);
  const ready = !pullRequest.draft && wanted.draft !== true;
  if (ready) await api.markReady(node);
  if (reviewers.length > 0) await api.askReviewers(id, reviewers);
  return { number: id, url, draft: !ready };
}

function bare(name: string): string {
  return name.replace(/^@/, "").toLowerCase();
}
