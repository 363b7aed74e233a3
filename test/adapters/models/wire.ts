/** Calls of models over the wire, and what fails in them. */
import type { Failure } from "#core/run/failure.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { ModelRequest, ModelResponse } from "#core/ports/model.ts";
import { createModels } from "#adapters/models/index.ts";
import type { Loopback } from "#testing/loopback/server.ts";

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
