/** Takes pieces of HTML out of text that are not shown. */

/** The text without HTML comments; one that is never closed goes to the end. */
export function dropComments(text: string): string {
  return dropBetween(text, /<!--/g, "-->", true);
}

/** The text without what stands between two marks, in time that grows with the text alone. */
export function dropBetween(text: string, open: RegExp, close: string, toEnd = false): string {
  let kept = "";
  let from = 0;
  for (const { index, 0: mark } of text.matchAll(open)) {
    if (index < from) continue;
    const end = text.indexOf(close, index + mark.length);
    if (end === -1 && !toEnd) break;
    kept += text.slice(from, index);
    from = end === -1 ? text.length : end + close.length;
  }
  return kept + text.slice(from);
}
