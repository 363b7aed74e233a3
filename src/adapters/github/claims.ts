/**
 * The right to drive a run: a ref that can be created once, looked at again before every write.
 * Spec: github §8.4.
 */
import { numberAt } from "#src/github/payload.ts";
import type { Value } from "#core/graph/value.ts";
import { statusOf } from "./answers.ts";
import type { GithubClient } from "./client.ts";
import { isLimited } from "./pace.ts";

/** Who wants to drive a run on from a checkpoint; 0 is its start. */
export interface ClaimRequest {
  readonly run: string;
  readonly seq: number;
  readonly workflowRun: number;
  readonly attempt: number;
  readonly at: string;
  /** A commit whose tree claims share, so that none has to be written. */
  readonly tree: string;
  /** The run stands still: whoever drove it is done with it, even if the job hasn't ended yet. */
  readonly idle: boolean;
}

/** A claim that was made, or why not. */
export type Claimed =
  | { readonly state: "held"; readonly claim: Claim; readonly fresh: boolean }
  | { readonly state: "taken"; readonly by: number | null }
  /** The token may not write refs: then nothing is claimed and order is the server's. */
  | { readonly state: "unavailable" };

/** A right to drive. */
export interface Claim {
  readonly ref: string;
  /** False once another job has taken the run over. */
  holds(): Promise<boolean>;
}

const folder = "iter/claims";
const mostTakeovers = 50;

/** Claims a run; of several jobs that want to, one gets it. */
export async function claimRun(client: GithubClient, request: ClaimRequest): Promise<Claimed> {
  try {
    return await claim(client, request);
  } catch (fault) {
    const status = statusOf(fault);
    const mayNot = status === 422 || (status === 403 && !isLimited(fault));
    if (mayNot) return { state: "unavailable" };
    throw fault;
  }
}

async function claim(client: GithubClient, request: ClaimRequest): Promise<Claimed> {
  const { git } = client;
  const { run, seq, workflowRun, attempt, at } = request;
  const highest = (await listClaims(client, run)).at(-1);
  if (highest !== undefined && highest.seq > seq) {
    const by = await holderOf(client, highest.commit);
    // A later checkpoint is being driven: whoever comes with an older one comes too late.
    if (by !== workflowRun) return { state: "taken", by };
  }
  if (highest !== undefined && highest.seq < seq && !request.idle) {
    const by = await holderOf(client, highest.commit);
    if (by !== workflowRun && !(await isOver(client, by))) return { state: "taken", by };
  }
  const message = JSON.stringify({ run, seq, workflow_run: workflowRun, attempt, at });
  const commit = await git.mark(message, request.tree, []);
  for (let take = 1; take <= mostTakeovers; take += 1) {
    const ref = `${folder}/${run}/${take === 1 ? seq : `${seq}.${take}`}`;
    if (await git.createRef(ref, commit)) return held(client, { run, ref, commit }, take === 1);
    const there = await git.ref(ref);
    const by = there === null ? null : await holderOf(client, there);
    // The same job again, after it was told nothing, or its next attempt: the claim is its own.
    if (by === workflowRun && there !== null)
      return held(client, { run, ref, commit: there }, false);
    if (!(await isOver(client, by))) return { state: "taken", by };
  }
  return { state: "taken", by: null };
}

/** The right that an earlier job of the same workflow run made, for one that may write no refs. */
export async function findOwnClaim(
  client: GithubClient,
  { run, workflowRun }: Pick<ClaimRequest, "run" | "workflowRun">,
): Promise<Claimed> {
  const last = (await listClaims(client, run)).at(-1);
  if (last === undefined) return { state: "unavailable" };
  const by = await holderOf(client, last.commit);
  if (by === workflowRun) return held(client, { run, ref: last.ref, commit: last.commit }, false);
  return (await isOver(client, by)) ? { state: "unavailable" } : { state: "taken", by };
}

function held(
  client: GithubClient,
  { run, ref, commit }: { readonly run: string; readonly ref: string; readonly commit: string },
  fresh: boolean,
): Claimed {
  return {
    state: "held",
    fresh,
    claim: {
      ref,
      async holds() {
        const last = (await listClaims(client, run)).at(-1);
        return last?.ref === ref && last.commit === commit;
      },
    },
  };
}

interface FoundClaim {
  readonly ref: string;
  readonly seq: number;
  readonly take: number;
  readonly commit: string;
}

/** The workflow run that has the right to drive a run, or had it last; null if nobody ever had. */
export async function holderOfRun(client: GithubClient, run: string): Promise<number | null> {
  const last = (await listClaims(client, run)).at(-1);
  return last === undefined ? null : holderOf(client, last.commit);
}

/** True if a job goes on with a run from a checkpoint, and hasn't kept anything since. */
export async function isDriven(
  client: GithubClient,
  { run, seq }: Pick<ClaimRequest, "run" | "seq">,
): Promise<boolean> {
  const last = (await listClaims(client, run)).at(-1);
  if (last === undefined || last.seq < seq) return false;
  return !(await isOver(client, await holderOf(client, last.commit)));
}

/** True if the job that had the right to drive a run has ended; what can't be told counts as driving. */
export async function isAbandoned(client: GithubClient, run: string): Promise<boolean> {
  const holder = await holderOfRun(client, run);
  return holder !== null && (await isOver(client, holder));
}

/** Keeps everybody from going on with a run that is over. */
export async function claimEnd(
  { git }: GithubClient,
  { run, seq, workflowRun, tree }: Pick<ClaimRequest, "run" | "seq" | "workflowRun" | "tree">,
): Promise<void> {
  const message = JSON.stringify({ run, seq, workflow_run: workflowRun, over: true });
  await git.createRef(`${folder}/${run}/${seq}`, await git.mark(message, tree, []));
}

/** The claims of a run in the order in which they take it over. */
async function listClaims({ git }: GithubClient, run: string): Promise<readonly FoundClaim[]> {
  const prefix = `${folder}/${run}/`;
  const refs = await git.refsBelow(prefix);
  return refs
    .map(({ name, commit }) => {
      const [seq = "", take = "1"] = name.slice(prefix.length).split(".");
      return { ref: name, seq: Number(seq), take: Number(take), commit };
    })
    .filter(({ seq, take }) => Number.isSafeInteger(seq) && Number.isSafeInteger(take))
    .toSorted((a, b) => a.seq - b.seq || a.take - b.take);
}

async function holderOf({ git }: GithubClient, commit: string): Promise<number | null> {
  try {
    return numberAt(JSON.parse(await git.message(commit)) as Value, "workflow_run");
  } catch (fault) {
    if (statusOf(fault) !== null) throw fault;
    return null;
  }
}

/** True if that job can't be driving any more; what can't be told counts as driving. */
async function isOver({ jobs }: GithubClient, workflowRun: number | null): Promise<boolean> {
  if (workflowRun === null) return false;
  const found = await jobs.run(workflowRun);
  return found?.status === "completed";
}
