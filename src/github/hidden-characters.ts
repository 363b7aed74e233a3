/** Characters that are there and cannot be seen. Spec: github §11.3. */

/** Code points from the first to the last, in hexadecimal. */
const ranges =
  "0-8 B-1F 7F-9F AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F " +
  "3164 FE00-FE0F FEFF FFA0 FFF9-FFFB 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF";

/** Joiners and selectors that make one emoji of several characters. */
const emojiParts = "\u200D\uFE0E\uFE0F";

const hidden = new RegExp(`[${toClass(ranges)}]`, "gu");

/** The text without hidden characters; those in `kept` stay. */
export function dropHidden(text: string, kept = ""): string {
  return text.replace(hidden, (character) => (kept.includes(character) ? character : ""));
}

/** The text without hidden characters, emoji left whole. */
export function dropHiddenButEmoji(text: string): string {
  return dropHidden(text, emojiParts);
}

/** The text with hidden characters by their numbers. */
export function nameHidden(text: string): string {
  return text.replace(hidden, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `⟦U+${code.toString(16).toUpperCase().padStart(4, "0")}⟧`;
  });
}

/** Line ends as LF, halves of characters as U+FFFD. */
export function normalise(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").toWellFormed();
}

function toClass(list: string): string {
  return list
    .split(" ")
    .map((range) =>
      range
        .split("-")
        .map((code) => `\\u{${code}}`)
        .join("-"),
    )
    .join("");
}
