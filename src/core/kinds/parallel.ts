/** Runs other nodes for itself, side by side, and goes on with their outputs. Spec: flow §11.16. */
import type { Outcome } from "#core/run/outcome.ts";
import type { NodeContext, NodeKind } from "./kind.ts";
import { numberField, textsField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { failScoped } from "./scoped/failure.ts";
import { recordOf } from "./scoped/record.ts";

/** What may be a branch: the words of flows, and the kinds that they mean. */
const leaves = {
  strict: { llm: "agent", tool: "function" },
  default: {
    llm: "agent",
    tool: "function",
    map: "map",
    transform: "transform",
    retry_compensate: "compensate",
    subgraph: "subgraph",
  },
};

/** Runs other nodes for itself, side by side. */
export const parallel: NodeKind = defineScopedKind({
  name: "parallel",
  summary: "Runs other nodes for itself, side by side.",
  icon: "⑂",
  flow: {
    type: "parallel",
    fields: [
      {
        name: "branches",
        form: "edges",
        filled: true,
        label: "branch",
        branches: { default: Object.keys(leaves.default), strict: Object.keys(leaves.strict) },
      },
      { name: "next", form: "edge", filled: true, port: "next", label: "join" },
      { name: "max_in_flight", form: "uint", as: "inFlight", optional: true, positive: true },
    ],
  },
  run: runParallel,
});

async function runParallel(context: NodeContext): Promise<Outcome> {
  const { node, frame } = context;
  const branches = textsField(node, "branches");
  checkBranches(context, branches);
  const bound = numberField(node, "inFlight") ?? frame.settings.maxInFlight;
  const outputs = await context.call(
    branches.map((branch) => ({ node: branch })),
    bound,
  );
  const output = Object.fromEntries(branches.map((branch, at) => [branch, outputs[at] ?? null]));
  const recorded = recordOf({ branches }, { output: "outputs", spread: true });
  return { kind: "next", port: "next", output, ...recorded };
}

/** All of them, before the first one starts. */
function checkBranches(context: NodeContext, branches: readonly string[]): void {
  const { node, frame } = context;
  const { strict, maxParallelBranches: max } = frame.settings;
  if (branches.length > max) {
    throw failScoped("ParallelBranchLimitExceeded", {
      node: node.id,
      fields: { actual_branches: branches.length, max_branches: max },
      why: `has ${branches.length} branches, and ${max} are allowed`,
    });
  }
  const allowed = Object.values(strict ? leaves.strict : leaves.default);
  for (const branch of branches) {
    const found = context.findNode(branch);
    if (!found) {
      const hint = "name a node of this flow";
      throw failScoped("NodeNotFound", { node: branch, why: "is no node", hint });
    }
    if (!allowed.includes(found.kind)) throw unsupported(node.id, branch, found.kind);
  }
}

function unsupported(node: string, branch: string, kind: string): Error {
  const reason = `a node of kind ${kind} cannot run as a branch`;
  return failScoped("ParallelBranchUnsupported", {
    node,
    fields: { branch_id: branch, reason },
    why: `cannot run \`${branch}\`: ${reason}`,
    hint: "put it behind the parallel node",
  });
}
