/** Changes of limits as people write them: `max_tokens=50000`, `max_duration=+10m`. Spec: runtime §13.2. */
import { parseDuration } from "../graph/duration.ts";
import type { Budget } from "../graph/graph.ts";
import { suggest } from "../text/suggest.ts";
import type { FieldError } from "./failure.ts";

type LimitKey = Exclude<keyof Budget, "unknownPrice">;

interface LimitForm {
  readonly key: LimitKey;
  readonly wanted: string;
  /** The number that a text stands for, or undefined. */
  readonly read: (text: string) => number | undefined;
}

const forms: Readonly<Record<string, LimitForm>> = {
  max_parallel_branches: {
    key: "maxParallelBranches",
    wanted: "a whole number from 1",
    read: readWhole,
  },
  max_duration: { key: "maxDurationMs", wanted: 'a duration like "30m"', read: parseDuration },
  max_cost_usd: { key: "maxCostUsd", wanted: "a number above 0", read: readAmount },
  max_tokens: { key: "maxTokens", wanted: "a whole number from 1", read: readWhole },
  max_iterations: { key: "maxIterations", wanted: "a whole number from 1", read: readWhole },
};

/**
 * The limits after changes: a value replaces a limit, `+value` adds to it.
 *
 * @example
 * changeLimits({ maxTokens: 60, unknownPrice: "error" }, { max_tokens: "+50" });
 */
export function changeLimits(
  before: Budget,
  changes: Readonly<Record<string, string | number>>,
): { readonly limits: Budget } | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  let limits = before;
  for (const [name, change] of Object.entries(changes)) {
    const result = readChange(before, name, String(change).trim());
    if (typeof result === "string") errors.push({ field: name, message: result });
    else limits = { ...limits, ...result };
  }
  return errors.length > 0 ? { errors } : { limits };
}

/** The limit that a change gives, or what is wrong with it. */
function readChange(before: Budget, name: string, change: string): Partial<Budget> | string {
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (form === undefined) {
    const near = suggest(name, Object.keys(forms));
    const names = Object.keys(forms).map((one) => `\`${one}\``);
    return `is no limit; ${near === undefined ? `there are ${names.join(", ")}` : `did you mean \`${near}\`?`}`;
  }
  const added = change.startsWith("+");
  const value = form.read(added ? change.slice(1) : change);
  if (value === undefined) return `must be ${form.wanted}, but is ${JSON.stringify(change)}`;
  if (!added) return { [form.key]: value };
  const limit = before[form.key];
  if (limit === undefined) return "has no limit that could be added to";
  // Sums of decimal amounts would otherwise end in digits that nobody wrote.
  return { [form.key]: Number((limit + value).toPrecision(15)) };
}

function readWhole(text: string): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  return value >= 1 && Number.isSafeInteger(value) ? value : undefined;
}

function readAmount(text: string): number | undefined {
  const value = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : 0;
  return value > 0 && Number.isFinite(value) ? value : undefined;
}
