/** Gives the whole suite one temporary folder, which is gone with all that tests left in it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Called once, before any test; what it gives back is called after the last one. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "iter-tests-"));
  process.env["TMPDIR"] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}
