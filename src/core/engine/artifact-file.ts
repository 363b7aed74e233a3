/** The file of an artifact: the same whenever it is made. Spec: runtime §18, §23.2. */
import type { Fields } from "#core/graph/value.ts";
import type { ActivationState } from "#core/run/state.ts";
import { fitName } from "./perform/spell-id.ts";
import type { RunFile, World } from "./world.ts";

/** What of an activation its artifact is made of. */
export type Published = Pick<ActivationState, "id" | "node" | "output" | "artifact">;

/** The file of what an activation published. */
export function artifactFile(world: World, runId: string, published: Published): RunFile {
  const { id, node, output, artifact } = published;
  const version = artifact?.version ?? 0;
  return jsonFile(world, `artifacts/${fitName(world, node)}/${version}.json`, {
    run_id: runId,
    node_id: node,
    version,
    publish: artifact?.name ?? "",
    activation_id: id,
    data: output,
    written_at: artifact?.writtenAt ?? "",
  });
}

/** A file of JSON, without secrets. */
export function jsonFile({ redact }: World, path: string, document: Fields): RunFile {
  const value = redact ? redact(document) : document;
  return { path, content: `${JSON.stringify(value, null, 2)}\n` };
}
