/** A run's world in which delegates find the agent settings of the base. Spec: github §11.2. */
import { dirname, join } from "node:path";
import { openTrustedTree } from "#adapters/github/trusted-tree.ts";
import type { World } from "#core/engine/world.ts";
import { withBaseSettings } from "./agent-settings.ts";
import { withSettledLooks } from "./settled-looks.ts";
import type { Whose } from "./settled-looks.ts";
import type { Door } from "../door.ts";

/** The world; without a base its settings are those of the trusted tree. */
export function withTrustedSettings(
  { job, client, trusted }: Door,
  world: World,
  baseSha: string | null,
): World {
  const folder = dirname(job.store);
  const base =
    baseSha === null || baseSha === trusted.commit
      ? trusted
      : openTrustedTree(client, { commit: baseSha, folder: join(folder, "iter-base") });
  const place = { tree: job.workspace, base, held: join(folder, "iter-held") };
  let whose: Whose = "change";
  const delegates = withBaseSettings(world.delegates, place, (now) => {
    whose = now;
  });
  const { workspace } = world;
  if (workspace === undefined) return { ...world, delegates };
  return { ...world, delegates, workspace: withSettledLooks(workspace, () => whose) };
}
