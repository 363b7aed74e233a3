/** Compiles a flow for a command, with what its host registers. */
import { toFlowOptions } from "#adapters/functions/flow-options.ts";
import { otherLanguage } from "#adapters/functions/used-files.ts";
import { readHost } from "#adapters/functions/host-file.ts";
import type { FlowHost, HostPlace } from "#adapters/functions/host-file.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import { compileFlow } from "#core/flow.ts";
import type { CalledFile, CompiledFlow } from "#core/flow.ts";
import type { FlowDiagnostic } from "#core/languages/flow/codes.ts";
import { decodeSource } from "#core/text/decode.ts";
import { renderDiagnostics, toDocuments } from "#src/cli/compile.ts";
import { InvalidWorkflow } from "#src/cli/refusals.ts";
import type { Session } from "#src/cli/session.ts";
import { readSource } from "#src/cli/source.ts";
import { useSetting } from "#src/cli/uses.ts";

/** A flow as a command sees it. */
export interface OpenFlow {
  readonly compiled: CompiledFlow;
  readonly host: FlowHost;
}

/** Flags that matter to compiling. */
export interface FlowFlags {
  readonly host?: string;
  readonly strict?: true;
  readonly lint?: true;
}

/** Reads a flow and its host. */
export async function openFlow(
  session: Session,
  path: string,
  flags: FlowFlags,
): Promise<OpenFlow> {
  const { path: name, bytes } = await readSource(session, path);
  const host = readHost(placeOf(session), path, flags.host);
  const { text } = decodeSource(bytes);
  const strict = flags.strict === true || host.options["strict"] === true;
  const options = {
    ...toFlowOptions(host, sha256),
    ...otherLanguage(useSetting(session, {}), path),
    strict,
    lint: flags.lint === true,
  };
  return { compiled: compileFlow({ path: name, text }, options), host };
}

/** Where the host file of a command's flow is. */
export function placeOf({ host, env }: Session): HostPlace {
  return { cwd: host.cwd(), env };
}

/** Diagnostics as data, each with its node. */
export function flowDocuments({ file, diagnostics }: CalledFile): object[] {
  const nodes = diagnostics.map(({ node }) => node);
  return toDocuments(file, diagnostics).map((one, at) => ({ ...one, node_id: nodes[at] ?? null }));
}

/** The refusal of a flow with errors. */
export function refuseFlow(session: Session, { file, diagnostics }: CompiledFlow): InvalidWorkflow {
  const errors: readonly FlowDiagnostic[] = diagnostics.filter(isError);
  const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  return new InvalidWorkflow(`\`${file.path}\` has ${count}.`, {
    diagnostics: toDocuments(file, diagnostics),
    rendered: renderDiagnostics(file, diagnostics, session.output),
  });
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}
