/** Calls that are tried several times, each attempt a recorded step. Spec: flow §12.1. */
import { messageOf } from "#core/text/fault.ts";
import { toSortedJson } from "#core/graph/json-text.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { NodeContext, StepContext, StepResult } from "#core/kinds/kind.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { Failure } from "#core/run/failure.ts";
import type { CallPolicy } from "#core/run/settings.ts";
import { failScoped } from "./failure.ts";

/** What is tried. */
export interface Trial {
  /** The steps are `<name>:<n>`, from 1. */
  readonly name: string;
  readonly work: (step: StepContext) => Promise<StepResult<Value>>;
  readonly policy: CallPolicy;
}

/** The first success, or the failure of the last attempt. */
export type Tried =
  | { readonly value: Value; readonly attempt: number }
  | { readonly failure: Failure; readonly attempts: number };

/** Tries until it works or nothing is left to try. */
export async function tryOften(context: NodeContext, trial: Trial): Promise<Tried> {
  const { timeoutMs, maxRetries } = trial.policy;
  for (let attempt = 1; ; attempt += 1) {
    const late = `attempt ${attempt} timed out after ${timeoutMs ?? 0} ms`;
    try {
      const value = await context.step(`${trial.name}:${attempt}`, trial.work, {
        once: true,
        more: attempt <= maxRetries,
        ...(timeoutMs === null ? {} : { limit: { ms: timeoutMs, late } }),
      });
      return { value, attempt };
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error;
      if (attempt > maxRetries) return { failure: error.failure, attempts: attempt };
    }
  }
}

/** What a model or a function gives in the end; if nothing does, the node fails. */
export async function succeed(
  context: NodeContext,
  trial: Trial,
  what: "Llm" | "Tool",
): Promise<Value> {
  const tried = await tryOften(context, trial);
  if ("value" in tried) return tried.value;
  const { failure, attempts } = tried;
  const node = context.node.id;
  if (failure.code === "TIMEOUT") {
    const ms = trial.policy.timeoutMs ?? 0;
    const fields = { timeout_ms: ms, attempts };
    throw failScoped(`${what}Timeout`, { node, fields, why: `took longer than ${ms} ms` });
  }
  throw failScoped(`${what}RetryExhausted`, {
    node,
    fields: { attempts, last_error: failure.message },
    why: `failed after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}: ${failure.message}`,
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
  });
}

/** Refuses to go on without a way out, before anything is done. */
export function checkNext({ node, edges, frame }: NodeContext): void {
  if (edges.length > 0 || frame.called) return;
  throw failScoped("MissingNextEdge", {
    node: node.id,
    why: "has no `next`, so nothing can follow it",
    hint: "give it `next`",
  });
}

/** Refuses to call functions where nobody lends any. */
export function checkFunctions({ node, ports }: NodeContext): void {
  if (ports.functions !== undefined) return;
  throw failScoped("MissingToolExecutor", {
    node: node.id,
    why: "calls a function, and the run has no registry of functions",
    hint: "hand functions to the run",
  });
}

/** What is called, with what, and what the function may look at. */
export interface Called {
  readonly name: string;
  readonly input: Value;
  /** A copy of what the node sees; made only for a function that looks. */
  readonly scope: () => Fields;
}

/** One call of a function of the host. */
export function callFunction(context: NodeContext, { name, input, scope }: Called): Trial["work"] {
  return async ({ site, signal }) => {
    const found = context.ports.functions?.find(name);
    if (!found) throw failUnknown(name);
    let seen: Fields | undefined;
    const call = {
      name,
      input,
      site,
      get scope(): Fields {
        return (seen ??= scope());
      },
    };
    try {
      return { result: await found.call(call, { signal }) };
    } catch (error) {
      const cause = error instanceof RunFailure ? error.failure.cause : undefined;
      throw failCall(`tool execution failed: ${messageOf(error)}`, cause);
    }
  };
}

/** What somebody outside gets of a scope: a copy of its own, keys sorted. */
export function copyScope(scope: Fields): () => Fields {
  let text: string | undefined;
  return () => {
    text ??= toSortedJson(scope);
    return JSON.parse(text) as Fields;
  };
}

function failUnknown(name: string): RunFailure {
  const hint = `declare \`${name}\` under \`tools\` of the flow's host file: \`x.host.yaml\` beside \`x.flow.yaml\``;
  const { failure } = failCall(`tool handler not found: ${name}`);
  return new RunFailure({ ...failure, hint });
}

/** A failed attempt with a text that flows can read. */
export function failCall(message: string, cause?: string): RunFailure {
  return new RunFailure({
    code: "TOOL_FAILED",
    message,
    retryable: false,
    ...(cause === undefined ? {} : { cause }),
  });
}
