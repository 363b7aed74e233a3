/** Opens the way to an MCP server: a program's streams, streamable HTTP, or server-sent events. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import { selectEnvironment } from "#adapters/processes/environment.ts";
import type { McpOptions } from "./around.ts";
import { tokenName } from "./failures.ts";
import { createStdioTransport } from "./stdio-transport.ts";

/** A way to a server. */
export interface Way {
  readonly transport: Transport;
  /** How the server's program ended; undefined while it runs, and for servers that are called. */
  readonly ending: () => string | undefined;
  /** Says goodbye, and ends a program. */
  readonly close: () => Promise<void>;
}

/** How long a server may take to say goodbye. */
const goodbyeMs = 1_000;

/** The way to a server whose secrets are put in; nothing is started or called yet. */
export async function openWay(server: ServerUse, options: McpOptions): Promise<Way> {
  if (server.transport === "stdio") {
    const transport = await createStdioTransport({
      file: server.command ?? "",
      args: server.args ?? [],
      cwd: options.folder,
      env: selectEnvironment(options.env, server.env, server.values ?? {}),
      redact: options.redact,
    });
    return { transport, ending: () => transport.ending(), close: () => transport.close() };
  }
  const url = new URL(server.url ?? "");
  const requestInit = { headers: headersOf(server, options) };
  return createRemote(server.transport, url, requestInit);
}

async function createRemote(
  kind: "http" | "sse",
  url: URL,
  requestInit: { readonly headers: Record<string, string> },
): Promise<Way> {
  const ending = (): undefined => undefined;
  if (kind === "sse") {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- servers that know nothing newer are about
    const { SSEClientTransport } = await import("@modelcontextprotocol/sdk/client/sse.js");
    const transport = new SSEClientTransport(url, { requestInit });
    return { transport: asTransport(transport), ending, close: () => transport.close() };
  }
  const { StreamableHTTPClientTransport } =
    await import("@modelcontextprotocol/sdk/client/streamableHttp.js");
  const transport = new StreamableHTTPClientTransport(url, { requestInit });
  return {
    transport: asTransport(transport),
    ending,
    async close() {
      await Promise.race([
        transport.terminateSession(),
        sleep(goodbyeMs, undefined, { ref: false }),
      ])
        // A server that is gone needs no goodbye.
        .catch(() => undefined);
      await transport.close();
    },
  };
}

/** The SDK's own classes say of optional members that they may be undefined; its interface doesn't. */
function asTransport(transport: unknown): Transport {
  return transport as Transport;
}

/** The server's headers; the token of the environment goes where they name none. */
function headersOf({ name, headers = {} }: ServerUse, { env }: McpOptions): Record<string, string> {
  const token = env[tokenName(name)] ?? "";
  const named = Object.keys(headers).some((key) => key.toLowerCase() === "authorization");
  return token === "" || named ? { ...headers } : { ...headers, Authorization: `Bearer ${token}` };
}
