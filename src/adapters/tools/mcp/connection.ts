/** One connection to one MCP server: greeted, its tools listed, ready to be called. */
import { createHash } from "node:crypto";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type * as Types from "@modelcontextprotocol/sdk/types.js";
import type {
  CallToolResult,
  ElicitResult,
  Progress,
  Tool,
} from "@modelcontextprotocol/sdk/types.js";
import { toCanonicalJson } from "#core/graph/hash.ts";
import { fillServer } from "#core/graph/mcp-servers.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { DiscoveredServer, DiscoveredTool } from "#core/run/discovered-tools.ts";
import { versionText } from "#src/version.ts";
import type { McpOptions, Patience } from "./around.ts";
import { describeError, statusOf, unreachable, withoutSecrets } from "./failures.ts";
import { openWay } from "./open-transport.ts";
import type { Way } from "./open-transport.ts";
import type { Elicitation } from "./questions.ts";

/** A call of a tool by the server's own name for it. */
export interface RemoteCall {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Answers questions of the server. */
  readonly onQuestion: (asked: Elicitation) => ElicitResult;
}

/** A server that answers. */
export interface Connection {
  /** How it ended; undefined while it is there. */
  lost(): string | undefined;
  /** Its tools; asked for again if the server said that they have changed. */
  tools(): Promise<DiscoveredServer>;
  /** True once after the tools were asked for. */
  takeNews(): boolean;
  call(call: RemoteCall): Promise<CallToolResult>;
  close(): Promise<void>;
}

/** What a connection is made of. */
export interface ConnectRequest {
  readonly server: ServerUse;
  readonly options: McpOptions;
  readonly patience: Patience;
  readonly signal: AbortSignal;
}

/** More pages than this, and the server goes round in circles. */
const mostPages = 1_000;

/** Starts or calls a server, and asks for its tools: a server that lists them is well. */
export async function connect(request: ConnectRequest): Promise<Connection> {
  const { server, unset } = fillServer(request.server, request.options.env);
  if (unset.length > 0) throw withoutSecrets(server, unset);
  try {
    return await connectBy(request, server);
  } catch (error) {
    // A server of the older kind refuses streamable HTTP with one of these.
    const isOld = server.transport === "http" && [400, 404, 405].includes(statusOf(error) ?? 0);
    const older = isOld ? connectBy(request, { ...server, transport: "sse" }) : undefined;
    const connection = await older?.catch(() => undefined);
    if (connection) return connection;
    request.signal.throwIfAborted();
    throw unreachable(request.server, error);
  }
}

async function connectBy(request: ConnectRequest, server: ServerUse): Promise<Connection> {
  const { options, patience, signal } = request;
  const way = await openWay(server, options);
  const [{ Client }, types] = await Promise.all([
    import("@modelcontextprotocol/sdk/client/index.js"),
    import("@modelcontextprotocol/sdk/types.js"),
  ]);
  const client = new Client(
    { name: "iter", version: versionText() },
    { capabilities: { elicitation: {} } },
  );
  const listeners = new Set<RemoteCall["onQuestion"]>();
  client.setRequestHandler(types.ElicitRequestSchema, ({ params }) => {
    // Nothing says which of several calls it belongs to, and no call may wait for another's answer.
    const [listener, other] = [...listeners];
    if (listener === undefined || other !== undefined) return { action: "decline" };
    const schema = "requestedSchema" in params ? (params.requestedSchema as Value) : null;
    return listener({ message: params.message, schema });
  });
  const connection = createConnection({ client, way, types, listeners, server, patience });
  try {
    await client.connect(way.transport, { timeout: patience.connectMs, signal });
    await connection.tools();
    return connection;
  } catch (error) {
    const ending = way.ending();
    await connection.close();
    throw ending === undefined ? error : new Error(ending, { cause: error });
  }
}

interface Parts {
  readonly client: Client;
  readonly way: Way;
  readonly types: typeof Types;
  readonly listeners: Set<RemoteCall["onQuestion"]>;
  readonly server: ServerUse;
  readonly patience: Patience;
}

function createConnection({ client, way, types, ...parts }: Parts): Connection {
  const { listeners, server, patience } = parts;
  let lost: string | undefined;
  let known: DiscoveredServer | undefined;
  let news = false;
  client.onclose = () => {
    lost ??= way.ending() ?? "the connection was closed";
  };
  client.setNotificationHandler(types.ToolListChangedNotificationSchema, () => {
    known = undefined;
  });
  return {
    lost: () => lost,
    async tools() {
      if (known) return known;
      const tools = await listTools(client, types, patience);
      known = { name: server.name, tools: tools.map((tool) => toDiscovered(server.name, tool)) };
      news = true;
      return known;
    },
    takeNews() {
      const taken = news;
      news = false;
      return taken;
    },
    async call({ tool, input, signal, onProgress, onQuestion }) {
      listeners.add(onQuestion);
      try {
        return await client.request(
          { method: "tools/call", params: { name: tool, arguments: input } },
          types.CallToolResultSchema,
          {
            signal,
            timeout: patience.callMs,
            resetTimeoutOnProgress: true,
            onprogress: onProgress,
          },
        );
      } catch (error) {
        if (isGone(server, error)) lost ??= describeError(error);
        throw error;
      } finally {
        listeners.delete(onQuestion);
      }
    },
    close: () => way.close(),
  };
}

/** True if a server that is called by HTTP no longer knows us, or is no longer there. */
function isGone({ transport }: ServerUse, error: unknown): boolean {
  return transport !== "stdio" && (statusOf(error) === 404 || error instanceof TypeError);
}

async function listTools(
  client: Client,
  types: typeof Types,
  { connectMs }: Patience,
): Promise<readonly Tool[]> {
  if (client.getServerCapabilities()?.tools === undefined) return [];
  const tools: Tool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const params = cursor === undefined ? {} : { cursor };
    const listed = await client.request(
      { method: "tools/list", params },
      types.ListToolsResultSchema,
      { timeout: connectMs },
    );
    tools.push(...listed.tools);
    cursor = listed.nextCursor;
    if (cursor === undefined) return tools;
  }
  throw new Error(`its list of tools has more than ${mostPages} pages`);
}

function toDiscovered(server: string, tool: Tool): DiscoveredTool {
  const { name, description = "", annotations } = tool;
  const inputSchema = JSON.parse(JSON.stringify(tool.inputSchema)) as Fields;
  const told = toCanonicalJson({ name, description, inputSchema });
  return {
    name: `mcp.${server}.${name}`,
    description,
    inputSchema,
    readsOnly: annotations?.readOnlyHint === true,
    sha256: createHash("sha256").update(told).digest("hex"),
  };
}
