/** What the main step leaves for the last one. */
import { appendFileSync } from "node:fs";
import { EOL } from "node:os";
import { saveState } from "@actions/core";
import { randomId } from "#adapters/clocks/random-id.ts";

/**
 * Saves a text by a name, as `saveState` does in a job.
 *
 * It takes the word that ends the text, which nobody may guess, from `node:crypto`, and loading that
 * takes 6 ms before the first event.
 */
export function keepState(name: string, text: string): void {
  const path = process.env["GITHUB_STATE"] ?? "";
  if (path === "") {
    saveState(name, text);
    return;
  }
  const end = `ghadelimiter_${randomId(24)}`;
  appendFileSync(path, [`${name}<<${end}`, text, end, ""].join(EOL));
}
