/** Plays the clouds that serve Anthropic's models: Bedrock and Vertex AI. */
import { crc32 } from "node:zlib";
import type { Fields } from "#core/graph/value.ts";
import { wire as anthropic } from "./anthropic.ts";
import { loopbackKey, startLoopback } from "./server.ts";
import type { Loopback, LoopbackOptions, Wire, WireRequest, WireScript } from "./server.ts";

/** Starts a server that answers as Bedrock does. */
export function startBedrockServer(
  script: WireScript,
  options?: LoopbackOptions,
): Promise<Loopback> {
  return startLoopback(bedrock, script, options);
}

/** Starts a server that answers as Vertex AI does. */
export function startVertexServer(
  script: WireScript,
  options?: LoopbackOptions,
): Promise<Loopback> {
  return startLoopback(vertex, script, options);
}

const isBearer = ({ headers }: WireRequest): boolean =>
  headers["authorization"] === `Bearer ${loopbackKey}`;

/** The model stands in the path of the request. */
function coat(path: RegExp): Pick<Wire, "path" | "answer" | "events" | "streams" | "isAllowed"> {
  const withModel = (request: WireRequest): WireRequest => {
    const [, model = ""] = path.exec(request.path) ?? [];
    return { ...request, body: { ...request.body, model: decodeURIComponent(model) } };
  };
  return {
    path,
    streams: () => true,
    isAllowed: isBearer,
    answer: (request, answer, index) => anthropic.answer(withModel(request), answer, index),
    events: (request, answer, index) => anthropic.events(withModel(request), answer, index),
  };
}

const bedrock: Wire = {
  ...anthropic,
  ...coat(/^\/model\/([^/]+)\/invoke-with-response-stream$/),
  frame: { type: "application/vnd.amazon.eventstream", write: toFrame },
  env: (url) => ({ ANTHROPIC_BEDROCK_BASE_URL: url, AWS_BEARER_TOKEN_BEDROCK: loopbackKey }),
};

const vertex: Wire = {
  ...anthropic,
  ...coat(
    /^\/v1\/projects\/house\/locations\/global\/publishers\/anthropic\/models\/([^/]+):streamRawPredict$/,
  ),
  env: (url) => ({
    ANTHROPIC_VERTEX_BASE_URL: `${url}/v1`,
    ANTHROPIC_VERTEX_PROJECT_ID: "house",
    GOOGLE_OAUTH_ACCESS_TOKEN: loopbackKey,
  }),
};

/** One message of Amazon's event streams: lengths, headers and content, each with its checksum. */
function toFrame(data: Fields): Uint8Array {
  const bytes = Buffer.from(JSON.stringify(data)).toString("base64");
  const content = Buffer.from(JSON.stringify({ bytes }));
  const headers = Buffer.concat([
    toHeader(":event-type", "chunk"),
    toHeader(":content-type", "application/json"),
    toHeader(":message-type", "event"),
  ]);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(16 + headers.length + content.length, 0);
  lengths.writeUInt32BE(headers.length, 4);
  const begun = Buffer.concat([lengths, toChecksum(lengths), headers, content]);
  return Buffer.concat([begun, toChecksum(begun)]);
}

/** A header whose value is a text (sort 7). */
function toHeader(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([7]),
    length,
    Buffer.from(value),
  ]);
}

function toChecksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
