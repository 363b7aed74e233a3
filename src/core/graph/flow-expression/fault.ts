/** Why an expression of a flow has no value. Spec: flow §6.3. */

/** A metric that limits the size of an expression. */
export type ComplexityMetric = "chars" | "operators" | "depth" | "path_segments";

/** How large an expression may be, by metric. */
export type ComplexityLimits = Readonly<Record<ComplexityMetric, number>>;

/** What holds unless a run says otherwise. */
export const defaultComplexity: ComplexityLimits = {
  chars: 2048,
  operators: 64,
  depth: 24,
  path_segments: 16,
};

/** What is wrong with an expression, or with its path in a scope. */
export type FlowFault =
  | { readonly code: "Empty" }
  | { readonly code: "Invalid"; readonly part: string; readonly reason: string }
  | { readonly code: "MissingPath"; readonly path: string }
  | {
      readonly code: "ComplexityLimitExceeded";
      readonly metric: ComplexityMetric;
      readonly value: number;
      readonly max: number;
    };

/** The text that flows and their authors read. */
export function describeFlowFault(fault: FlowFault): string {
  switch (fault.code) {
    case "Empty":
      return "expression is empty";
    case "Invalid":
      return `invalid expression '${fault.part}': ${fault.reason}`;
    case "MissingPath":
      return `path '${fault.path}' not found in scoped input`;
    case "ComplexityLimitExceeded":
      return `expression complexity limit exceeded: ${fault.metric}=${fault.value}, max=${fault.max}`;
  }
}
