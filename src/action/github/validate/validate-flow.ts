/** What is wrong with a flow of the head commit, host file and all; loaded for flows alone. Spec: github §2.3. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toFlowOptions } from "#adapters/functions/flow-options.ts";
import { readHost } from "#adapters/functions/host-file.ts";
import { otherLanguage } from "#adapters/functions/used-files.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import { compileFlow } from "#core/flow.ts";
import { toDiagnosticDocument } from "#core/diagnostics/render.ts";
import { toAnnotations } from "#core/report/annotations.ts";
import type { Annotation } from "#core/report/annotations.ts";
import { Refusal } from "#core/run/failure.ts";
import { decodeSource } from "#core/text/decode.ts";
import { useSetting } from "#src/action/uses.ts";

/** Compiles a flow that lies below a folder with all that it needs. */
export function checkFlow(
  folder: string,
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly Annotation[] {
  try {
    const host = readHost({ cwd: folder, env: environment }, path, undefined);
    const { text } = decodeSource(readFileSync(join(folder, path)));
    const { file, diagnostics } = compileFlow(
      { path, text },
      { ...toFlowOptions(host, sha256), ...otherLanguage(useSetting(folder, environment), path) },
    );
    return toAnnotations(diagnostics.map((one) => toDiagnosticDocument(file, one)));
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    return [toAnnotation(path, fault)];
  }
}

/** A host file that can't be read; its message says where. */
function toAnnotation(path: string, { code, message, hint }: Refusal): Annotation {
  const said = hint === undefined ? message : `${message}\nhelp: ${hint}`;
  return { level: "error", file: path, title: code, message: said, startLine: 1, endLine: 1 };
}
