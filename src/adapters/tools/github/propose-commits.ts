/** Proposals that move code: commits and dispatches. Spec: github §11.5. */
import { z } from "zod";
import { StaleBranch } from "#adapters/github/write-api.ts";
import type { Fields } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import type { Effect } from "#core/run/effect.ts";
import { checkPatch } from "#src/github/effects/check-patch.ts";
import { fitsPatterns } from "#src/github/patterns.ts";
import { textAt } from "#src/github/payload.ts";
import { ToolFault, defineTool } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import { carryOut, clean } from "./executor.ts";
import type { Executing, Proposer } from "./executor.ts";
import { loopTrailers, nextAttempt } from "./loop-commits.ts";
import { refuseProposal } from "./proposals.ts";

/** The tools that propose code. */
export function createCommitTools(executing: Executing): readonly Tool[] {
  const { api, limits } = executing;
  return [
    defineTool({
      name: "github.commit",
      description:
        "Commits what was changed in the working tree to the branch of the pull request, or to a new one.",
      readsOnly: false,
      input: z.strictObject({
        message: z.string().min(1),
        branch: z
          .string()
          .min(1)
          .optional()
          .describe("Default: where the pull request comes from."),
      }),
      async run({ message, branch }, proposer) {
        return JSON.stringify(await writeCommit(executing, proposer, { message, branch }));
      },
    }),
    defineTool({
      name: "github.dispatch",
      description: "Starts a workflow that `safe-outputs` allows.",
      readsOnly: false,
      input: z.strictObject({
        workflow: z.string().min(1),
        ref: z.string().min(1).optional(),
        inputs: z.record(z.string(), z.string()).default({}),
      }),
      async run({ workflow, ref = executing.defaultBranch, inputs }, proposer) {
        if (!limits.workflows.includes(workflow))
          throw refuseProposal("not_allowed", `\`${workflow}\` isn't in \`dispatch.workflows\``);
        const receipt = await carryOut(executing, proposer, {
          kind: "dispatch",
          target: workflow,
          onto: ref,
          content: { ref, inputs },
          async make() {
            await api.dispatch(workflow, ref, inputs);
            return { workflow, ref };
          },
          find: null,
        });
        return JSON.stringify(receipt);
      },
    }),
  ];
}

async function writeCommit(
  executing: Executing,
  proposer: Proposer,
  { message, branch: asked }: { readonly message: string; readonly branch: string | undefined },
): Promise<Fields> {
  const { api, limits, tree, secrets, run } = executing;
  const changes = await tree.changes(proposer.signal);
  if (changes.patch.files.length === 0) {
    const before = unsettled(proposer);
    if (before === null) throw new ToolFault("nothing has changed since the last commit");
  }
  const branch =
    asked ?? executing.headRef ?? lastBranch(proposer) ?? `iter/${run}/${slugOf(message)}`;
  await refuseBranch(executing, branch);
  const refused = checkPatch(changes.patch, limits, secrets);
  if (refused !== null) throw refuseProposal(refused.code, refused.message);
  const headline = clean(executing, message.split("\n")[0] ?? "", "title");
  const rest = clean(executing, message.split("\n").slice(1).join("\n"), "commit");
  const attempt = await attemptOf(executing, proposer);
  const expected = lastCommit(proposer, branch) ?? (await startOf(executing, branch, proposer));
  const receipt = await carryOut(executing, proposer, {
    kind: "commit",
    target: branch,
    content: { message, tree: changes.tree },
    async make(effect) {
      await openBranch(executing, branch, expected);
      const body = [
        ...(rest === "" ? [] : [rest, ""]),
        ...trailersOf(executing, proposer, { effect, attempt }),
      ];
      const input = { branch, expectedHead: expected, headline, body: body.join("\n") };
      const { additions, deletions } = changes;
      try {
        const { oid, url } = await api.commit({ ...input, additions, deletions });
        return { sha: oid, url, branch, ci_mode: await executing.runChecks(branch) };
      } catch (fault) {
        if (fault instanceof StaleBranch)
          throw refuseProposal("stale_base", `\`${branch}\` isn't at ${expected.slice(0, 12)}`);
        throw fault;
      }
    },
    async find(effect) {
      if ((await api.branch(branch)) === null) return null;
      const made = (await api.commitsOf(branch)).find(({ message: said }) =>
        said.includes(`Iter-Effect: ${effect.id}`),
      );
      if (made === undefined) return null;
      return { sha: made.sha, url: "", branch, ci_mode: await executing.runChecks(branch) };
    },
  });
  if (changes.patch.files.length > 0) await tree.settle(changes.tree, headline, proposer.signal);
  return receipt;
}

