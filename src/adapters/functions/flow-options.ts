/** How a flow is compiled with what its host registers. */
import { readYamlTree } from "#adapters/files/yaml-tree.ts";
import type { FlowOptions } from "#core/flow.ts";
import type { TreeReader } from "#core/languages/flow/read.ts";
import { mutatingOf, namesOf } from "./host-file.ts";
import type { FlowHost } from "./host-file.ts";

/** Options for compiling; a simulated flow without a host file may name what nobody has yet. */
export function toFlowOptions(
  host: FlowHost,
  sha256: (text: string) => string,
  { simulated = false }: { readonly simulated?: boolean } = {},
): FlowOptions {
  return {
    sha256,
    readTree: treeReader,
    graphs: host.graphs,
    mutating: mutatingOf(host),
    ...(host.path === null && simulated ? {} : { host: namesOf(host) }),
  };
}

/** By the ending of the file's name; JSON needs no reader. */
export function treeReader(path: string): TreeReader | undefined {
  return /\.ya?ml$/.test(path) ? readYamlTree : undefined;
}
