/** Files made from the state at every pause and at the end; deleting them loses nothing. Spec: runtime §23. */
import type { RunWriter } from "#core/ports/store.ts";
import { toInteractionDocument } from "#core/run/interaction-document.ts";
import type { Interaction, RunState } from "#core/run/state.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";
import { artifactFile, jsonFile } from "../artifact-file.ts";
import { fitName } from "../spell-id.ts";
import type { World } from "../world.ts";

/** Writes the caches of a run. */
export async function writeCaches(
  world: World,
  writer: RunWriter,
  state: RunState,
  work: WorkGraph,
): Promise<void> {
  const interactions = Object.values(state.interactions).map((gate) =>
    jsonFile(world, interactionPath(world, gate), toInteractionDocument(gate, state.runId)),
  );
  const release = world.clock.hold?.();
  try {
    for (const file of [...interactions, ...(world.caches?.(state, work.graph) ?? [])]) {
      await writer.writeFile(file.path, file.content);
    }
  } finally {
    release?.();
  }
}

/** Its name is the gate's id; logs of earlier versions may have ids that are too long for one. */
function interactionPath(world: World, { id }: Interaction): string {
  return `interactions/${fitName(world, id)}.json`;
}

/** Writes artifacts again whose files are gone or spoilt; what they hold is in the log. Spec: runtime §4.3. */
export async function restoreArtifacts(
  world: World,
  writer: RunWriter,
  state: RunState,
): Promise<void> {
  if (Object.keys(state.artifacts).length === 0) return;
  const release = world.clock.hold?.();
  try {
    for (const activation of Object.values(state.activations)) {
      if (activation.artifact === null || activation.status !== "finished") continue;
      const { path, content } = artifactFile(world, state.runId, activation);
      const there = await readIfPossible(world, state.runId, path);
      if (there !== content) await writer.writeFile(path, content);
    }
  } finally {
    release?.();
  }
}

/** What can't be read is written again: if that isn't possible either, the store says so. */
async function readIfPossible(
  { store }: World,
  runId: string,
  path: string,
): Promise<string | undefined> {
  try {
    return await store.readFile(runId, path);
  } catch {
    return undefined;
  }
}
