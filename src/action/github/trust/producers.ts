/** Workflow files whose jobs write what Iter reads again. Spec: github §2.4, §8.2. */
import { listAt } from "#src/github/payload.ts";
import type { Door } from "../door.ts";

/** The file of this job, and those that the configuration names. */
export function producersOf({
  config,
  ownWorkflow,
}: Pick<Door, "config" | "ownWorkflow">): readonly string[] {
  const named = listAt(config.state ?? {}, "producers");
  return [ownWorkflow, ...named.filter((path) => typeof path === "string")];
}
