/** The tools by which models read GitHub and propose what is written there. Spec: github §12. */
import type { Tool } from "../index.ts";
import type { GithubPlace } from "./around.ts";
import { createCheckTools } from "./read-checks.ts";
import { createFileTools } from "./read-files.ts";
import { createThreadTools } from "./read-threads.ts";

/** Makes the tools that change nothing. */
export function createReadingTools(place: GithubPlace): readonly Tool[] {
  return [...createThreadTools(place), ...createFileTools(place), ...createCheckTools(place)];
}

export type { GithubPlace } from "./around.ts";
