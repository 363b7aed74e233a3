/**
 * Keys and tokens that show by their form what they are.
 *
 * Every pattern takes what it has looked at, or gives up within a bounded number of characters, so
 * the time is linear in the text, whatever the text is. "At least so many" is written `x{9}x*`: for
 * each character that `x{9,}` takes the engine notes a way back, and it fails beyond some millions.
 */

/** What stands in place of a secret. */
export const redacted = "***";

/** Of GitHub, OpenAI and Anthropic, AWS, Google, Slack. */
const keys =
  /\b(?:gh[opsur]_[A-Za-z0-9]{30}[A-Za-z0-9]*|github_pat_[A-Za-z0-9_]{30}[A-Za-z0-9_]*|sk-[A-Za-z0-9_-]{20}[A-Za-z0-9_-]*|(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b|AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20}[A-Za-z0-9_-]*|xox[abeoprs]-[A-Za-z0-9-]{10}[A-Za-z0-9-]*|xapp-[A-Za-z0-9-]{10}[A-Za-z0-9-]*)/g;

/** One of them is in all that `keys` finds; to look for them takes less than to build that pattern. */
const beginnings = [
  ...["ghp_", "gho_", "ghs_", "ghu_", "ghr_", "github_pat_", "sk-", "AKIA", "ASIA", "ABIA", "ACCA"],
  ...["AIza", "ya29.", "xox", "xapp-"],
];

/** As much as may belong to a token of dotted parts; whether it is one is asked of the whole. */
const dotted = /\beyJ[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*){0,4}/g;

const token =
  /^eyJ[A-Za-z0-9_-]{8}[A-Za-z0-9_-]*\.eyJ[A-Za-z0-9_-]{8}[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{8}/;

/** Up to the last `@` before the path; a password that is put in later (`${TOKEN}`) is none. */
const userInfo = /:\/\/[^\s/?#@:"'<>`\\]{1,256}:(?!\$\{|\$\w|\{\{)[^\s/?#"'<>`\\]{1,1024}(?=@)/g;

/** Takes every key of a known form out of a text. */
export function replaceKnownForms(text: string): string {
  let shown = text;
  if (beginnings.some((one) => text.includes(one))) shown = shown.replace(keys, redacted);
  if (shown.includes("eyJ")) {
    shown = shown.replace(dotted, (found) => (token.test(found) ? redacted : found));
  }
  if (shown.includes("://")) shown = shown.replace(userInfo, `://${redacted}`);
  return shown.includes("PRIVATE KEY") ? replacePrivateKeys(shown) : shown;
}

const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const end = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** What may stand between the first and the last line, line ends in whatever spelling included. */
const body = /^[A-Za-z0-9+/=\s\\%:,.>|"'-]*/;

/** A line of a key, quoted or not, whatever is in the margin. */
const bodyLine = /^[\s>|"'+-]{0,40}[A-Za-z0-9+/=]{16,}[\s"',\\]{0,8}$/;

/** Whole keys, and keys of which the beginning or the end was cut off; a lone first line is no secret. */
function replacePrivateKeys(text: string): string {
  const begins = [...text.matchAll(begin)];
  const ends = [...text.matchAll(end)];
  const pieces: [from: number, to: number][] = [];
  let next = 0;
  for (const [index, { 0: header, index: at }] of begins.entries()) {
    for (; (ends[next]?.index ?? Infinity) < at; next += 1) pieces.push(tailOf(text, ends[next]));
    const limit = begins[index + 1]?.index ?? text.length;
    const closing = ends[next];
    const inside = at + header.length;
    const near = closing !== undefined && closing.index < limit;
    if (near) next += 1;
    const closed = near && isBody(text.slice(inside, closing.index));
    const to = closed
      ? closing.index + closing[0].length
      : inside + (body.exec(text.slice(inside, limit))?.[0].trimEnd().length ?? 0);
    if (to - inside >= 16) pieces.push([at, to]);
  }
  for (; next < ends.length; next += 1) pieces.push(tailOf(text, ends[next]));
  return cutOut(text, pieces);
}

/** True for what can be the inside of a key, with or without something in the margin. */
function isBody(text: string): boolean {
  return body.exec(text)?.[0].length === text.length || /[A-Za-z0-9+/]{40}/.test(text);
}

/** The lines of a key before its last one, of which the first is missing. */
function tailOf(text: string, last: RegExpExecArray | undefined): [from: number, to: number] {
  if (last === undefined) return [0, 0];
  let from = startOfLine(text, last.index);
  if (from <= 0 || !/^[\s>|"'+-]*$/.test(text.slice(from, last.index))) return [0, 0];
  const lowest = from;
  while (from > 0) {
    const before = startOfLine(text, from - 1);
    if (before < 0 || !bodyLine.test(text.slice(before, from - 1))) break;
    from = before;
  }
  return from === lowest ? [0, 0] : [from, last.index + last[0].length];
}

/** Where the line begins that goes on at a place; -1 if that is far away. */
function startOfLine(text: string, at: number): number {
  const lowest = Math.max(0, at - 200);
  const found = text.slice(lowest, at).lastIndexOf("\n");
  if (found !== -1) return lowest + found + 1;
  return lowest === 0 ? 0 : -1;
}

/** A text without pieces of it, which are in their order. */
export function cutOut(
  text: string,
  pieces: readonly (readonly [from: number, to: number])[],
): string {
  let shown = "";
  let at = 0;
  for (const [from, to] of pieces) {
    if (to <= at) continue;
    shown += text.slice(at, Math.max(at, from)) + redacted;
    at = to;
  }
  return shown + text.slice(at);
}
