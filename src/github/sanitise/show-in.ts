/** Files, diffs and logs as a model may see them: as they are, with what is hidden shown. Spec: github §11.3. */
import { breakFrames } from "#core/text/untrusted.ts";
import { nameHidden, normalise } from "../hidden-characters.ts";

/**
 * Text in which hidden characters stand as `⟦U+202E⟧`, and nothing ends the frame around it.
 *
 * @example
 * showIn("a\u200Bb"); // "a⟦U+200B⟧b"
 */
export function showIn(text: string): string {
  return breakFrames(nameHidden(normalise(text)));
}