/** Where a branch is taken to be: the pull request's at the commit of the run, a new one at the checkout. */
async function startOf(
  { api, place, headRef, tree }: Executing,
  branch: string,
  { signal }: Proposer,
): Promise<string> {
  const head = await tree.head(signal);
  const ofRun = branch === headRef ? place.headSha : null;
  if (ofRun === null || ofRun === head) return head;
  // Files travel whole: those of another tree would undo what this branch has changed.
  if ((await tree.headTree(signal)) !== (await api.treeOf(ofRun)))
    throw refuseProposal(
      "stale_base",
      `the checkout is at ${head.slice(0, 12)} and \`${branch}\` was at ${ofRun.slice(0, 12)}; have the job check that commit out, or nothing`,
    );
  return ofRun;
}

/** A commit that was made by a job that was lost before its checkout went on. */
function unsettled({ effects, site }: Proposer): Effect | null {
  const own = effects?.list().find((one) => one.kind === "commit" && one.step === site.step);
  return own ?? null;
}

async function refuseBranch(
  { api, limits, headRef, defaultBranch }: Executing,
  branch: string,
): Promise<void> {
  const { branches, pushToHead } = limits.commit;
  if (branch === defaultBranch)
    throw refuseProposal("push_refused", `\`${branch}\` is the default branch`);
  const allowed = (pushToHead && branch === headRef) || fitsPatterns(branch, branches);
  if (!allowed)
    throw refuseProposal("push_refused", `\`commit.branches\` has no place for \`${branch}\``);
  const now = await api.branch(branch);
  if (now?.guarded === true) throw refuseProposal("push_refused", `\`${branch}\` is protected`);
}

async function openBranch({ api }: Executing, branch: string, from: string): Promise<void> {
  if ((await api.branch(branch)) === null) await api.createBranch(branch, from);
}

/** A loop counts its attempts on the thread; elsewhere it is the node's. */
async function attemptOf(
  { loop, place }: Executing,
  proposer: Proposer,
): Promise<readonly string[]> {
  const { site } = proposer;
  if (loop === undefined) return [`Iter-Attempt: ${site.attempt}`];
  const made = commitsOf(proposer).filter(
    ({ step, activation }) => step !== site.step || activation !== site.activationId,
  );
  return loopTrailers(await nextAttempt(place, loop, made));
}

function trailersOf(
  { initiator, run }: Executing,
  { site }: Proposer,
  { effect, attempt }: { readonly effect: Effect; readonly attempt: readonly string[] },
): readonly string[] {
  const mail = `${initiator.id}+${initiator.login}@users.noreply.github.com`;
  return [
    ...(initiator.id === 0 ? [] : [`Co-authored-by: ${initiator.login} <${mail}>`]),
    `Iter-Run: ${run}`,
    `Iter-Node: ${site.nodeId}`,
    ...attempt,
    `Iter-Effect: ${effect.id}`,
  ];
}

function commitsOf({ effects }: Proposer): readonly Effect[] {
  const all = effects?.list() ?? [];
  return all.filter(({ kind, receipt }) => kind === "commit" && isFields(receipt));
}

/** The branch that the run committed to last. */
export function lastBranch(proposer: Proposer): string | null {
  const last = commitsOf(proposer).at(-1);
  return last === undefined ? null : textAt(last.receipt, "branch");
}

function lastCommit(proposer: Proposer, branch: string): string | null {
  const last = commitsOf(proposer)
    .filter(({ receipt }) => textAt(receipt, "branch") === branch)
    .at(-1);
  return last === undefined ? null : textAt(last.receipt, "sha");
}

function slugOf(message: string): string {
  const words = (message.split("\n")[0] ?? "").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return words.replaceAll(/^-+|-+$/g, "").slice(0, 40) || "change";
}
