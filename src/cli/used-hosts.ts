/** What the flows of a run are lent. Their hosts are read anew by each process: they are no part of the log. */
import type { FlowHost } from "#adapters/functions/host-file.ts";
import type { HostedFile } from "#adapters/functions/used-hosts.ts";
import type { Session } from "./session.ts";

/** Undefined for a run without flows, for which nothing is loaded. */
export async function readUsedHosts(
  { host, env }: Session,
  file: HostedFile,
): Promise<FlowHost | undefined> {
  if (file.graph.language === "iter" && file.graph.graphs === undefined) return undefined;
  const { readHosts } = await import("#adapters/functions/used-hosts.ts");
  return readHosts({ cwd: host.cwd(), env }, file);
}
