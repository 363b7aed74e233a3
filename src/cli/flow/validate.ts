/** `iter validate x.flow.json`: what is wrong with a flow, and what is likely to go wrong. */
import { normalise } from "#core/languages/flow/document.ts";
import { renderDiagnostics } from "#src/cli/compile.ts";
import { quantity } from "#src/cli/quantity.ts";
import type { Session } from "#src/cli/session.ts";
import { flowDocuments, openFlow } from "./compile.ts";
import type { FlowFlags } from "./compile.ts";

/** What was found, as the document of `validate --json` has it. */
export interface ValidatedFlow {
  readonly file: string;
  readonly valid: boolean;
  readonly workflow_name: string | null;
  readonly node_count: number;
  readonly edge_count: number;
  readonly diagnostics: readonly object[];
}

/** Checks a flow, says what was found, and gives its document. */
export async function validateFlowFile(
  session: Session,
  path: string,
  flags: FlowFlags,
): Promise<ValidatedFlow> {
  const { output } = session;
  const { compiled } = await openFlow(session, path, flags);
  const { file, document, graph } = compiled;
  const all = [compiled, ...compiled.called];
  for (const one of all) {
    const text = renderDiagnostics(one.file, one.diagnostics, output);
    if (text !== "") output.note(`${text}\n`, one.graph === null ? "error" : "warn");
  }
  const reported = all.flatMap((one) => one.diagnostics);
  const errors = reported.filter(({ severity }) => severity === "error").length;
  const warnings = reported.length - errors;
  const found = [
    ...(errors === 0 ? [] : [quantity(errors, "error")]),
    ...(warnings === 0 ? [] : [quantity(warnings, "warning")]),
  ];
  const valid = errors === 0;
  const nodes = document?.nodes.length ?? 0;
  const name = document === null ? null : normalise(document).name;
  const summary = !valid
    ? output.paint("red", "not valid", "stdout")
    : `${output.paint("green", "valid", "stdout")}: flow \`${name ?? ""}\`, ${quantity(nodes, "node")}`;
  output.print([`${file.path}: ${summary}`, ...found].join(", "));
  return {
    file: file.path,
    valid,
    workflow_name: name === "" ? null : name,
    node_count: nodes,
    edge_count: graph?.edges.length ?? 0,
    diagnostics: all.flatMap(flowDocuments),
  };
}
