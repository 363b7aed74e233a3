/** Cuts the world of a run to its tier: nodes that need more don't start, tools that need more aren't there. Spec: github §11.1. */
import type { World } from "#core/engine/world.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import { RunFailure } from "#core/run/failure.ts";
import { tierOfTool } from "#src/github/tools.ts";
import { reachesTier, tierOfNode } from "#src/github/tiers.ts";
import type { Tier } from "#src/github/tiers.ts";

/** The same world with less in it. */
export function cutToTier<Part extends World>(world: Part, tier: Tier): Part {
  if (tier === "push") return world;
  const { tools, delegates, shell } = world;
  return {
    ...world,
    kinds: world.kinds.map((kind) => guardKind(kind, tier)),
    tools: {
      ...tools,
      list: () => tools.list().filter(({ name }) => reachesTier(tier, tierOfTool(name))),
      // Asked for by a name that a model remembers, a tool is refused as well.
      async call(name, input, options) {
        if (reachesTier(tier, tierOfTool(name))) return tools.call(name, input, options);
        return { output: `the tool \`${name}\` may not be used in this run`, failed: true };
      },
      ...(tools.discover && {
        discover: (servers, options) =>
          reachesTier(tier, "sandbox")
            ? (tools.discover?.(servers, options) ?? Promise.resolve([]))
            : Promise.resolve([]),
      }),
    },
    // Nothing gets here past the kinds; should anything, it ends here.
    delegates: {
      ...delegates,
      execute: (task, options) =>
        reachesTier(tier, "sandbox")
          ? delegates.execute(task, options)
          : Promise.reject(tooLow(task.site.nodeId, tier, "sandbox")),
    },
    shell: {
      run: (task, options) =>
        reachesTier(tier, "sandbox")
          ? shell.run(task, options)
          : Promise.reject(tooLow(task.site.nodeId, tier, "sandbox")),
    },
  };
}

function guardKind(kind: NodeKind, tier: Tier): NodeKind {
  return {
    ...kind,
    start(context) {
      refuse(context.node, tier);
      return kind.start?.(context) ?? {};
    },
  };
}

function refuse(node: GraphNode, tier: Tier): void {
  const needed = tierOfNode(node);
  if (!reachesTier(tier, needed)) throw tooLow(node.id, tier, needed);
}

function tooLow(node: string, tier: Tier, needed: Tier): RunFailure {
  return new RunFailure({
    code: "TOOL_DENIED",
    message: `\`${node}\` needs the tier \`${needed}\`, and this run has \`${tier}\``,
    hint: "start the run from a branch of this repository, or let somebody who may write ask for it",
    retryable: false,
    errors: [{ field: "tier_too_low", message: `${tier} is below ${needed}` }],
  });
}
