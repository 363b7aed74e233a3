/** Ends texts where they may end. */

/** At most so many units, without half a character at the end. */
export function cutTo(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  const half = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, half ? limit - 1 : limit);
}

/** No more than one blank line at a time, and none around the text. */
export function tidy(text: string): string {
  return text.replaceAll(/\n{3,}/g, "\n\n").trim();
}
