/** The tools that propose writes, on a GitHub that only remembers what was written. */
import type { CommitInput, Written, WriteApi } from "#adapters/github/write-api.ts";
import type { ThreadsApi } from "#adapters/github/threads-api.ts";
import { createProposingTools } from "#adapters/tools/github/index.ts";
import type { Executing } from "#adapters/tools/github/index.ts";
import type { Tool } from "#adapters/tools/index.ts";
import type { Fields } from "#core/graph/value.ts";
import { PeopleAsked } from "#core/ports/effects.ts";
import type { AsideQuestion, EffectLog } from "#core/ports/effects.ts";
import type { CallSite } from "#core/ports/model.ts";
import type { Effect } from "#core/run/effect.ts";
import { RunFailure } from "#core/run/failure.ts";
import { readSafeOutputs } from "#src/github/effects/limits.ts";
import { writeMarker } from "#src/github/markers.ts";

/** Something that was written. */
export interface WrittenThere {
  readonly what: string;
  readonly [name: string]: unknown;
}

/** How things are. */
export interface Around {
  readonly unproven?: Executing["unproven"];
  readonly commit?: WriteApi["commit"];
  readonly secrets?: readonly string[];
  /** Of `safe-outputs`, besides the usual ones. */
  readonly settings?: Fields;
  readonly policy?: Fields;
  /** What people say; nobody answers without it. */
  readonly said?: (question: AsideQuestion) => Fields;
  readonly asksForProtected?: boolean;
  /** Runs of workflow files, the newest first. */
  readonly workflowRuns?: readonly Fields[];
  /** The one file that was changed. */
  readonly change?: { readonly path: string; readonly line: string };
}

/** The tools of a run with what they write. */
export interface Proposals {
  readonly tools: readonly Tool[];
  readonly effects: EffectLog;
}

const head = "c".repeat(40);
const iter = 41_898_282;
const settings = {
  label: { allowed: ["iter:reviewed"] },
  dispatch: { workflows: ["deploy.yml"] },
};

/** Makes them; each call is a step of its own unless it says the same as one before. */
export function createProposals(around: Around = {}): {
  readonly proposals: Proposals;
  readonly written: readonly WrittenThere[];
  readonly forgetReceipts: () => void;
} {
  const written: WrittenThere[] = [];
  const log: Effect[] = [];
  const effects = createEffects(log, around.said);
  const tools = createProposingTools(executingOf(around, written));
  return {
    proposals: { tools, effects },
    written,
    forgetReceipts() {
      for (const [index, effect] of log.entries()) log[index] = { ...effect, receipt: null };
    },
  };
}

