/** The file of an artifact: the same whenever it is made. Spec: runtime §18, §23.2. */
import type { Fields } from "#core/graph/value.ts";
import { toPublicationDocument } from "#core/run/publication-document.ts";
import type { Published } from "#core/run/publication-document.ts";
import { fitName } from "./spell-id.ts";
import type { RunFile, World } from "./world.ts";

/** The file of what an activation published. */
export function artifactFile(world: World, runId: string, published: Published): RunFile {
  const { node, artifact } = published;
  const path = `artifacts/${fitName(world, node)}/${artifact?.version ?? 0}.json`;
  return jsonFile(world, path, toPublicationDocument(runId, published));
}

/** A file of JSON, without secrets. */
export function jsonFile({ redact }: World, path: string, document: Fields): RunFile {
  const value = redact ? redact(document) : document;
  return { path, content: `${JSON.stringify(value, null, 2)}\n` };
}
