/**
 * Proposals of a job that may write nothing: recorded for one that may, whose outcome is the result.
 *
 * Spec: github §11.5, §12.
 */
import type { Proposed } from "#core/engine/lifecycle.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { ToolOutput, ToolQuestion } from "#core/ports/tool.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { EffectKind } from "#src/github/effects/limits.ts";
import { at, textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Tool } from "../index.ts";

/** A write that another job has to make. */
export interface PendingWrite {
  readonly kind: EffectKind;
  readonly target: string;
  /** Of everything that makes it what it is. */
  readonly digest: string;
}

/** Thrown where the write would be made; it is no fault. */
export class Pending extends Error {
  override readonly name = "Pending";
  readonly write: PendingWrite;

  constructor(write: PendingWrite) {
    super(`\`${write.kind}\` is left to another job`);
    this.write = write;
  }
}

/** What a proposal that isn't carried out is refused with; its node fails. */
export function refuseProposal(code: string, message: string): RunFailure {
  return new RunFailure({
    code: "EFFECT_REFUSED",
    message: `${message}: ${explainReason(code)}`,
    hint: "see `safe-outputs` in `.github/iter.yml`, or propose something else",
    retryable: false,
    errors: [{ field: code, message }],
  });
}

/** A tool that only proposes: its call waits until another job has made it, and has what came of that. */
export function proposeOnly(tool: Tool): Tool {
  return {
    ...tool,
    async call(input, options) {
      const outcome = options.answers?.known.at(-1)?.answers;
      if (outcome !== undefined) return readOutcome(outcome);
      try {
        return await tool.call(input, options);
      } catch (fault) {
        if (!(fault instanceof Pending)) throw fault;
        const asked = { tool: tool.definition.name, input, step: options.site.step };
        return { output: "", failed: false, question: waitFor(fault.write, asked) };
      }
    },
  };
}

/** Makes the call that was proposed; what comes of it is what its node is told. */
export async function carryOutProposal(
  tools: readonly Tool[],
  { proposal, site, effects }: Proposed,
  signal: AbortSignal,
): Promise<Fields> {
  const name = textAt(proposal, "tool");
  const tool = tools.find(({ definition }) => definition.name === name);
  try {
    if (tool === undefined) throw refuseProposal("tier_too_low", `\`${name}\` may not be used`);
    const proposed = textAt(proposal, "digest");
    const input = at(proposal, "input");
    const { output, failed } = await tool.call(input, { signal, site, effects, proposed });
    return { outcome: failed ? "failed" : "written", output };
  } catch (fault) {
    const refused = fault instanceof RunFailure && fault.failure.code === "EFFECT_REFUSED";
    const [error] = refused ? (fault.failure.errors ?? []) : [];
    if (error === undefined) throw fault;
    return { outcome: "refused", output: error.message, code: error.field ?? "" };
  }
}

function waitFor(
  { kind, target, digest }: PendingWrite,
  asked: { readonly tool: string; readonly input: Value; readonly step: string },
): ToolQuestion {
  return {
    text: `${explainReason("effects_pending")} (${kind})`,
    awaits: "effects",
    waitsFor: { kind, target, digest, ...asked },
  };
}

function readOutcome(outcome: Fields): ToolOutput {
  const output = textAt(outcome, "output");
  if (outcome["outcome"] === "refused") throw refuseProposal(textAt(outcome, "code"), output);
  return { output, failed: outcome["outcome"] === "failed" };
}
