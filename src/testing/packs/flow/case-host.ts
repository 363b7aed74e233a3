/** Everything outside a flow's run case: models and functions that answer from its script. */
import type { RunControl } from "#core/engine/world.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { FunctionCall, FunctionPort } from "#core/ports/functions.ts";
import type { CallSite, ModelPort } from "#core/ports/model.ts";
import { noUsage, RunFailure } from "#core/run/failure.ts";
import type { FlowAnswer, FlowScript } from "./read-run.ts";

/** A host that outlives the processes of a run. */
export interface CaseHost {
  readonly models: ModelPort;
  /** Undefined if the case has no registry at all. */
  readonly functions: FunctionPort | undefined;
  /** All calls in the order in which they began. */
  readonly calls: Fields[];
  peak(): number;
  /** Whoever drives the run at present. */
  control: RunControl | null;
}

/** Makes the host of a case. */
export function createCaseHost(script: FlowScript, clock: Clock): CaseHost {
  const given = new Map<string, FlowAnswer>();
  const used = new Map<string, number>();
  const counts = new Map<string, { readonly byCall: Map<string, number> }>();
  let underWay = 0;
  let peak = 0;

  function take(list: readonly FlowAnswer[], name: string, { key }: CallSite): FlowAnswer {
    const known = given.get(key);
    if (known) return known;
    const at = used.get(name) ?? 0;
    const answer = list[at];
    if (!answer) throw new Error(`The case has no further answer for ${name}.`);
    used.set(name, at + 1);
    given.set(key, answer);
    return answer;
  }

  async function play(answer: FlowAnswer, signal: AbortSignal): Promise<FlowAnswer> {
    if (answer.cancel === true) host.control?.stop({ kind: "cancel", reason: "the case says so" });
    if (answer.after_ms !== undefined) await clock.sleep(answer.after_ms, signal);
    signal.throwIfAborted();
    if (answer.fail !== undefined) throw new Error(answer.fail);
    return answer;
  }

  async function counted<Result>(call: Fields, work: () => Promise<Result>): Promise<Result> {
    host.calls.push(call);
    underWay += 1;
    peak = Math.max(peak, underWay);
    try {
      return await work();
    } finally {
      underWay -= 1;
    }
  }

  function count(name: string, { key }: CallSite): number {
    const { byCall } = counts.get(name) ?? { byCall: new Map<string, number>() };
    counts.set(name, { byCall });
    const known = byCall.get(key) ?? byCall.size + 1;
    byCall.set(key, known);
    return known;
  }

  async function callFunction(call: FunctionCall, signal: AbortSignal): Promise<Value> {
    const known = script.tools?.[call.name] ?? [];
    const { name, input, site } = call;
    return counted({ node_id: site.nodeId, tool: name, input }, async () => {
      if (!("function" in known)) {
        const answer = await play(take(known, name, site), signal);
        return answer.return ?? null;
      }
      switch (known.function) {
        case "echo":
          return input;
        case "count":
          return count(name, site);
        case "scope":
          return call.scope;
        case "fail":
          throw new Error("always fails");
      }
    });
  }

  const host: CaseHost = {
    calls: [],
    control: null,
    peak: () => peak,
    models: {
      generate: ({ site, model }, { signal }) =>
        counted({ node_id: site.nodeId, model }, async () => {
          const list = script.llm[site.nodeId] ?? [];
          const answer = take(list, `llm ${site.nodeId}`, site);
          if (answer.not_found === true) throw unknownModel(model);
          const { text = "" } = await play(answer, signal);
          return { model, text, toolCalls: [], finishReason: "stop" as const, usage: noUsage };
        }),
      hasPrice: () => true,
      check: () => undefined,
    },
    functions:
      script.tools === undefined
        ? undefined
        : {
            find: (name) => {
              const known = script.tools?.[name];
              if (known === undefined) return undefined;
              if (!("function" in known) && known[0]?.not_found === true) return undefined;
              return { call: (call, { signal }) => callFunction(call, signal) };
            },
          },
  };
  return host;
}

function unknownModel(model: string): RunFailure {
  return new RunFailure({
    code: "MODEL_UNKNOWN",
    message: `nobody serves ${model}`,
    retryable: false,
  });
}
