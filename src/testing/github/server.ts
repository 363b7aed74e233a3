/**
 * A GitHub on this machine that remembers: comments, checks, refs and objects, people and levels.
 *
 * Every request and every response is held against GitHub's own description; what doesn't fit, and
 * what was asked for that it doesn't play, is told when it is closed. Nothing passes in silence.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Value } from "#core/graph/value.ts";
import { textAt } from "#src/github/payload.ts";
import { playService } from "./artifact-service.ts";
import type { Reply } from "./call.ts";
import { openContract } from "./contract.ts";
import type { ApiRequest, Contract } from "./contract.ts";
import { ciRoutes } from "./ci-routes.ts";
import { gitRoutes } from "./git-routes.ts";
import { playGraphql } from "./graphql.ts";
import { jobRoutes } from "./jobs.ts";
import { refuseByLimit } from "./limits.ts";
import { addComment, routes } from "./routes.ts";
import { settingsRoutes } from "./settings-routes.ts";
import { accountOf, openState } from "./state.ts";
import type { Account, Comment, GithubSetup, GithubState } from "./state.ts";
import { workRoutes } from "./work-routes.ts";

/** A request that changes something. */
export interface PlayedWrite {
  /** As GitHub's description names it, or `mutation` and its field. */
  readonly operation: string;
  readonly values: Readonly<Record<string, string>>;
  readonly body: Value;
}

