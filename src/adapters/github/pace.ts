/**
 * How often GitHub is asked and written to, and what is asked again. Spec: github §10.2.
 *
 * A request that GitHub turned away by a limit was not carried out, so it is made again when GitHub
 * says so. One that failed on the way may have been: only readings are repeated then, and writes are
 * looked for by whoever made them.
 */
import type { Octokit } from "@octokit/rest";
import { isFields } from "#core/graph/value.ts";
import { readValue, statusOf } from "./answers.ts";

/** What a pace needs of the world. */
export interface PaceOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/** A request as it is made. */
export interface PacedRequest {
  readonly method: string;
  readonly url: string;
  /** Of GraphQL. */
  readonly query?: unknown;
}

/** Keeps the requests of a job within GitHub's limits. */
export interface Pace {
  /** Makes a request when it is time for it. */
  request<Answer>(send: () => Answer | Promise<Answer>, request: PacedRequest): Promise<Answer>;
  /** Whether writes that could as well be left out should be. */
  isScarce(): boolean;
}

const minute = 60_000;
/** How many writes fit into which time. */
const writeLimits = [
  { most: 59, withinMs: minute },
  { most: 299, withinMs: 60 * minute },
];
/** Fewer requests than this are kept for what must be said. */
const reserve = 100;
const mostTries = 5;
/** Longer than this no job waits for a limit: it goes on later by itself. */
const longestPauseMs = 15 * minute;
/** How long is waited before a reading is repeated. */
const readPausesMs = [1000, 2000, 4000];

/** Creates the pace of a job. */
export function createPace({ now, pause }: PaceOptions): Pace {
  let writes: number[] = [];
  let left = Infinity;

  async function waitToWrite(): Promise<void> {
    const at = now();
    writes = writes.filter((time) => time > at - 60 * minute);
    const free = writeLimits.map(({ most, withinMs }) => {
      const first = writes.at(-most);
      return first === undefined ? at : first + withinMs;
    });
    const time = Math.max(at, ...free);
    writes.push(time);
    if (time > at) await pause(time - at);
  }

  return {
    async request(send, request) {
      const reads = isReading(request);
      if (!reads) await waitToWrite();
      for (let tries = 0; ; tries += 1) {
        try {
          const answer = await send();
          left = remainingIn(headersOf(answer)) ?? left;
          return answer;
        } catch (fault) {
          const wait = pauseAfter(fault, { reads, tries, now: now() });
          left = remainingIn(headersOf(responseOf(fault))) ?? left;
          if (wait === null) throw fault;
          await pause(wait);
        }
      }
    },
    isScarce: () => left < reserve || writes.filter((time) => time > now() - minute).length > 40,
  };
}

/** Has every request of a client go at a pace. */
export function keepPace(octokit: Octokit, pace: Pace): void {
  octokit.hook.wrap("request", (request, options) => {
    const { method, url } = options;
    const query: unknown = options.query;
    return pace.request(() => request(options), { method, url, query });
  });
}

/** True for a refusal by a limit, which says nothing of what a token may do. */
export function isLimited(fault: unknown): boolean {
  const said = fault instanceof Error && /rate limit/i.test(fault.message);
  return said || limitOf(fault, { tries: 0, now: 0 }) !== null;
}

function isReading({ method, url, query }: PacedRequest): boolean {
  if (method === "GET" || method === "HEAD") return true;
  return url === "/graphql" && typeof query === "string" && !/^\s*mutation\b/.test(query);
}

/** How long to wait before the request is made again; null if it is not. */
function pauseAfter(
  fault: unknown,
  { reads, tries, now }: { readonly reads: boolean; readonly tries: number; readonly now: number },
): number | null {
  const status = statusOf(fault);
  if (status === null) return null;
  if (status >= 500) return reads ? (readPausesMs[tries] ?? null) : null;
  if (tries >= mostTries || (status !== 403 && status !== 429)) return null;
  const wait = limitOf(fault, { tries, now });
  return wait !== null && wait <= longestPauseMs ? wait : null;
}

/** What a refusal says of when to come again; null if it is about something else. */
function limitOf(
  fault: unknown,
  { tries, now }: { readonly tries: number; readonly now: number },
): number | null {
  const headers = headersOf(responseOf(fault));
  const seconds = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(seconds)) return seconds * 1000;
  const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
  if (remainingIn(headers) === 0 && Number.isFinite(reset)) return Math.max(0, reset * 1000 - now);
  const message = fault instanceof Error ? fault.message : "";
  return /secondary rate limit|abuse/i.test(message) ? minute * 2 ** tries : null;
}

function remainingIn(headers: Readonly<Record<string, unknown>>): number | null {
  const left = headers["x-ratelimit-remaining"];
  return left === undefined || left === null ? null : Number(left);
}

function responseOf(fault: unknown): unknown {
  return typeof fault === "object" && fault !== null && "response" in fault ? fault.response : null;
}

function headersOf(answer: unknown): Readonly<Record<string, unknown>> {
  const known = typeof answer === "object" && answer !== null && "headers" in answer;
  const headers = known ? readValue(answer.headers) : null;
  return isFields(headers) ? headers : {};
}
