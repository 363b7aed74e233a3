/** SHA-256 for tests; the core has no crypto of its own. */
import { createHash } from "node:crypto";

/** SHA-256 as lower-case hex of a UTF-8 text. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
