/** `iter format x.flow.json`: what the author wrote, two blanks an indentation. Spec: flow §4. */
import { parseDocument } from "yaml";
import { treeReader } from "#adapters/functions/flow-options.ts";
import { flowKinds } from "#core/flow.ts";
import { readFlow } from "#core/languages/flow/read.ts";
import type { Value } from "#core/graph/value.ts";
import { createSourceFile } from "#core/text/source-file.ts";
import { refuseFlow } from "#src/cli/flow/compile.ts";
import type { Session } from "#src/cli/session.ts";

/** Lays a flow out; the order of nodes, comments, own fields and absent ones stay as they are. */
export function formatFlow(session: Session, path: string, text: string): string {
  const file = createSourceFile(path, text);
  const readTree = treeReader(path);
  const read = readFlow(file.text, flowKinds, readTree);
  if ("diagnostics" in read) {
    const { diagnostics } = read;
    throw refuseFlow(session, { file, document: null, graph: null, diagnostics, called: [] });
  }
  if (readTree !== undefined) return formatYaml(file.text);
  return `${JSON.stringify(JSON.parse(file.text) as Value, null, 2)}\n`;
}

function formatYaml(text: string): string {
  const document = parseDocument(text, { version: "1.2", schema: "core" });
  return document.toString({ indent: 2, indentSeq: true, lineWidth: 0 });
}
