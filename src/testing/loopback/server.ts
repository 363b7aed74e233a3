/** A server on this machine that plays a provider: scripted answers, faults, a record of requests. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate, setTimeout } from "node:timers/promises";
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";

/** What a model says in one turn. */
export interface WireAnswer {
  readonly text?: string;
  /** What it thought before it spoke. */
  readonly thinking?: string;
  readonly toolCalls?: readonly {
    readonly name: string;
    /** Of the tools of a server, where the wire has such groups. */
    readonly namespace?: string;
    readonly input: Fields;
  }[];
  readonly usage?: WireUsage;
  /** `window` is Anthropic's word for an answer that filled the model's window. */
  readonly finish?: "stop" | "length" | "refusal" | "window";
  /** The model that answers; that of the request if absent. */
  readonly model?: string;
  /** The stream breaks off after so many characters of text. */
  readonly cutAfter?: number;
  /** The stream stands still after so many characters of text, until the client leaves. */
  readonly hangAfter?: number;
  /** Milliseconds between two pieces of the stream. */
  readonly paceMs?: number;
  /** An error of this kind comes in place of the end of the stream; `error` is one without a name. */
  readonly endsWithError?: string;
}

/** Tokens as the provider reports them; `input` excludes the cache's. */
export interface WireUsage {
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

/** Something that goes wrong instead of an answer. */
export type WireFault =
  | {
      readonly status: number;
      /** The provider's word for it, and its sentence. */
      readonly kind?: string;
      readonly message?: string;
      /** The body, if it is not to be the provider's own. */
      readonly json?: Fields;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | {
      /** Closed without an answer, never answered, answered with junk, with a page, with nothing. */
      readonly fault: "closed" | "hang" | "nonsense" | "html" | "empty";
    };

/** One entry of a script. */
export type WireReply = WireAnswer | WireFault;

/** A request as it came in. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** With its `?`; empty if there is none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Fields;
}

/** What a server has besides its script. */
export interface LoopbackOptions {
  /** The models that it lists, or how it fails to; absent if nobody is to ask. */
  readonly models?: readonly string[] | "none" | "hang";
}

/** What to answer: one reply a call, in order, or a function that decides. */
export type WireScript =
  readonly WireReply[] | ((request: WireRequest, index: number) => WireReply | undefined);

/** A running server. */
export interface Loopback {
  readonly url: string;
  /** All requests so far. */
  readonly requests: readonly WireRequest[];
  /** Variables that lead a run here. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Stops the server.
   *
   * @throws if there were calls that the script does not have, saying which.
   */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How a provider writes what the script says. */
export interface Wire {
  readonly path: string | RegExp;
  /** True for a request that wants its answer bit by bit, if its body does not say so. */
  readonly streams?: (request: WireRequest) => boolean;
  /** How an event is written, if not as a server-sent one. */
  readonly frame?: { readonly type: string; readonly write: (data: Fields) => Uint8Array };
  /** Where models are listed, and how. */
  readonly listPath: string;
  readonly list: (models: readonly string[]) => Value;
  readonly env: (url: string) => Readonly<Record<string, string>>;
  /** Whether the request brings the right key. */
  readonly isAllowed: (request: WireRequest) => boolean;
  readonly fault: (status: number, kind: string | undefined, message: string) => Fields;
  readonly answer: (request: WireRequest, answer: WireAnswer, index: number) => Fields;
  /** The same answer as events; text comes in several pieces. */
  readonly events: (
    request: WireRequest,
    answer: WireAnswer,
    index: number,
  ) => readonly { readonly name: string; readonly data: Fields }[];
}

/** The key that loopback servers let in. */
export const loopbackKey = "loopback-key-1234567890";

/** Starts a server for a wire format. */
export async function startLoopback(
  wire: Wire,
  script: WireScript,
  { models }: LoopbackOptions = {},
): Promise<Loopback> {
  const requests: WireRequest[] = [];
  const unscripted: string[] = [];

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    if (request.method === "HEAD") {
      response.writeHead(200).end();
      return;
    }
    const refuse = (status: number, kind: string | undefined, message: string): void => {
      sendJson(response, status, wire.fault(status, kind, message));
    };
    const lists = models !== undefined && request.path === wire.listPath;
    const index = lists ? -1 : requests.push(request) - 1;
    const asks = isAt(wire.path, request.path);
    if ((lists || asks) && !wire.isAllowed(request)) {
      refuse(401, undefined, "the key is not right");
      return;
    }
    if (lists) {
      if (models === "none") refuse(404, undefined, "there is no list");
      else if (models !== "hang") sendJson(response, 200, wire.list(models));
      return;
    }
    const reply = typeof script === "function" ? script(request, index) : script[index];
    if (reply === undefined || !asks) {
      const call = `call ${index} (${request.method} ${request.path}) is not in the script`;
      unscripted.push(call);
      refuse(400, undefined, call);
      return;
    }
    if ("fault" in reply) breakDown(response, reply.fault);
    else if ("status" in reply) {
      const { status, kind, message = `scripted ${status}`, json, headers } = reply;
      sendJson(response, status, json ?? wire.fault(status, kind, message), headers);
    } else if (wire.streams?.(request) ?? request.body["stream"] === true) {
      await stream(response, wire, { events: wire.events(request, reply, index), reply });
    } else sendJson(response, 200, wire.answer(request, reply, index));
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${readPort(server.address())}`;

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    if (unscripted.length > 0) throw new Error(`unscripted: ${unscripted.join("; ")}`);
  }

  return { url, requests, env: wire.env(url), close, [Symbol.asyncDispose]: close };
}

function isAt(path: string | RegExp, asked: string): boolean {
  return typeof path === "string" ? path === asked : path.test(asked);
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? "/", "http://localhost");
  return {
    method: incoming.method ?? "",
    path: url.pathname,
    query: url.search,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()]),
    ),
    body: readBody(Buffer.concat(chunks).toString("utf8")),
  };
}

function readBody(text: string): Fields {
  try {
    const value = JSON.parse(text) as Value;
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

function readPort(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: Value,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

function breakDown(response: ServerResponse, fault: string): void {
  switch (fault) {
    case "closed":
      response.destroy();
      return;
    case "hang":
      return;
    case "nonsense":
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end("event: message_start\ndata: {not json\n\n");
      return;
    case "html":
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<html><body>Welcome to the proxy</body></html>");
      return;
    default:
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end();
  }
}

/** Sends events; text deltas are counted for the places where the stream is cut or stands still. */
async function stream(
  response: ServerResponse,
  { frame }: Wire,
  { events, reply }: { readonly events: ReturnType<Wire["events"]>; readonly reply: WireAnswer },
): Promise<void> {
  const { cutAfter, hangAfter, paceMs } = reply;
  response.writeHead(200, {
    "content-type": frame?.type ?? "text/event-stream",
    "cache-control": "no-cache",
  });
  let sent = 0;
  for (const { name, data } of events) {
    if (cutAfter !== undefined && sent >= cutAfter) {
      response.destroy();
      return;
    }
    if (hangAfter !== undefined && sent >= hangAfter) return;
    const written = response.write(frame?.write(data) ?? toServerSent(name, data));
    if (!written) await once(response, "drain");
    sent += textOf(data).length;
    // A turn of the loop: so pieces arrive one by one.
    await (paceMs === undefined ? setImmediate() : setTimeout(paceMs));
  }
  response.end();
}

function toServerSent(name: string, data: Fields): string {
  const line = name === "" ? "" : `event: ${name}\n`;
  return `${line}data: ${JSON.stringify(data)}\n\n`;
}

function textOf({ delta, choices }: Fields): string {
  if (typeof delta === "string") return delta;
  if (isList(choices)) {
    const content =
      isFields(choices[0]) && isFields(choices[0]["delta"]) ? choices[0]["delta"]["content"] : "";
    return typeof content === "string" ? content : "";
  }
  const text = isFields(delta) ? delta["text"] : undefined;
  return typeof text === "string" ? text : "";
}

/** A text in pieces of a few characters. */
export function pieces(text: string): string[] {
  return text.match(/[\s\S]{1,8}/gu) ?? [];
}
