/** Writes how many there are of something. */

/**
 * A number with its noun.
 *
 * @example
 * quantity(1, "error"); // "1 error"
 * quantity(3, "node"); // "3 nodes"
 */
export function quantity(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
