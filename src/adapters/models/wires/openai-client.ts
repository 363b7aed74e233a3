/** The client of OpenAI's package, for whoever speaks like OpenAI. */
import type * as Sdk from "openai";
import { z } from "zod";
import type { Connection } from "#adapters/models/provider.ts";
import { isAzure } from "#adapters/models/providers.ts";
import { watchSilence } from "#adapters/models/silence.ts";

/** A client for one provider; a query in its address goes with every request. */
export function createClient(sdk: typeof Sdk, connection: Connection): Sdk.OpenAI {
  const { key, baseUrl, env, provider, silenceMs } = connection;
  const url = new URL(baseUrl);
  const query = Object.fromEntries(url.searchParams);
  url.search = "";
  const own = provider.name === "openai";
  return new sdk.OpenAI({
    apiKey: key === "" ? "none" : key,
    adminAPIKey: null,
    baseURL: url.href.replace(/\/$/, ""),
    organization: own ? (env["OPENAI_ORG_ID"] ?? null) : null,
    project: own ? (env["OPENAI_PROJECT_ID"] ?? null) : null,
    defaultQuery: query,
    defaultHeaders: {
      ...(key === "" && { authorization: null }),
      ...(isAzure(baseUrl) && key !== "" && { "api-key": key }),
    },
    maxRetries: 0,
    logLevel: "off",
    fetch: watchSilence(silenceMs, quoteFaults(fetch)),
  });
}

/** The names of the models that a server lists. */
export async function list(connection: Connection, signal: AbortSignal): Promise<string[]> {
  const client = createClient(await import("openai"), connection);
  const body: unknown = await client.get(`/${connection.provider.listPath ?? "models"}`, {
    signal,
  });
  return readList(body);
}

const named = z.array(z.object({ id: z.string() }));
const listed = z.union([named, z.object({ data: named }).transform(({ data }) => data)]);

function readList(body: unknown): string[] {
  const read = listed.safeParse(body);
  if (!read.success) throw new Error("it did not answer with a list of models");
  return read.data.map(({ id }) => id);
}

/** Some servers put the reason of a refusal where OpenAI's package does not look. */
function quoteFaults(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.ok) return response;
    const { status, statusText, headers } = response;
    const body = toOpenAiFault(await response.text());
    return new Response(body, { status, statusText, headers });
  };
}

const fault = z.looseObject({
  error: z.unknown().optional(),
  message: z.string().optional(),
  detail: z.unknown().optional(),
});

function toOpenAiFault(text: string): string {
  let read: ReturnType<typeof fault.safeParse>;
  try {
    read = fault.safeParse(JSON.parse(text));
  } catch {
    return text;
  }
  if (!read.success) return text;
  const { error, message, detail } = read.data;
  if (typeof error === "object" && error !== null) return text;
  const told = typeof error === "string" ? error : message;
  const said = told ?? (detail === undefined ? text : JSON.stringify(detail));
  return JSON.stringify({ error: { message: said } });
}
