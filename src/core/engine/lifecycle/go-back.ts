/** `--from`: back to an earlier node of the branch that stands. Spec: runtime §20.2. */
import { Refusal } from "#core/run/failure.ts";
import type { ActivationState, BranchState, RunState } from "#core/run/state.ts";

/** The activation that is set aside with all that followed in its branch. */
export interface GoBack {
  readonly activation: string;
  readonly node: string;
  readonly branch: string;
}

/** Where to go back to, and in a new text the new places of the old one's edges. */
export interface GoBackTarget {
  readonly node: string;
  readonly edges?: readonly (number | null)[] | undefined;
}

/**
 * Finds the last activation of a node in the branch that stands; refuses to go past a meeting, or
 * to where an edge led that is gone.
 */
export function goBackTo(state: RunState, { node, edges }: GoBackTarget): GoBack {
  const found = Object.values(state.activations)
    .filter((activation) => activation.node === node && stands(state, activation))
    .at(-1);
  if (!found) {
    throw new Refusal("RESUME_INVALID", `\`${node}\` has not run in a branch that still stands`, {
      hint: "`--from` takes a node that has run; `inspect --run-id … --full` lists them",
    });
  }
  const closed = Object.values(state.forks).find(
    (fork) =>
      fork.closed &&
      fork.setAside !== true &&
      fork.parent === found.branch &&
      isAfter(state, fork.id, found),
  );
  if (closed) {
    throw new Refusal(
      "RESUME_INVALID",
      `between \`${node}\` and now the fork of \`${closed.node}\` has closed`,
      { hint: `go back to a node behind \`${closed.node}\`'s meeting point` },
    );
  }
  if (found.arrivals.some(({ edge }) => edge !== null && isGone(edge, edges))) {
    throw new Refusal(
      "RESUME_INVALID",
      `the edge that led to \`${node}\` is no longer in the file`,
      {
        hint: "put it back, or go back to an earlier node",
      },
    );
  }
  const gathered = gatheredBehind(state, found);
  if (gathered !== undefined) {
    throw new Refusal(
      "RESUME_INVALID",
      `between \`${node}\` and now other branches came to \`${gathered}\`, whose work would be lost`,
      { hint: `go back to \`${gathered}\`, or to a node behind it` },
    );
  }
  return { activation: found.id, node, branch: found.branch };
}

function isGone(edge: number, edges: GoBackTarget["edges"]): boolean {
  return edge < 0 || (edges !== undefined && edges[edge] == null);
}

function stands(state: RunState, { branch, setAside }: ActivationState): boolean {
  return !setAside && state.branches[branch]?.status === "live";
}

/** The last node behind an activation to which other branches came, and went on with its own. */
function gatheredBehind(state: RunState, found: ActivationState) {
  const { id, branch: name, visitsBefore } = found;
  const branch = state.branches[name];
  if (!branch) return undefined;
  const isForeign = ({ arrivals }: Pick<ActivationState, "arrivals">): boolean =>
    arrivals.some((arrival) => arrival.branch !== name);
  // Whoever could not start has its own token before it still.
  if (found.attempt > 0 && branch.token && isForeign(branch.token)) return branch.token.node;
  return behind(state, branch, visitsBefore).findLast((one) => one.id !== id && isForeign(one))
    ?.node;
}

/** The activations of a branch from a visit on, the one in hand included. */
function behind(state: RunState, { visits, activation }: BranchState, from: number) {
  const ids = [...visits.slice(from).map((visit) => visit.activation), activation ?? ""];
  return ids.flatMap((id) => state.activations[id] ?? []);
}

/** True if an activation of the same branch came after another one. */
function isAfter(state: RunState, id: string, other: ActivationState): boolean {
  const ids = Object.keys(state.activations);
  return ids.indexOf(id) >= ids.indexOf(other.id);
}
