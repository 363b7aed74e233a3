/**
 * Carries out what nodes propose: checked, recorded, looked for before it is made again.
 *
 * Nodes never hold a token; this is the one place from which a run writes. Spec: github §9, §11.5.
 */
import type { WorkingTree } from "#adapters/github/working-tree.ts";
import type { WriteApi } from "#adapters/github/write-api.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import type { Fields } from "#core/graph/value.ts";
import type { EffectLog } from "#core/ports/effects.ts";
import type { CallSite } from "#core/ports/model.ts";
import type { Effect } from "#core/run/effect.ts";
import type { EffectKind, SafeOutputs } from "#src/github/effects/limits.ts";
import { writeMarker } from "#src/github/markers.ts";
import { explainReason } from "#src/github/reasons.ts";
import { sanitiseOut } from "#src/github/sanitise/sanitise-out.ts";
import type { GithubPlace } from "./around.ts";
import type { Loop } from "./loop-commits.ts";
import { Pending, refuseProposal } from "./proposals.ts";

/** A run as what it writes is made from. */
export interface Executing {
  readonly place: GithubPlace;
  readonly api: WriteApi;
  readonly limits: SafeOutputs;
  readonly run: string;
  readonly repositoryId: number;
  readonly identities: readonly number[];
  readonly stateKey?: string;
  readonly secrets: readonly string[];
  readonly effects: "apply" | "propose" | "none";
  readonly initiator: { readonly id: number; readonly login: string };
  /** The branch of the pull request, if it is one of this repository. */
  readonly headRef: string | null;
  readonly defaultBranch: string;
  readonly tree: WorkingTree;
  /** People may let a run change protected files; without it no proposal does. */
  readonly asksForProtected: boolean;
  /** The loop that the run belongs to, if it mends checks that fail. */
  readonly loop?: Loop;
  /** Sees to it that checks run on what was just pushed; how, or `held` if nobody can. */
  runChecks(
    branch: string,
  ): Promise<{ readonly ci_mode: CiMode; readonly ci_runs?: readonly number[] }>;
  /** Keeps the log where another job finds it, before anything is written. */
  checkpoint(): Promise<void>;
  /** Whose yes is missing before something of these sorts is pushed, or null. */
  unproven(sorts: readonly PushSort[]): Promise<Unproven | null>;
}

/** What a policy may want a gate before. */
export type PushSort = "push" | "dispatch" | "protected-branch";

/** How checks come to run on a commit of ours. */
export type CiMode = "app" | "push-token" | "dispatch" | "held";

/** A gate whose yes can't be read any more where it was given, or one that was never asked. */
export interface Unproven {
  readonly code: "evidence_gone" | "policy_gate_missing";
  readonly what: string;
}

/** Who proposes. */
export interface Proposer {
  readonly site: CallSite;
  readonly effects?: EffectLog | undefined;
  readonly signal: AbortSignal;
  /** The digest of what was proposed, where another job did: nothing else is written. */
  readonly proposed?: string | undefined;
}

/** One write. */
export interface Proposal {
  readonly kind: EffectKind;
  readonly target: string;
  /** The branch that it is meant for, if it changes that only through others. */
  readonly onto?: string;
  /** Everything that makes it what it is. */
  readonly content: Fields;
  /** It is part of what an earlier write of the same call stands for. */
  readonly follows?: boolean;
  make(effect: Effect): Promise<Fields>;
  /** What an earlier job made of it, or null. */
  find(effect: Effect): Promise<Fields | null>;
  /** What isn't found may have been made all the same; people say whether it was, and then this is what came of it. */
  readonly unsure?: { readonly what: string; readonly receipt: Fields };
}

const pushing: ReadonlySet<EffectKind> = new Set(["commit", "pull_request", "dispatch"]);

/** Carries one proposal out, once. */
export async function carryOut(
  executing: Executing,
  { effects, site, proposed }: Proposer,
  proposal: Proposal,
): Promise<Fields> {
  const { kind, target, content } = proposal;
  if (executing.effects === "none") return { written: false, because: "the job writes nothing" };
  if (effects === undefined)
    throw refuseProposal("effects_pending", `\`${kind}\` can't be written from here`);
  const digest = sha256(JSON.stringify([kind, target, content]));
  if (proposed !== undefined && proposal.follows !== true && proposed !== digest)
    throw refuseProposal("stale_proposal", `\`${kind}\` isn't what was proposed`);
  refuseTooMany(executing, effects, { kind, digest, site });
  await refuseUnproven(executing, proposal);
  if (executing.effects === "propose") throw new Pending({ kind, target, digest });
  const { effect, again } = await effects.intend({ kind, target, digest });
  if (effect.receipt !== null) return effect.receipt;
  await executing.checkpoint();
  const found = again ? await findMade(proposal, { effects, effect }) : null;
  const receipt = found ?? (await proposal.make(effect));
  await effects.done(effect, receipt);
  return receipt;
}

/** What came of a write that a lost job has begun; null if it has to be made. */
async function findMade(
  { unsure, ...proposal }: Proposal,
  { effects, effect }: { readonly effects: EffectLog; readonly effect: Effect },
): Promise<Fields | null> {
  const found = await proposal.find(effect);
  if (found !== null || unsure === undefined) return found;
  const { happened } = await effects.ask({
    about: "effect-unknown",
    text: `${explainReason("effect_unknown")} Did this happen: ${unsure.what}? With \`no\` it is done again.`,
    fields: [{ name: "happened", type: "string", enum: ["yes", "no"] }],
    facts: { effect: effect.id },
  });
  return happened === "yes" ? unsure.receipt : null;
}

/** What is pushed behind a gate needs more than a log that says yes. */
async function refuseUnproven(executing: Executing, { kind, onto }: Proposal): Promise<void> {
  if (!pushing.has(kind)) return;
  const guarded = onto !== undefined && (await isGuarded(executing, onto));
  const lack = await executing.unproven([
    kind === "dispatch" ? "dispatch" : "push",
    ...(guarded ? (["protected-branch"] as const) : []),
  ]);
  if (lack !== null) throw refuseProposal(lack.code, lack.what);
}

/** The default branch counts as protected, protected or not. */
async function isGuarded({ api, defaultBranch }: Executing, branch: string): Promise<boolean> {
  const name = branch.replace(/^refs\/heads\//, "");
  return name === defaultBranch || (await api.branch(name))?.guarded === true;
}

function refuseTooMany(
  { limits }: Executing,
  effects: EffectLog,
  {
    kind,
    digest,
    site,
  }: { readonly kind: EffectKind; readonly digest: string; readonly site: CallSite },
): void {
  const others = effects
    .list()
    .filter((one) => one.kind === kind)
    .filter(
      (one) =>
        one.digest !== digest || one.step !== site.step || one.activation !== site.activationId,
    );
  const most = limits.most[kind];
  if (others.length >= most) throw refuseProposal("too_many", `no more than ${most} \`${kind}\``);
}

/** Text as it may be written: no secret, no mention, no hidden word. */
export function clean(
  { limits, secrets }: Executing,
  text: string,
  target: "comment" | "commit" | "title" = "comment",
): string {
  return sanitiseOut(text, { target, secrets, allowed_mentions: limits.mentions });
}

/** The first line of whatever is written. */
export function markerOf(
  { run, repositoryId, stateKey }: Executing,
  effect: Effect,
  more: Fields = {},
): string {
  const payload = { run, effect: effect.id, repository: repositoryId, ...more };
  return writeMarker("effect", payload, stateKey === undefined ? {} : { state_key: stateKey });
}
