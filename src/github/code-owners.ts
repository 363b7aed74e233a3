/**
 * Who owns a file by the base branch's CODEOWNERS, as GitHub reads it: the last line that fits
 * decides, a line that GitHub can't read counts for nothing. Spec: github §5.
 */

/** Where the file may stand; the first one that is there counts. */
export const codeOwnersPaths: readonly string[] = [
  ".github/CODEOWNERS",
  "CODEOWNERS",
  "docs/CODEOWNERS",
];

/** GitHub reads no longer file. */
const longest = 3 * 1024 * 1024;

/** Reads a CODEOWNERS file; the function gives the owners of a path: `@login`, `@org/team` or a mail address. */
export function readCodeOwners(text: string): (path: string) => readonly string[] {
  const lines = text.length > longest ? [] : text.split(/\r\n?|\n/).flatMap(readLine);
  return (path) => lines.findLast(({ pattern }) => pattern.test(path))?.owners ?? [];
}

interface OwnersLine {
  readonly pattern: RegExp;
  /** Nobody, if the line has none. */
  readonly owners: readonly string[];
}

function readLine(line: string): readonly OwnersLine[] {
  const words = line.replace(/^\uFEFF/, "").match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith("#"));
  const [pattern, ...owners] = comment < 0 ? words : words.slice(0, comment);
  if (pattern === undefined || !owners.every(isOwner)) return [];
  const read = readPattern(pattern);
  return read === null ? [] : [{ pattern: read, owners }];
}

function isOwner(word: string): boolean {
  return (
    /^@[\w-]+(?:\[bot\])?(?:\/[\w.-]+)?$/.test(word) || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(word)
  );
}

/** Patterns as in `.gitignore`, but without `!`, `[…]` and an escaped `#`, and matching case. */
function readPattern(written: string): RegExp | null {
  if (/^!|[[\]]|^\\#|\*\*\*/.test(written) || written === "/") return null;
  const anchored = written.startsWith("/") || /\/[^/]/.test(written);
  const parts = written.replace(/^\//, "").split("/");
  // A folder stands for everything in it.
  if (parts.length > 1 && parts.at(-1) === "") parts.splice(-1, 1, "**");
  if (!anchored && parts[0] !== "**") parts.unshift("**");
  return new RegExp(`^${parts.map(toSource).join("")}$`, "s");
}

/** A part of a pattern, with the slash that parts it from the one before. */
function toSource(part: string, index: number, parts: readonly string[]): string {
  const [first, last] = [index === 0, index === parts.length - 1];
  if (part === "**") {
    if (first) return last ? ".+" : "(?:.+/)?";
    return last ? "/.+" : "(?:/.+)?";
  }
  const slash = first || (index === 1 && parts[0] === "**") ? "" : "/";
  // The name of a folder stands for all that is below it, a lone star for files beside each other.
  const below = last && part !== "*" ? "(?:/.*)?" : "";
  return slash + wildcards(part) + below;
}

function wildcards(part: string): string {
  return part.replaceAll(/\\(.)|[*?]|[.+^$(){}|\\]/g, (piece, escaped?: string) => {
    if (escaped !== undefined) return quote(escaped);
    if (piece === "*") return "[^/]*";
    return piece === "?" ? "[^/]" : quote(piece);
  });
}

function quote(character: string): string {
  return /[.+*?^$(){}|[\]\\/]/.test(character) ? `\\${character}` : character;
}
