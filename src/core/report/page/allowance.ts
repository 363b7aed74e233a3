/** How much text a page may hold, so that it opens quickly however much was said. */
import { cutWithNote } from "../deeds/tell-deed.ts";

const wholePage = 6_000_000;
const longestText = 20_000;
const onceUsedUp = 400;

/** Hands out room for texts. */
export interface Allowance {
  /** The text as long as it may be. */
  readonly take: (text: string) => string;
  readonly isUsedUp: () => boolean;
}

/** Creates the allowance of a page. */
export function createAllowance(): Allowance {
  let left = wholePage;
  let hasCut = false;
  return {
    take(text) {
      const limit = left > 0 ? longestText : onceUsedUp;
      const shown = cutWithNote(text, limit);
      hasCut ||= shown !== text;
      left -= shown.length;
      return shown;
    },
    isUsedUp: () => hasCut,
  };
}
