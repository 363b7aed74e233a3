/** An activation as the page shows it. */
import type { Value } from "#core/graph/value.ts";
import { toText } from "#core/graph/value.ts";
import { toMilliseconds } from "#core/run/timestamp.ts";
import type { ActivationView } from "../activations.ts";
import type { AttemptView } from "../deeds/deed.ts";
import { tellDeed, tellFault, tellUsage } from "../deeds/tell-deed.ts";
import { formatDuration } from "../format.ts";
import type { Allowance } from "./allowance.ts";
import type { Mark, PageAttempt, PageStep } from "./page-data.ts";

/** What else is known of an activation. */
export interface StepSource {
  readonly attempts: readonly AttemptView[];
  /** Where its first and last event are. */
  readonly reach: readonly [number, number] | undefined;
  /** When the run started. */
  readonly started: number;
  readonly iteration: string;
  readonly mark: Mark;
  readonly allowance: Allowance;
}

/** The step of an activation. */
export function viewStep(activation: ActivationView, source: StepSource): PageStep {
  const { id, node, branch, kind, startedAt, finishedAt, workedMs, usage } = activation;
  const { attempts, reach = [0, 0], started, iteration, mark, allowance } = source;
  const from = toMilliseconds(startedAt);
  return {
    id,
    node,
    branch,
    kind,
    iteration,
    mark,
    startedMs: from - started,
    took: finishedAt === null ? "" : formatDuration(workedMs),
    first: reach[0],
    last: reach[1],
    facts: tellUsage(usage),
    input: allowance.take(print(activation.input)),
    output: allowance.take(print(activation.output)),
    attempts: attempts.map((attempt) => viewAttempt(attempt, allowance)),
  };
}

function viewAttempt(attempt: AttemptView, allowance: Allowance): PageAttempt {
  const { attempt: number, finishedAt, workedMs, fault, usage, deeds } = attempt;
  const took = finishedAt === null ? [] : [formatDuration(workedMs)];
  return {
    number,
    facts: [...took, ...tellUsage(usage)],
    fault: fault && tellFault(fault),
    deeds: deeds.map((deed) => {
      const told = tellDeed(deed);
      return {
        ...told,
        parts: told.parts.map((part) => ({ ...part, text: allowance.take(part.text) })),
      };
    }),
  };
}

function print(value: Value): string {
  return typeof value === "object" && value !== null
    ? JSON.stringify(value, null, 2)
    : toText(value);
}
