/** `iter diagram x.flow.json`: a flow as Mermaid text. */
import { drawFlow } from "#core/languages/flow/diagram.ts";
import { renderDiagnostics } from "#src/cli/compile.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import type { Session } from "#src/cli/session.ts";
import { openFlow, refuseFlow } from "./compile.ts";
import type { FlowFlags } from "./compile.ts";

/** Draws a flow, valid or not, as long as it can be read. */
export async function drawFlowFile(
  session: Session,
  path: string,
  flags: FlowFlags & { readonly view: "compact" | "detailed" | "full" },
): Promise<ExitCode> {
  const { compiled } = await openFlow(session, path, flags);
  const { file, document, diagnostics, graph } = compiled;
  if (document === null) throw refuseFlow(session, compiled);
  const found = renderDiagnostics(file, diagnostics, session.output);
  if (found !== "") session.output.note(`${found}\n`, "warn");
  const detail = { compact: "none", detailed: "cut", full: "full" } as const;
  const mermaid = drawFlow(document, {
    strict: flags.strict === true,
    detail: detail[flags.view],
  });
  session.output.print(mermaid.trimEnd());
  const { name } = document;
  session.output.document({ file: file.path, workflow_name: name, view: flags.view, mermaid });
  return graph === null ? exitCodes.refused : exitCodes.done;
}
