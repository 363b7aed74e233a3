/** Paths of files inside a run's folder. */

/**
 * True for a path that stays inside the folder of a run.
 *
 * Its parts come from ids of nodes, sessions and gates: no separators, no `..`, no NUL.
 *
 * @example
 * isRunPath("artifacts/plan/0.json"); // true
 */
export function isRunPath(path: string): boolean {
  return path.split("/").every(isPart);
}

function isPart(part: string): boolean {
  return part !== "" && part !== "." && !part.includes("..") && !/[\\\0]/.test(part);
}
