/** `iter convert x.flow.json`: the nearest `.iter` text of a flow. Spec: flow §21.2. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { FlowHost } from "#adapters/functions/host-file.ts";
import { convertFlow } from "#core/languages/flow/convert/convert.ts";
import type { ConvertRemark } from "#core/languages/flow/convert/convert.ts";
import { normalise } from "#core/languages/flow/document.ts";
import { Refusal } from "#core/run/failure.ts";
import { positionAt } from "#core/text/source-file.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { compileFor, renderDiagnostics } from "#src/cli/compile.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import type { Session } from "#src/cli/session.ts";
import { openFlow, refuseFlow } from "./compile.ts";
import type { FlowFlags } from "./compile.ts";

/** Writes the text, or says which nodes have no spelling. */
export async function convertFlowFile(
  session: Session,
  path: string,
  flags: FlowFlags & { readonly output?: string },
): Promise<ExitCode> {
  const { output } = session;
  const { compiled, host } = await openFlow(session, path, flags);
  const { file, document, graph } = compiled;
  if (document === null || graph === null) throw refuseFlow(session, compiled);
  const converted = convertFlow(normalise(document), (name) => commandOf(host, name));
  if ("faults" in converted) {
    const faults = toDocuments(file, converted.faults);
    for (const one of faults) output.note(`${placed(one)} error: ${one.message}`, "error");
    output.document({ file: file.path, converted: false, faults, notes: [] });
    return exitCodes.refused;
  }
  const { text } = converted;
  checkText(session, text);
  const notes = toDocuments(file, converted.notes);
  for (const one of notes) output.note(`${placed(one)} note: ${one.message}`, "warn");
  output.document({ file: file.path, converted: true, faults: [], notes, text });
  if (flags.output === undefined) output.printSource(text.trimEnd());
  else write(session, flags.output, text);
  return exitCodes.done;
}

/** What the other language says of the text; a flow that runs may still break its rules. */
function checkText(session: Session, source: string): void {
  const { file, graph, diagnostics } = compileFor(session, { path: "converted.iter", source }, {});
  if (graph !== null) return;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  throw new Refusal("INVALID_WORKFLOW", "What the flow does breaks a rule of `.iter`.", {
    hint: `the text would be refused:\n${renderDiagnostics(file, errors, session.output)}`,
  });
}

function commandOf({ tools }: FlowHost, name: string): string | undefined {
  const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (!tool || !("command" in tool)) return undefined;
  const { command } = tool;
  return typeof command === "string" ? `{ ${command}; }` : command.map(quote).join(" ");
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

interface Remark {
  readonly node_id: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

function toDocuments(file: SourceFile, remarks: readonly ConvertRemark[]): Remark[] {
  return remarks.map(({ node, text }) => ({
    node_id: node.id,
    file: file.path,
    ...positionAt(file, node.at.id.start),
    message: `\`${node.id}\` (${node.type}): ${text}`,
  }));
}

function placed({ file, line, column }: Remark): string {
  return `${file}:${line}:${column}`;
}

function write({ host, output }: Session, path: string, text: string): void {
  try {
    writeFileSync(resolve(host.cwd(), path), text);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new Refusal("INPUT_INVALID", `\`${path}\` can't be written: ${code}.`, {
      hint: "name a file in a folder that there is",
      cause: error,
    });
  }
  output.print(`Written: ${path}`);
}
