/**
 * The tool with which a delegate asks: an MCP server in this process, for one call.
 *
 * It listens on this machine alone, behind a path that nobody can guess.
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isFields, parseFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFieldType } from "#core/graph/schema.ts";
import type { DelegateResult } from "#core/ports/delegate.ts";

type Question = NonNullable<DelegateResult["question"]>;

/** The server's name, as programs show it. */
export const askServerName = "iter";
/** Its one tool. */
export const askToolName = "ask_user";

/** A running server. */
export interface AskServer {
  readonly url: string;
  /** Aborted when a program that has asked still goes on after a while. */
  readonly over: AbortSignal;
  /** The first question that was asked. */
  question(): Question | undefined;
  close(): Promise<void>;
}

/** So long a program may take to end its turn after it has asked. */
const usualGraceMs = 30_000;

/** Starts a server that takes one question. */
export async function startAskServer(graceMs: number = usualGraceMs): Promise<AskServer> {
  const path = `/${randomUUID()}`;
  const over = new AbortController();
  let asked: Question | undefined;
  let grace: NodeJS.Timeout | undefined;

  function answer(method: Value | undefined, params: Fields): Fields | undefined {
    switch (method) {
      case "initialize":
        return { ...greeting, protocolVersion: params["protocolVersion"] ?? "2025-06-18" };
      case "ping":
        return {};
      case "tools/list":
        return { tools: [tool] };
      case "tools/call": {
        const question = readQuestion(params["arguments"]);
        if (question === undefined) return say("`question` is missing", true);
        if (asked !== undefined) return say("one question at a time: end your turn", true);
        asked = question;
        grace = setTimeout(() => over.abort(), graceMs);
        return say("The question was passed on. End your turn now; the answer comes next.");
      }
      default:
        return undefined;
    }
  }

  const server = createServer((request, response) => {
    void serve(request, response, path, answer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    over: over.signal,
    question: () => asked,
    async close() {
      clearTimeout(grace);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const greeting: Fields = {
  capabilities: { tools: {} },
  serverInfo: { name: askServerName, version: "1" },
};

const tool: Fields = {
  name: askToolName,
  description:
    "Asks the people behind this task a question that you can't answer yourself. Your turn ends with it; you go on once they have answered.",
  inputSchema: {
    type: "object",
    properties: {
      question: {
        type: "string",
        description: "The question, with all that is needed to answer it.",
      },
      fields: {
        type: "object",
        description:
          'What the answer consists of, by name: {"name": {"type": "string|bool|int|float|json|string[]", "enum": ["…"]}}. Left out: one text.',
      },
    },
    required: ["question"],
  },
};

function say(text: string, isError = false): Fields {
  return { content: [{ type: "text", text }], ...(isError && { isError }) };
}

/** Fields of an unknown type are texts. */
function readQuestion(given: Value | undefined): Question | undefined {
  if (!isFields(given)) return undefined;
  const { question, fields } = given;
  if (typeof question !== "string" || question.trim() === "") return undefined;
  return isFields(fields) && Object.keys(fields).length > 0
    ? { text: question, fields: Object.fromEntries(Object.entries(fields).map(readField)) }
    : { text: question };
}

function readField([name, field]: readonly [string, Value]): [string, Fields] {
  const type = isFields(field) ? field["type"] : field;
  const known = typeof type === "string" && isFieldType(type) ? type : "string";
  const words = isFields(field) ? field["enum"] : undefined;
  return [name, { type: known, ...(words === undefined ? {} : { enum: words }) }];
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  answer: (method: Value | undefined, params: Fields) => Fields | undefined,
): Promise<void> {
  if (request.url !== path || request.method !== "POST") {
    response.writeHead(request.url === path ? 405 : 404).end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const message = parseFields(Buffer.concat(chunks).toString("utf8")) ?? {};
  const { id, method, params } = message;
  if (id === undefined) {
    response.writeHead(202).end();
    return;
  }
  const result = answer(method, isFields(params) ? params : {});
  const outcome =
    result === undefined
      ? { error: { code: -32601, message: "there is no such method" } }
      : { result };
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ jsonrpc: "2.0", id, ...outcome }));
}
