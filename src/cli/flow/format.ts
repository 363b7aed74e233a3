/** `iter format x.flow.json`: what the author wrote, two blanks an indentation. Spec: flow §4. */
import { flowKinds } from "#core/flow.ts";
import { readFlow } from "#core/languages/flow/read.ts";
import type { Value } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import { createSourceFile } from "#core/text/source-file.ts";
import { refuseFlow } from "#src/cli/flow/compile.ts";
import type { Session } from "#src/cli/session.ts";

/** Lays a flow out; the order of nodes, own fields and absent ones stay as they are. */
export function formatFlow(session: Session, path: string, text: string): string {
  if (!path.endsWith(".json")) {
    throw new Refusal("INPUT_INVALID", `\`${path}\` is YAML, and only JSON is laid out.`, {
      hint: "lay it out by hand, or write the flow as JSON",
    });
  }
  const file = createSourceFile(path, text);
  const read = readFlow(file.text, flowKinds);
  if ("document" in read) return `${JSON.stringify(JSON.parse(file.text) as Value, null, 2)}\n`;
  throw refuseFlow(session, { file, document: null, graph: null, diagnostics: read.diagnostics });
}