/** A running GitHub. */
export interface LoopbackGithub {
  readonly url: string;
  readonly state: GithubState;
  /** The operations that were asked for, in order. */
  readonly calls: readonly string[];
  /** What was written, in order, mutations of GraphQL too. */
  readonly writes: readonly PlayedWrite[];
  /** Writes that were asked for with a token that may only read. */
  readonly withheld: readonly string[];
  /** Writes a comment as somebody. */
  comment(thread: number, login: string, body: string): Comment;
  /** Lets the next call of an operation fail. */
  fail(operation: string, reply: Reply): void;
  /** Lets the line break at a coming write: before it was heard, or before it was answered. */
  cut(after: number, lost: "request" | "reply"): void;
  /** Puts the line together again; true if it was broken. */
  mend(): boolean;
  /**
   * Stops the server.
   *
   * @throws if anything was said that is not in GitHub's description.
   */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const allRoutes = {
  ...{ ...routes, ...gitRoutes, ...workRoutes },
  ...{ ...ciRoutes, ...jobRoutes, ...settingsRoutes },
};

/** Starts a GitHub. */
export async function startGithub(setup: GithubSetup): Promise<LoopbackGithub> {
  const contract = openContract();
  const state = openState(setup);
  const calls: string[] = [];
  const writes: PlayedWrite[] = [];
  const faults: string[] = [];
  const failures = new Map<string, Reply>();
  const withheld: string[] = [];

  function answer(request: ApiRequest & { readonly token: string }, caller?: Account): Reply {
    const log = /^\/_logs\/(\d+)$/.exec(request.path);
    if (log !== null) return { status: 200, body: logOf(state, Number(log[1])) };
    if (caller === undefined) return { status: 401, body: { message: "Bad credentials" } };
    if (refuses(setup, request)) {
      withheld.push(`${request.method} ${request.path}`);
      return { status: 403, body: { message: "Resource not accessible by integration" } };
    }
    if (request.path === "/graphql") {
      const field = /^\s*mutation\b[^{]*\{\s*(\w+)/.exec(textAt(request.body, "query"))?.[1];
      if (field !== undefined)
        writes.push({ operation: `mutation ${field}`, values: {}, body: request.body });
      return playGraphql(state, caller, request.body);
    }
    const matched = contract.match(request.method, request.path);
    const route = matched === undefined ? undefined : allRoutes[matched.name];
    if (matched === undefined || route === undefined) {
      faults.push(`${request.method} ${request.path} is not played`);
      return { status: 404, body: { message: "Not Found" } };
    }
    const { name, values } = matched;
    calls.push(name);
    if (!name.startsWith("GET ")) writes.push({ operation: name, values, body: request.body });
    faults.push(...contract.checkRequest(name, request).map((fault) => `${name}: ${fault}`));
    const failure = failures.get(name);
    failures.delete(name);
    const { query, body } = request;
    const refused = failure ?? refuseByLimit(name, body, state.lacks);
    // What integrations may not do, and faults of the server, happen whether they are described or not.
    if (refused !== undefined && (refused.status === 403 || refused.status >= 500)) return refused;
    const reply = refused ?? route({ state, caller, values, query, body, origin: originOf() });
    return checked(contract, name, reply, faults);
  }

  const line = openLine();
  const server = createServer((incoming, response) => {
    void serve(incoming, response, { line, answer: hear });
  });
  const originOf = (): string => `http://127.0.0.1:${portOf(server.address())}`;

  function hear({ token, bytes, ...request }: Heard): Reply {
    const played = playService(state, { ...request, bytes, origin: originOf() });
    if (played !== null) return played;
    const text = Buffer.from(bytes).toString("utf8");
    const body = text === "" ? null : (JSON.parse(text) as Value);
    const login = setup.tokens[token];
    const caller = login === undefined ? undefined : accountOf(state, login);
    return answer({ ...request, token, body }, caller);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    if (faults.length > 0) throw new Error(`not as GitHub describes it: ${faults.join("; ")}`);
  }

  return {
    url: originOf(),
    state,
    calls,
    writes,
    withheld,
    comment(thread, login, body) {
      const author = accountOf(state, login);
      if (author === undefined) throw new Error(`There is nobody called ${login}.`);
      return addComment(state, thread, author, body);
    },
    fail(operation, reply) {
      failures.set(operation, reply);
    },
    cut: line.cut,
    mend: line.mend,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function checked(contract: Contract, name: string, reply: Reply, faults: string[]): Reply {
  const { status } = reply;
  if (reply.bytes !== undefined) return reply;
  const body = contract.complete(name, status, reply.body);
  faults.push(...contract.checkResponse(name, status, body).map((fault) => `${name}: ${fault}`));
  return { ...reply, body };
}

/** True for a write with a token that may only read. */
function refuses({ readers = [] }: GithubSetup, asked: ApiRequest & { token: string }): boolean {
  if (!readers.includes(asked.token)) return false;
  const mutates = /^\s*mutation\b/.test(textAt(asked.body, "query"));
  return asked.path === "/graphql" ? mutates : asked.method !== "GET";
}

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly token: string;
}

interface Line {
  readonly cut: LoopbackGithub["cut"];
  readonly mend: LoopbackGithub["mend"];
  /** What becomes of a request. */
  next(method: string, path: string): "heard" | "unheard" | "unanswered";
}

/** The line of a job that may be lost at any moment, as a job is that is killed. */
function openLine(): Line {
  let left = Infinity;
  let losing: "request" | "reply" = "request";
  let broken = false;
  return {
    cut(after, lost) {
      left = after;
      losing = lost;
    },
    mend() {
      const was = broken;
      left = Infinity;
      broken = false;
      return was;
    },
    next(method, path) {
      if (broken) return "unheard";
      if (method === "GET" || path === "/graphql") return "heard";
      left -= 1;
      if (left > 0) return "heard";
      broken = true;
      return losing === "reply" ? "unanswered" : "unheard";
    },
  };
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  { line, answer }: { readonly line: Line; readonly answer: (heard: Heard) => Reply },
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? "/", "http://localhost");
  const token = (incoming.headers.authorization ?? "").replace(/^(?:token|bearer) /i, "");
  const method = incoming.method ?? "";
  const next = line.next(method, url.pathname);
  if (next === "unheard") return void incoming.socket.destroy();
  const query = Object.fromEntries(url.searchParams);
  const reply = answer({ method, path: url.pathname, query, bytes: Buffer.concat(chunks), token });
  if (next === "unanswered") return void incoming.socket.destroy();
  const { status, body, bytes, location } = reply;
  const plain = typeof body === "string";
  response.writeHead(status, {
    "content-type": `${plain ? "text/plain" : "application/json"}; charset=utf-8`,
    ...(location === undefined ? {} : { location }),
  });
  const empty = status === 204 || status === 302;
  response.end(bytes ?? (empty ? undefined : plain ? body : JSON.stringify(body)));
}

/** What a job said; it is fetched from elsewhere, without a token. */
function logOf({ workflowRuns }: GithubState, id: number): string {
  return workflowRuns.flatMap(({ jobs }) => jobs).find((job) => job.id === id)?.log ?? "";
}

function portOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
