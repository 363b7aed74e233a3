/** One call of the loopback GitHub's API, and its answer. */
import type { Value } from "#core/graph/value.ts";
import type { Account, GithubState, Thread } from "./state.ts";

/** One call. */
export interface Call {
  readonly state: GithubState;
  readonly caller: Account;
  readonly values: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Value;
  /** Where the server is. */
  readonly origin: string;
}

/** What is answered. */
export interface Reply {
  readonly status: number;
  readonly body: Value;
  /** Where a redirection leads. */
  readonly location?: string;
  /** In place of a body in JSON. */
  readonly bytes?: Uint8Array;
}

/** One operation. */
export type Route = (call: Call) => Reply;

/** There is none such. */
export const missing: Reply = { status: 404, body: { message: "Not Found" } };

/** Answers with a body. */
export function ok(body: Value): Reply {
  return { status: 200, body };
}

/** The page that was asked for. */
export function page<Item>({ query }: Call, items: readonly Item[]): readonly Item[] {
  const size = Number(query["per_page"] ?? 30);
  const from = (Number(query["page"] ?? 1) - 1) * size;
  return items.slice(from, from + size);
}

/** A thread of the path, if there is one. */
export function withThread(call: Call, key: string, then: (thread: Thread) => Reply): Reply {
  const thread = call.state.threads.get(Number(call.values[key]));
  return thread === undefined ? missing : then(thread);
}

/** A pull request of the path, if there is one. */
export function withPull(call: Call, then: (thread: Thread) => Reply): Reply {
  return withThread(call, "pull_number", (thread) =>
    thread.head === undefined ? missing : then(thread),
  );
}

/** Something about the request is wrong. */
export function refuse(message: string): Reply {
  return { status: 422, body: { message } };
}
