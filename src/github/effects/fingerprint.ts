/** The same remark on the same line is one comment, however often it is made. Spec: github §9. */
import { sha256Bytes } from "../hashes.ts";

/** The fingerprint of a remark: where it is, and its first line. */
export function remarkFingerprint(remark: {
  readonly path: string;
  readonly line: number;
  readonly body: string;
}): string {
  const title = remark.body.trim().split("\n")[0]?.trim().toLowerCase() ?? "";
  const text = `${remark.path}:${remark.line}:${title}`;
  return Buffer.from(sha256Bytes(text)).toString("hex").slice(0, 32);
}
