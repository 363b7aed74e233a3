/** The kinds of nodes, in the order in which the documentation lists them. */
import { agent } from "./agent/agent.ts";
import { compute } from "./compute/compute.ts";
import { done } from "./done/done.ts";
import { fail } from "./fail/fail.ts";
import { human } from "./human/human.ts";
import { join } from "./join/join.ts";
import { judge } from "./judge/judge.ts";
import type { NodeKind } from "./kind.ts";
import { router } from "./router/router.ts";
import { tool } from "./tool/tool.ts";
import { use } from "./use/use.ts";

/** Every kind of node. */
export const kinds: readonly NodeKind[] = [
  agent,
  judge,
  router,
  join,
  human,
  tool,
  compute,
  use,
  done,
  fail,
];
