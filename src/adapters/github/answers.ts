/** What the API answers, and what it refuses with, as data. */
import type { Value } from "#core/graph/value.ts";
import { numberAt } from "#src/github/payload.ts";

/** The status of a refusal of the API, or null for other faults. */
export function statusOf(fault: unknown): number | null {
  return numberAt(readFault(fault), "status");
}

/** The answer, or null where there is nothing. */
export async function orNull<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (fault) {
    if (statusOf(fault) === 404) return null;
    throw fault;
  }
}

/** An answer of the API, whose shape is looked at by whoever reads it. */
export function readValue(answer: unknown): Value {
  return (answer ?? null) as Value;
}

function readFault(fault: unknown): Value {
  return typeof fault === "object" && fault !== null && "status" in fault
    ? { status: Number(fault.status) }
    : null;
}
