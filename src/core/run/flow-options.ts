/** Options of a flow's run, as a host file, a program or a flag gives them. Spec: flow §2, §18. */
import { isFields } from "../graph/value.ts";
import type { Fields, Value } from "../graph/value.ts";
import { didYouMean } from "../text/suggest.ts";
import type { FieldError } from "./failure.ts";
import { defaultSettings } from "./settings.ts";
import type { CallPolicy, RunSettings, TraceClock } from "./settings.ts";

/** Settings, and whether the flow is validated first. */
export interface ReadOptions {
  readonly settings: RunSettings;
  readonly validate: boolean;
}

/** Reads options; every mistake is told. */
export function readFlowOptions(
  given: Fields,
): ReadOptions | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const reader: Reader = { errors };
  checkNames(reader, "", given, optionNames);
  const strict = readBool(reader, "strict", given["strict"], false);
  const settings: RunSettings = {
    ...defaultSettings,
    ...readLimits(reader, given["limits"] ?? {}),
    ...readPolicies(reader, given["policies"] ?? {}),
    strict,
    pauseWhenMissing: readBool(reader, "pause_when_missing", given["pause_when_missing"], !strict),
    trace: readBool(reader, "trace", given["trace"], true),
    replayCheck: readBool(reader, "replay_check", given["replay_check"], false),
    traceClock: readClock(reader, given["trace_clock"]),
  };
  const validate = readBool(reader, "validate", given["validate"], true);
  return errors.length > 0 ? { errors } : { settings, validate };
}

/** Names of options and limits, for help. */
export const optionNames: readonly string[] = [
  "strict",
  "pause_when_missing",
  "policies",
  "limits",
  "validate",
  "trace",
  "trace_clock",
  "replay_check",
];

type Limit = Exclude<
  {
    [Key in keyof RunSettings]: RunSettings[Key] extends number ? Key : never;
  }[keyof RunSettings],
  undefined
>;

const limits: Readonly<Record<string, Limit>> = {
  max_steps: "maxSteps",
  scheduler_max_in_flight: "maxInFlight",
  max_expression_scope_bytes: "maxScopeBytes",
  max_map_items: "maxMapItems",
  max_parallel_branches: "maxParallelBranches",
  max_filter_items: "maxFilterItems",
  max_subgraph_depth: "maxSubgraphDepth",
};

interface Reader {
  readonly errors: FieldError[];
}

function readLimits(reader: Reader, given: Value): Partial<RunSettings> {
  if (!isObject(reader, "limits", given)) return {};
  checkNames(reader, "limits.", given, [...Object.keys(limits), "expression"]);
  const read = Object.entries(limits).flatMap(([name, key]) => {
    const value = given[name];
    return value === undefined ? [] : [[key, readCount(reader, `limits.${name}`, value)] as const];
  });
  return { ...Object.fromEntries(read), ...readExpression(reader, given["expression"]) };
}

function readExpression(reader: Reader, given: Value | undefined): Partial<RunSettings> {
  if (given === undefined || !isObject(reader, "limits.expression", given)) return {};
  const known = defaultSettings.expression;
  checkNames(reader, "limits.expression.", given, Object.keys(known));
  const read = Object.entries(given).map(
    ([name, value]) => [name, readCount(reader, `limits.expression.${name}`, value)] as const,
  );
  return { expression: { ...known, ...Object.fromEntries(read) } };
}

function readPolicies(reader: Reader, given: Value): Partial<RunSettings> {
  if (!isObject(reader, "policies", given)) return {};
  checkNames(reader, "policies.", given, ["llm", "tool"]);
  return {
    llm: readPolicy(reader, "policies.llm", given["llm"] ?? {}),
    tool: readPolicy(reader, "policies.tool", given["tool"] ?? {}),
  };
}

function readPolicy(reader: Reader, path: string, given: Value): CallPolicy {
  if (!isObject(reader, path, given)) return defaultSettings.llm;
  checkNames(reader, `${path}.`, given, ["timeout_ms", "max_retries"]);
  const { timeout_ms: timeout = null, max_retries: retries = 0 } = given;
  return {
    timeoutMs: timeout === null ? null : readCount(reader, `${path}.timeout_ms`, timeout),
    maxRetries: readCount(reader, `${path}.max_retries`, retries),
  };
}

function readBool(
  { errors }: Reader,
  field: string,
  value: Value | undefined,
  otherwise: boolean,
): boolean {
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== "boolean") errors.push({ field, message: "must be true or false" });
  return value === true;
}

function readClock({ errors }: Reader, value: Value | undefined): TraceClock {
  if (value === undefined || value === null || value === "logical") return "logical";
  if (value !== "wall")
    errors.push({ field: "trace_clock", message: "must be `logical` or `wall`" });
  return "wall";
}

function readCount({ errors }: Reader, field: string, value: Value): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  errors.push({ field, message: "must be a whole number from 0 on" });
  return 0;
}

function isObject({ errors }: Reader, field: string, value: Value): value is Fields {
  if (isFields(value)) return true;
  errors.push({ field, message: "must be an object" });
  return false;
}

function checkNames(
  { errors }: Reader,
  prefix: string,
  given: Fields,
  known: readonly string[],
): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const help = didYouMean(name, known, `there is ${known.join(", ")}`);
    errors.push({ field: `${prefix}${name}`, message: `is no option; ${help}` });
  }
}
