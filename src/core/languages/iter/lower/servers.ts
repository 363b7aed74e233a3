/** MCP servers, and the names of servers that others give. */
import type { McpServer } from "#core/graph/graph.ts";
import { serverProperties } from "#core/languages/iter/declarations.ts";
import type { ServerSyntax } from "#core/languages/iter/syntax.ts";
import { readProperties, textsIn } from "./properties.ts";
import type { PropertiesReading } from "./properties.ts";
import { isDeclared, say } from "./scope.ts";
import type { Scope } from "./scope.ts";

/** The server that is declared, or null if nothing can reach it. */
export function lowerServer(scope: Scope, syntax: ServerSyntax): McpServer | null {
  const owner = { title: "An MCP server", table: serverProperties };
  const reading = readProperties(scope, owner, syntax.properties);
  const transport = reading.get("transport")?.reading;
  if (transport === undefined) {
    if (!scope.damage.found)
      say(scope, "C025", syntax.name.span, { fault: "transport", name: syntax.name.text });
    return null;
  }
  if (transport.value === "stdio") {
    requireProperty(scope, syntax, { reading, transport: "stdio", property: "command" });
    refuseProperties(scope, { reading, transport: "stdio", properties: ["url"] });
    return toServer(syntax, "stdio", reading);
  }
  if (transport.value === "http") {
    requireProperty(scope, syntax, { reading, transport: "http", property: "url" });
    refuseProperties(scope, { reading, transport: "http", properties: ["command", "args", "env"] });
    return toServer(syntax, "http", reading);
  }
  const place = reading.get("transport");
  if (transport.value === "sse" && place !== undefined)
    say(scope, "C025", place.value, { fault: "sse" });
  return null;
}

/** Reports names in an `mcp` block that no server has. */
export function checkServerNames(scope: Scope, mcp: PropertiesReading | null | undefined): void {
  for (const property of ["servers", "disable"])
    for (const { text, span } of mcp?.get(property)?.items ?? [])
      if (!isDeclared(scope, "servers", text))
        say(scope, "C110", span, { name: text, known: [...scope.names.servers.keys()] });
}

interface Wanted {
  readonly reading: PropertiesReading;
  readonly transport: "stdio" | "http";
}

function requireProperty(
  scope: Scope,
  syntax: ServerSyntax,
  { reading, transport, property }: Wanted & { readonly property: string },
): void {
  if (reading.has(property) || scope.damage.found) return;
  say(scope, "C025", syntax.name.span, { fault: "missing", transport, property });
}

function refuseProperties(
  scope: Scope,
  { reading, transport, properties }: Wanted & { readonly properties: readonly string[] },
): void {
  for (const property of properties) {
    const origin = reading.get(property);
    if (origin !== undefined)
      say(scope, "C025", origin.name, { fault: "extra", transport, property });
  }
}

function toServer(
  syntax: ServerSyntax,
  transport: "stdio" | "http",
  reading: PropertiesReading,
): McpServer {
  const command = reading.get("command")?.reading.value;
  const args = reading.get("args")?.reading.value;
  const url = reading.get("url")?.reading.value;
  return {
    name: syntax.name.text,
    transport,
    ...(typeof command === "string" && { command }),
    ...(args !== undefined && { args: textsIn(args) }),
    ...(typeof url === "string" && { url }),
    env: textsIn(reading.get("env")?.reading.value),
  };
}
