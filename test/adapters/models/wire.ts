/** Calls of models over the wire, and what fails in them. */
import type { Failure } from "#core/run/failure.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { ModelRequest, ModelResponse } from "#core/ports/model.ts";
import { createModels } from "#adapters/models/index.ts";
import type { Loopback, WireScript } from "#testing/loopback/server.ts";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";
import { startOpenAiServer } from "#testing/loopback/openai.ts";

/** A provider, its server, and a model with a known price. */
export interface Subject {
  readonly name: string;
  readonly model: string;
  readonly start: (script: WireScript) => Promise<Loopback>;
  readonly keyName: string;
  readonly baseUrlName: string;
}

/** All providers that there are. */
export const subjects: readonly Subject[] = [
  {
    name: "anthropic",
    model: "anthropic/claude-sonnet-4-6",
    start: startAnthropicServer,
    keyName: "ANTHROPIC_API_KEY",
    baseUrlName: "ANTHROPIC_BASE_URL",
  },
  {
    name: "openai",
    model: "openai/gpt-5",
    start: startOpenAiServer,
    keyName: "OPENAI_API_KEY",
    baseUrlName: "OPENAI_BASE_URL",
  },
];

/** A request with one question. */
export function ask(model: string, some: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model,
    system: "",
    messages: [{ role: "user", text: "Is it good?" }],
    tools: [],
    schema: null,
    reasoningEffort: null,
    site: {
      runId: "run_x",
      nodeId: "review",
      branchId: "",
      activationId: "review#0",
      step: "model:0",
      key: "run_x/review#0/model:0",
      attempt: 1,
    },
    ...some,
  };
}

/** Makes one call to a server. */
export function generate(
  server: Loopback,
  request: ModelRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<ModelResponse> {
  return createModels({ env: server.env }).generate(request, { signal });
}

/** How a call fails. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof RunFailure) return error.failure;
  throw new Error(`not a failure of a run: ${String(error)}`);
}

/** JSON Schema of a verdict. */
export const verdict = {
  type: "object",
  properties: {
    ok: { type: "boolean" },
    risk: { type: "string", enum: ["low", "high"] },
    files: { type: "array", items: { type: "string" } },
  },
  required: ["ok", "risk", "files"],
} as const;
