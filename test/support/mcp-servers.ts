/** Real MCP servers, started as programs. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ServerUse } from "#core/graph/mcp-servers.ts";

const packages = join(import.meta.dirname, "../../node_modules/@modelcontextprotocol");

/** The program of a server, for `command` and `args`. */
export const everything: string = join(packages, "server-everything/dist/index.js");
export const filesystem: string = join(packages, "server-filesystem/dist/index.js");

/** A server that is a program. */
export function program(name: string, path: string, ...args: readonly string[]): ServerUse {
  return { name, transport: "stdio", command: process.execPath, args: [path, ...args], env: [] };
}

/** Starts the server of all examples as a service of this machine; it ends with the test. */
export async function serveEverything(kind: "streamableHttp" | "sse"): Promise<string> {
  const port = await freePort();
  const child = spawn(process.execPath, [everything, kind], {
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      if (chunk.includes(String(port))) resolve();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code ?? "a signal"}`)));
  });
  return `http://127.0.0.1:${port}/${kind === "sse" ? "sse" : "mcp"}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** The server of bad days. */
export const odd: string = join(import.meta.dirname, "odd-mcp-server.ts");