/** Calls a tool as a node would. */
export function call({ tools, effects }: Proposals, name: string, input: Fields): Promise<unknown> {
  const tool = tools.find(({ definition }) => definition.name === name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  const step = JSON.stringify([name, input]);
  const site: CallSite = {
    ...{ runId: "iter_x", nodeId: "a", branchId: "", activationId: "a#0" },
    ...{ step, key: step, attempt: 1 },
  };
  const { signal } = new AbortController();
  return tool.call(input, { signal, site, effects: effectsOf(effects, step) });
}

/** The code that a proposal was refused with. */
export async function refusalOf(made: Promise<unknown>): Promise<string> {
  try {
    await made;
    return "written";
  } catch (fault) {
    if (!(fault instanceof RunFailure)) throw fault;
    return fault.failure.errors?.[0]?.field ?? "";
  }
}

function createEffects(log: Effect[], said: Around["said"]): EffectLog {
  return {
    list: () => log,
    intend(effect) {
      const known = log.find((one) => one.digest === effect.digest);
      if (known !== undefined) return Promise.resolve({ effect: known, again: true });
      const made: Effect = {
        ...{ ...effect, id: String(log.length).padStart(32, "0") },
        ...{
          node: "a",
          activation: "a#0",
          step: "",
          intendedAt: "2026-05-04T09:00:00.500Z",
          receipt: null,
        },
      };
      log.push(made);
      return Promise.resolve({ effect: made, again: false });
    },
    done(effect, receipt) {
      const at = log.findIndex(({ id }) => id === effect.id);
      log[at] = { ...effect, receipt };
      return Promise.resolve();
    },
    ask: (question) =>
      said === undefined ? Promise.reject(new PeopleAsked()) : Promise.resolve(said(question)),
  };
}

/** The log as one step has it. */
function effectsOf(log: EffectLog, step: string): EffectLog {
  return { ...log, intend: async (effect) => withStep(await log.intend(effect), step) };
}

function withStep<Made extends { readonly effect: Effect }>(made: Made, step: string): Made {
  return { ...made, effect: { ...made.effect, step } };
}

function executingOf(around: Around, written: WrittenThere[]): Executing {
  const { unproven, secrets = [], change = { path: "src/a.ts", line: "const a = 1;" } } = around;
  const file = { path: change.path, before: "100644", after: "100644", bytes: 9, binary: false };
  const text = `diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n+${change.line}\n`;
  const changes = { patch: { files: [file], text }, tree: "t", additions: [], deletions: [] };
  return {
    place: { api: threads(around), thread: 42, until: "", headSha: head, baseRef: "main" },
    api: { ...remembering(written), ...(around.commit && { commit: around.commit }) },
    limits: readSafeOutputs({ ...settings, ...around.settings }, around.policy),
    ...{ run: "iter_x", repositoryId: 5001, identities: [iter], secrets, effects: "apply" },
    initiator: { id: 10_002, login: "monalisa" },
    headRef: "fix",
    defaultBranch: "main",
    tree: {
      head: () => Promise.resolve(head),
      headTree: () => Promise.resolve("t"),
      changes: () => Promise.resolve(changes),
      settle: () => Promise.resolve(),
    },
    runChecks: () => Promise.resolve({ ci_mode: "app" }),
    checkpoint: () => Promise.resolve(),
    asksForProtected: around.asksForProtected === true,
    unproven: unproven ?? (() => Promise.resolve(null)),
  };
}

function threads({ workflowRuns = [] }: Around): ThreadsApi {
  const effect = { run: "iter_k7xkg7c8mhjmx0n6xwnm", effect: "0".repeat(32), repository: 5001 };
  const marked = `${writeMarker("effect", effect)}\nA remark.`;
  const thread = (id: string, author: number, body: string) => ({
    id,
    isResolved: false,
    comments: { nodes: [{ databaseId: author, author: { databaseId: author }, body }] },
  });
  const known: Partial<ThreadsApi> = {
    comments: () => Promise.resolve([]),
    reviews: () => Promise.resolve([]),
    workflowRuns: () => Promise.resolve(workflowRuns),
    reviewThreads: () =>
      Promise.resolve([
        thread("of-iter", iter, marked),
        thread("of-the-token's-owner", iter, "By hand."),
        thread("of-monalisa", 10_002, marked),
      ]),
  };
  return known as ThreadsApi;
}

function remembering(written: WrittenThere[]): WriteApi {
  const remember = (what: string, more: object): Promise<Written> => {
    written.push({ what, ...more });
    return Promise.resolve({ id: written.length, url: "" });
  };
  const done = async (what: string, more: object): Promise<void> => {
    await remember(what, more);
  };
  return {
    comment: (thread, body) => remember("comment", { thread, body }),
    review: (thread, review) => remember("review", { thread, ...review }),
    remarks: () => Promise.resolve([]),
    editRemark: (id, body) => done("remark", { id, body }),
    resolve: (id) => done("resolve", { id }),
    reply: (thread, body) => remember("reply", { thread, body }),
    labelExists: () => Promise.resolve(true),
    label: (thread, add, remove) => done("label", { thread, add, remove }),
    openIssue: (issue) => remember("issue", issue),
    issues: () => Promise.resolve([]),
    branch: (name) => Promise.resolve({ sha: head, guarded: name === "iter/safe" }),
    createBranch: (name, sha) => done("branch", { name, sha }),
    async commit(input: CommitInput) {
      await remember("commit", input);
      return { oid: "d".repeat(40), url: "" };
    },
    treeOf: () => Promise.resolve("t"),
    commitsOf: () => Promise.resolve([]),
    pullOf: () => Promise.resolve(null),
    openPull: async (pull) => ({ ...(await remember("pull", pull)), node: "PR_1" }),
    markReady: (node) => done("ready", { node }),
    askReviewers: (number, reviewers) => done("reviewers", { number, reviewers }),
    dispatch: (workflow, ref, inputs) => done("dispatch", { workflow, ref, inputs }),
  };
}
