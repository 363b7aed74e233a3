/** The command that a mistyped word was probably meant to be. */
import { editDistance } from "#core/text/suggest.ts";
import { commandWords } from "./grammar.ts";

const mostEdits = 2;

/** The nearest command word within two edits; the first of the list where two are as near. */
export function nearestCommand(word: string): string | undefined {
  const wanted = word.toLowerCase();
  if (wanted.length > 20) return undefined;
  let best: string | undefined;
  let bestDistance = mostEdits + 1;
  for (const known of commandWords) {
    const distance = editDistance(wanted, known);
    if (distance < bestDistance) [best, bestDistance] = [known, distance];
  }
  return best;
}
