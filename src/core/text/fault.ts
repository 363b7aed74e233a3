/** What was thrown, in words. */

/** The message of an error; anything else that was thrown, as text. */
export function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
