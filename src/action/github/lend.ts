/** The tools of GitHub as one run has them. Spec: github §12. */
import { openThreadsApi } from "#adapters/github/threads-api.ts";
import { createReadingTools } from "#adapters/tools/github/index.ts";
import type { GithubPlace } from "#adapters/tools/github/index.ts";
import type { Tool } from "#adapters/tools/index.ts";
import type { Fields } from "#core/graph/value.ts";
import { textAt } from "#src/github/payload.ts";
import { reachesTier } from "#src/github/tiers.ts";
import type { Tier } from "#src/github/tiers.ts";
import { tierOfTool } from "#src/github/tools.ts";
import type { Door } from "./door.ts";

/** What a run is to its tools. */
export interface Lending {
  readonly thread: number | null;
  readonly headSha: string | null;
  readonly tier: Tier;
  /** What the log calls `github`. */
  readonly github: Fields;
}

/** The tools that the tier of the run allows. */
export function lendTools(door: Door, { thread, headSha, tier, github }: Lending): readonly Tool[] {
  const place: GithubPlace = {
    api: openThreadsApi(door.access),
    thread,
    until: textAt(github, "at"),
    headSha,
    baseRef:
      textAt(github, "pr", "base_ref") || textAt(door.payload, "repository", "default_branch"),
  };
  const tools = createReadingTools(place);
  return tools.filter(({ definition }) => reachesTier(tier, tierOfTool(definition.name)));
}
