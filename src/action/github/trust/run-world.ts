/** The world of a run on GitHub: with tools of GitHub, agent settings of the base, cut to its tier. */
import type { World } from "#core/engine/world.ts";
import { programEnvironment } from "#src/action/program-environment.ts";
import { openWorld } from "#src/action/world.ts";
import type { WorldRequest } from "#src/action/world.ts";
import type { Door } from "../door.ts";
import { withEnvironments } from "../gates/environment-gates.ts";
import type { Lending } from "../effects/lend.ts";
import { at } from "#src/github/payload.ts";
import { cutToPolicy } from "./policy.ts";
import { cutToTier } from "./tier.ts";
import { withTrustedSettings } from "./trusted-settings.ts";

/** Opens the world of a run. */
export async function openRunWorld(
  door: Door,
  request: WorldRequest,
  lending: Lending,
): Promise<World> {
  const { run, tier, github } = lending;
  const foreign = at(github, "pr", "fork") === true && tier === "sandbox";
  const programs = programEnvironment(door.job, { run, foreign });
  const opened = await openWorld({ ...request, programs });
  const gated = withEnvironments(door, opened, lending.trigger);
  const trusted = withTrustedSettings(door, gated, lending.baseSha);
  return cutToPolicy(door, cutToTier(trusted, tier));
}
