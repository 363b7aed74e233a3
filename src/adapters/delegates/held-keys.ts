/**
 * Keeps a program's keys from it: an endpoint on this machine, for one call, that puts them into
 * what the program asks of its model. What works on somebody else's commit finds nothing to take.
 * Spec: github §11.7.
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { messageOf } from "#core/text/fault.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import type { Endpoint } from "./program.ts";

/** What a program gets in place of its keys, while they are held. */
export interface HeldKeys {
  readonly env: Environment;
  close(): Promise<void>;
}

/** They belong to one connection, or to bytes that come here unpacked. */
const ownHeaders: ReadonlySet<string> = new Set([
  ...["host", "connection", "keep-alive", "transfer-encoding", "upgrade", "expect"],
  ...["content-length", "content-encoding", "accept-encoding", "proxy-authorization"],
]);

/** Starts holding; the environment is the same if the program has no key in it. */
export async function holdKeys(endpoint: Endpoint, env: Environment): Promise<HeldKeys> {
  const found = endpoint.keys.filter((name) => (env[name] ?? "").trim() !== "");
  if (found.length === 0) return { env, close: () => Promise.resolve() };
  const stands = found.map((name) => ({ name, for: `held-${randomUUID()}`, key: env[name] ?? "" }));
  const own = (env[endpoint.address] ?? "").trim();
  const upstream = (own === "" ? endpoint.usual : own).replace(/\/+$/, "");
  const over = new AbortController();
  const server = createServer((request, response) => {
    passOn(request, response, { stands, upstream, signal: over.signal }).catch((fault: unknown) => {
      if (!response.headersSent) response.writeHead(502, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: messageOf(fault) } }));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  // A proxy has no way to this machine.
  const direct = [env["NO_PROXY"] ?? env["no_proxy"] ?? "", "127.0.0.1"];
  const list = direct.filter((part) => part !== "").join(",");
  return {
    env: {
      ...env,
      ...Object.fromEntries(stands.map((one) => [one.name, one.for])),
      ...{ [endpoint.address]: `http://127.0.0.1:${port}`, NO_PROXY: list, no_proxy: list },
    },
    async close() {
      over.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Passing {
  readonly stands: readonly { readonly for: string; readonly key: string }[];
  readonly upstream: string;
  readonly signal: AbortSignal;
}

/** Passes a request on with the key that its stand-in is for; one without a stand-in is nobody's. */
async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  { stands, upstream, signal }: Passing,
): Promise<void> {
  const given = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && !ownHeaders.has(name) ? [[name, value]] : [],
  );
  const stand = stands.find((one) => given.some(([, value]) => value.includes(one.for)));
  if (stand === undefined) return void response.writeHead(401).end();
  const headers = given.map(([name, value]): [string, string] => [
    name,
    value.replaceAll(stand.for, stand.key),
  ]);
  const { method = "GET", url = "/" } = request;
  const body = await readAll(request);
  const answer = await fetch(`${upstream}${url}`, {
    method,
    headers,
    signal,
    // Wherever it leads, the key doesn't go there.
    redirect: "manual",
    ...(body.length === 0 ? {} : { body }),
  });
  const told = [...answer.headers].filter(([name]) => !ownHeaders.has(name));
  response.writeHead(answer.status, Object.fromEntries(told));
  if (answer.body === null) return void response.end();
  await pipeline(Readable.from(answer.body), response);
}

async function readAll(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
