/** Proposals that move code: commits and dispatches. Spec: github §11.5. */
import { z } from "zod";
import { StaleBranch } from "#adapters/github/write-api.ts";
import type { Fields } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import type { Effect } from "#core/run/effect.ts";
import { checkPatch, protectedFiles } from "#src/github/effects/check-patch.ts";
import type { Patch } from "#src/github/effects/check-patch.ts";
import type { SafeOutputs } from "#src/github/effects/limits.ts";
import { fitsPatterns } from "#src/github/patterns.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
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
          find: (effect) => findDispatched(executing, effect, { workflow, ref }),
          unsure: {
            what: `\`${workflow}\` was started on \`${ref}\``,
            receipt: { workflow, ref },
          },
        });
        return JSON.stringify(receipt);
      },
    }),
  ];
}

/** The first run of the workflow that we have started since it was meant to be. */
async function findDispatched(
  { place, identities }: Executing,
  { intendedAt }: Effect,
  { workflow, ref }: { readonly workflow: string; readonly ref: string },
): Promise<Fields | null> {
  const branch = ref.replace(/^refs\/heads\//, "");
  // The API tells of whole seconds.
  const since = Math.floor(Date.parse(intendedAt) / 1000) * 1000;
  const run = (await place.api.workflowRuns({ branch })).findLast(
    (one) =>
      textAt(one, "path").split("@")[0]?.endsWith(`/${workflow}`) === true &&
      textAt(one, "event") === "workflow_dispatch" &&
      Date.parse(textAt(one, "created_at")) >= since &&
      identities.includes(numberAt(one, "actor", "id") ?? 0),
  );
  if (run === undefined) return null;
  return { workflow, ref, run: numberAt(run, "id"), url: textAt(run, "html_url") };
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
  const agreed = await agreedPaths(executing, proposer, changes);
  const refused = checkPatch(changes.patch, { ...limits, ...agreed }, secrets);
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
        return { sha: oid, url, branch, ...(await executing.runChecks(branch)) };
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
      return { sha: made.sha, url: "", branch, ...(await executing.runChecks(branch)) };
    },
  });
  if (changes.patch.files.length > 0) await tree.settle(changes.tree, headline, proposer.signal);
  return receipt;
}

/** The protected files that people let the run change: those of this very tree, if it is one that asks. */
async function agreedPaths(
  { asksForProtected, limits }: Executing,
  { effects }: Proposer,
  { patch, tree }: { readonly patch: Patch; readonly tree: string },
): Promise<Pick<SafeOutputs, "protectedPaths"> | null> {
  const { protectedPaths } = limits;
  const kept = protectedFiles(patch, protectedPaths);
  // What the owner's policy keeps is for nobody here to give.
  const allowed = { ...protectedPaths, allow: ["**"] };
  const open = protectedFiles(patch, allowed).length === 0;
  if (!asksForProtected || effects === undefined || kept.length === 0 || !open) return null;
  const paths = kept.map((path) => `- \`${path}\``).join("\n");
  const { approved, reason } = await effects.ask({
    about: "protected-paths",
    text: `The commit changes files that only people change:\n\n${paths}\n\nMay it?`,
    fields: [
      { name: "approved", type: "bool" },
      { name: "reason", type: "string", optional: true },
    ],
    facts: { tree, paths: kept },
  });
  if (approved === true) return { protectedPaths: allowed };
  const why = typeof reason === "string" && reason !== "" ? `: ${reason}` : "";
  throw refuseProposal("protected_path", `the change of protected files was rejected${why}`);
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
