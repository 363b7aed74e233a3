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
import { openContract } from "./contract.ts";
import type { ApiRequest, Contract } from "./contract.ts";
import { ciRoutes } from "./ci-routes.ts";
import { playGraphql } from "./graphql.ts";
import { refuseByLimit } from "./limits.ts";
import { addComment, routes } from "./routes.ts";
import type { Reply } from "./routes.ts";
import { workRoutes } from "./work-routes.ts";
import { accountOf, openState } from "./state.ts";
import type { Account, Comment, GithubSetup, GithubState } from "./state.ts";

/** A running GitHub. */
export interface LoopbackGithub {
  readonly url: string;
  readonly state: GithubState;
  /** The operations that were asked for, in order. */
  readonly calls: readonly string[];
  /** Writes a comment as somebody. */
  comment(thread: number, login: string, body: string): Comment;
  /** Lets the next call of an operation fail. */
  fail(operation: string, reply: Reply): void;
  /**
   * Stops the server.
   *
   * @throws if anything was said that is not in GitHub's description.
   */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const allRoutes = { ...routes, ...workRoutes, ...ciRoutes };

/** Starts a GitHub. */
export async function startGithub(setup: GithubSetup): Promise<LoopbackGithub> {
  const contract = openContract();
  const state = openState(setup);
  const calls: string[] = [];
  const faults: string[] = [];
  const failures = new Map<string, Reply>();

  function answer(request: ApiRequest, caller: Account | undefined): Reply {
    const log = /^\/_logs\/(\d+)$/.exec(request.path);
    if (log !== null) return { status: 200, body: logOf(state, Number(log[1])) };
    if (caller === undefined) return { status: 401, body: { message: "Bad credentials" } };
    if (request.path === "/graphql") return playGraphql(state, caller, request.body);
    const matched = contract.match(request.method, request.path);
    const route = matched === undefined ? undefined : allRoutes[matched.name];
    if (matched === undefined || route === undefined) {
      faults.push(`${request.method} ${request.path} is not played`);
      return { status: 404, body: { message: "Not Found" } };
    }
    const { name, values } = matched;
    calls.push(name);
    faults.push(...contract.checkRequest(name, request).map((fault) => `${name}: ${fault}`));
    const failure = failures.get(name);
    failures.delete(name);
    const { query, body } = request;
    const refused = refuseByLimit(name, body, setup.lacks ?? []);
    // What integrations may not do is refused everywhere, whether it is described or not.
    if (refused?.status === 403) return refused;
    const reply = failure ?? refused ?? route({ state, caller, values, query, body });
    return checked(contract, name, reply, faults);
  }

  const server = createServer((incoming, response) => {
    void serve(incoming, response, (request, token) => {
      const login = setup.tokens[token];
      return answer(request, login === undefined ? undefined : accountOf(state, login));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    if (faults.length > 0) throw new Error(`not as GitHub describes it: ${faults.join("; ")}`);
  }

  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    state,
    calls,
    comment(thread, login, body) {
      const author = accountOf(state, login);
      if (author === undefined) throw new Error(`There is nobody called ${login}.`);
      return addComment(state, thread, author, body);
    },
    fail(operation, reply) {
      failures.set(operation, reply);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function checked(contract: Contract, name: string, reply: Reply, faults: string[]): Reply {
  const { status } = reply;
  const body = contract.complete(name, status, reply.body);
  faults.push(...contract.checkResponse(name, status, body).map((fault) => `${name}: ${fault}`));
  return { ...reply, status, body };
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: (request: ApiRequest, token: string) => Reply,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const url = new URL(incoming.url ?? "/", "http://localhost");
  const token = (incoming.headers.authorization ?? "").replace(/^(?:token|bearer) /i, "");
  const { status, body, location } = answer(
    {
      method: incoming.method ?? "",
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: text === "" ? null : (JSON.parse(text) as Value),
    },
    token,
  );
  const plain = typeof body === "string";
  response.writeHead(status, {
    "content-type": `${plain ? "text/plain" : "application/json"}; charset=utf-8`,
    ...(location === undefined ? {} : { location }),
  });
  response.end(status === 204 || status === 302 ? undefined : plain ? body : JSON.stringify(body));
}

/** What a job said; it is fetched from elsewhere, without a token. */
function logOf({ workflowRuns }: GithubState, id: number): string {
  return workflowRuns.flatMap(({ jobs }) => jobs).find((job) => job.id === id)?.log ?? "";
}

function portOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
