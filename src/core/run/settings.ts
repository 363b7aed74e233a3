/** What a run of a flow is told besides its limits of cost. Spec: flow §2, §12.1, §18. */
import type { ComplexityLimits } from "../graph/flow-expression/fault.ts";
import { defaultComplexity } from "../graph/flow-expression/fault.ts";
import { isFields } from "../graph/value.ts";
import type { Fields, Value } from "../graph/value.ts";

/** How often and how long a call is tried. */
export interface CallPolicy {
  readonly timeoutMs: number | null;
  readonly maxRetries: number;
}

/** What the times of a trace are: a count of its events, or the time of day. */
export type TraceClock = "logical" | "wall";

/** The settings of a run. */
export interface RunSettings {
  readonly strict: boolean;
  readonly pauseWhenMissing: boolean;
  readonly maxSteps: number;
  readonly maxInFlight: number;
  readonly maxScopeBytes: number;
  readonly maxMapItems: number;
  readonly maxParallelBranches: number;
  readonly maxFilterItems: number;
  readonly maxSubgraphDepth: number;
  readonly expression: ComplexityLimits;
  readonly llm: CallPolicy;
  readonly tool: CallPolicy;
  /** Whether a trace is recorded, and checked at the end. */
  readonly trace: boolean;
  readonly replayCheck: boolean;
  readonly traceClock: TraceClock;
  /** What names of models stand for. */
  readonly models: Readonly<Record<string, string>>;
}

const once: CallPolicy = { timeoutMs: null, maxRetries: 0 };

/** What holds unless a run says otherwise. */
export const defaultSettings: RunSettings = {
  strict: false,
  pauseWhenMissing: true,
  maxSteps: 256,
  maxInFlight: 8,
  maxScopeBytes: 131_072,
  maxMapItems: 4096,
  maxParallelBranches: 128,
  maxFilterItems: 8192,
  maxSubgraphDepth: 16,
  expression: defaultComplexity,
  llm: once,
  tool: once,
  trace: true,
  replayCheck: false,
  traceClock: "logical",
  models: {},
};

/** Settings as the log has them. */
export function writeSettings(settings: RunSettings): Fields {
  const { expression, llm, tool, models, ...rest } = settings;
  return {
    ...rest,
    expression: { ...expression },
    llm: { ...llm },
    tool: { ...tool },
    models: { ...models },
  };
}

/** Settings from a log; what it lacks is as usual. */
export function readSettings(value: Value | undefined): RunSettings {
  if (!isFields(value)) return defaultSettings;
  const { expression, llm, tool } = value;
  return {
    ...defaultSettings,
    ...value,
    traceClock: value["traceClock"] === "wall" ? "wall" : "logical",
    expression: { ...defaultComplexity, ...(isFields(expression) ? expression : {}) },
    llm: { ...once, ...(isFields(llm) ? llm : {}) },
    tool: { ...once, ...(isFields(tool) ? tool : {}) },
  };
}
