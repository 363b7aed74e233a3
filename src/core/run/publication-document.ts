/** What a node published, as the document of its file has it. Spec: runtime §18, §23.2. */
import type { Fields } from "../graph/value.ts";
import type { ActivationState } from "./state.ts";

/** What of an activation its artifact is made of. */
export type Published = Pick<ActivationState, "id" | "node" | "output" | "artifact">;

/** The document of what an activation published: the same whenever it is made. */
export function toPublicationDocument(runId: string, published: Published): Fields {
  const { id, node, output, artifact } = published;
  return {
    run_id: runId,
    node_id: node,
    version: artifact?.version ?? 0,
    publish: artifact?.name ?? "",
    activation_id: id,
    data: output,
    written_at: artifact?.writtenAt ?? "",
  };
}
