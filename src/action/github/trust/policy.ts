/** Holds runs to the owner's policy: before they begin or go on, and at every tool. Spec: github §3.4. */
import type { World } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { Fields } from "#core/graph/value.ts";
import { isOfFork } from "#src/github/auto-mode/limits.ts";
import { allowsName, findPolicyFault } from "#src/github/policy.ts";
import { explainReason } from "#src/github/reasons.ts";
import { JobRefusal } from "#src/action/job-refusal.ts";
import type { Door } from "../door.ts";

/** What the owner doesn't allow. */
export class PolicyRefusal extends JobRefusal {}

/** @throws PolicyRefusal for a workflow that uses what the policy doesn't allow. */
export function refuseByPolicy({ config }: Pick<Door, "config">, graph: Graph): void {
  const { policy } = config;
  if (policy === undefined) return;
  const fault = findPolicyFault(policy, graph);
  if (fault === null) return;
  const { code, message, hint } = fault;
  throw new PolicyRefusal(code, `${explainReason(code)} ${message}`, { hint });
}

/** @throws PolicyRefusal for a run of a fork that was begun before the policy had no room for any. */
export function refuseForkByPolicy({ config }: Pick<Door, "config">, github: Fields): void {
  if (config.policy?.["forbid-forks"] !== true || !isOfFork(github)) return;
  throw new PolicyRefusal("fork_not_allowed", explainReason("fork_not_allowed"), {
    hint: "bring the change into a branch of this repository, or ask the owner to allow forks",
  });
}

/** The same world without the tools that the policy has no room for. */
export function cutToPolicy<Part extends Pick<World, "tools">>(
  { config }: Pick<Door, "config">,
  world: Part,
): Part {
  const { policy } = config;
  if (policy === undefined || !Object.hasOwn(policy, "tools")) return world;
  const allows = (name: string): boolean => allowsName(policy, "tools", name);
  const { tools } = world;
  return {
    ...world,
    tools: {
      ...tools,
      list: () => tools.list().filter(({ name }) => allows(name)),
      // Servers have tools that nobody has listed.
      async call(name, input, options) {
        if (allows(name)) return tools.call(name, input, options);
        const output = `the tool \`${name}\` may not be used: ${explainReason("policy_tool")}`;
        return { output, failed: true };
      },
    },
  };
}
