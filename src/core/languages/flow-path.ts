/** Which files are flows, told by their names alone. Spec: flow §1. */

/** True for the names that flows end in. */
export function isFlowPath(path: string): boolean {
  return /\.flow\.(?:json|yaml|yml)$/.test(path);
}

/** True for a file that is a flow if somebody names it as a workflow. */
export function isTakenAsFlow(path: string): boolean {
  return /\.(?:json|yaml|yml)$/.test(path);
}
