/**
 * Gives a server up that says nothing for too long, before its answer or in the middle of it.
 *
 * Every byte counts as a sign of life, so the pings of providers keep a stream that thinks alive.
 */
import { parseDuration, printDuration } from "#core/graph/duration.ts";
import type { Environment } from "./provider.ts";

/** The variable that says how long a server may be silent. */
export const silenceName = "ITER_MODEL_SILENCE";

/** Node's own HTTP client gives up after as long. */
const longestMs = 300_000;

/** How long a server may be silent, or why what the variable says can't be used. */
export function readSilence(env: Environment): number | { readonly fault: string } {
  const text = (env[silenceName] ?? "").trim();
  if (text === "") return longestMs;
  const ms = parseDuration(text);
  if (ms !== undefined && ms <= longestMs) return ms;
  return { fault: `\`${silenceName}\` is \`${text}\`` };
}

/** A server was silent for too long. */
export class SilenceError extends Error {
  override readonly name = "SilenceError";

  constructor(ms: number) {
    super(`nothing came for ${printDuration(ms)}`);
  }
}

/** A `fetch` whose answers fail with a `SilenceError` once nothing comes any more. */
export function watchSilence(ms: number, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const watch = new AbortController();
    const timer = setTimeout(() => watch.abort(new SilenceError(ms)), ms);
    const signals = [watch.signal, ...(init?.signal ? [init.signal] : [])];
    try {
      const response = await fetch(input, { ...init, signal: AbortSignal.any(signals) });
      timer.refresh();
      const { body, status, statusText, headers } = response;
      if (body === null) {
        clearTimeout(timer);
        return response;
      }
      return new Response(heed(body, timer), { status, statusText, headers });
    } catch (error) {
      clearTimeout(timer);
      throw watch.signal.aborted ? watch.signal.reason : error;
    }
  };
}

/** The same bytes; each of them winds the timer up, and the end of them stops it. */
function heed(body: ReadableStream<Uint8Array>, timer: NodeJS.Timeout): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        timer.refresh();
        if (!done) {
          controller.enqueue(value);
          return;
        }
        clearTimeout(timer);
        controller.close();
      } catch (error) {
        clearTimeout(timer);
        controller.error(error);
      }
    },
    async cancel(reason) {
      clearTimeout(timer);
      await reader.cancel(reason);
    },
  });
}
