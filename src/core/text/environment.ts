/** Environment variables in a text: `${NAME}` and `${NAME:-default}`. Spec: language §8. */

/** Variables by name; unset and empty are the same. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** One `${…}` as offsets in its text. */
export interface VariableUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What becomes of the pieces of a text. */
export interface ExpansionRule {
  /** A secret's value, its bare `${NAME}`, or the text as it stands, whether set or not. */
  readonly secrets: "value" | "name" | "kept";
  /** What becomes of text between variables. */
  readonly literal?: (text: string) => string;
}

/** A text with its variables put in. */
export interface Expansion {
  /** Variables with neither value nor default stand here as written. */
  readonly text: string;
  readonly unset: readonly VariableUse[];
  /** Names that were looked up with success, or had a default, or are to be put in later. */
  readonly names: readonly string[];
}

type Piece =
  | { readonly text: string }
  | (VariableUse & { readonly source: string; readonly fallback: readonly Piece[] | null });

const opening = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(:-|\})|[{}]/g;
const secretEndings = new Set([
  "TOKEN",
  "KEY",
  "SECRET",
  "SECRETS",
  "PASSWORD",
  "PASSWD",
  "PASSPHRASE",
  "PAT",
  "CREDENTIAL",
  "CREDENTIALS",
]);

/** Keys of providers whose names end in something else. */
const secretNames: ReadonlySet<string> = new Set(["AWS_BEARER_TOKEN_BEDROCK"]);

/** True for a variable whose value must not be shown, by the last part of its name. */
export function isSecretName(name: string): boolean {
  if (secretNames.has(name.toUpperCase())) return true;
  return secretEndings.has(name.slice(name.lastIndexOf("_") + 1).toUpperCase());
}

/** The value of a variable, or undefined if it is unset or empty. */
export function valueOf(variables: Variables, name: string): string | undefined {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  return value === "" ? undefined : value;
}

/** Every variable that a text names, those in defaults included, from left to right. */
export function listVariables(text: string): VariableUse[] {
  if (!text.includes("$")) return [];
  return usesOf(cut(text));
}

/**
 * Puts values and defaults in place of variables; what was put in isn't looked at again.
 *
 * @example
 * expandVariables("${HOST:-localhost}:80", {}, { secrets: "value" }).text; // "localhost:80"
 */
export function expandVariables(
  text: string,
  variables: Variables,
  rule: ExpansionRule,
): Expansion {
  if (!text.includes("$")) return { text: rule.literal?.(text) ?? text, unset: [], names: [] };
  const unset: VariableUse[] = [];
  const names: string[] = [];
  const write = (pieces: readonly Piece[]): string => pieces.map(writePiece).join("");
  const writePiece = (piece: Piece): string => {
    if ("text" in piece) return rule.literal?.(piece.text) ?? piece.text;
    const { name, start, end, source, fallback } = piece;
    const secret = isSecretName(name);
    if (secret && rule.secrets === "kept") return source;
    const value = valueOf(variables, name);
    if (value === undefined && fallback === null) {
      unset.push({ name, start, end });
      return source;
    }
    names.push(name);
    if (value === undefined) return write(fallback ?? []);
    return secret && rule.secrets === "name" ? `\${${name}}` : value;
  };
  return { text: write(cut(text)), unset, names };
}

/** The one variable that a text consists of, or undefined. */
export function loneVariable(text: string): VariableUse | undefined {
  const [piece] = text.startsWith("$") ? cut(text) : [];
  return piece !== undefined && "name" in piece && piece.end === text.length ? piece : undefined;
}

function usesOf(pieces: readonly Piece[]): VariableUse[] {
  return pieces.flatMap((piece) =>
    "text" in piece
      ? []
      : [{ name: piece.name, start: piece.start, end: piece.end }, ...usesOf(piece.fallback ?? [])],
  );
}

/** A default that isn't closed yet, and the pieces before its variable. */
interface OpenDefault {
  readonly name: string;
  readonly start: number;
  readonly before: Piece[];
  /** Where its text begins. */
  readonly content: number;
  /** Braces that are open inside it. */
  depth: number;
}

interface Cutting {
  readonly text: string;
  readonly open: OpenDefault[];
  pieces: Piece[];
  /** Up to here the text is in pieces. */
  from: number;
}

const deepest = 100;

/** Cuts a text into literal text and variables; one whose default is never closed is text. */
function cut(text: string): Piece[] {
  const cutting: Cutting = { text, open: [], pieces: [], from: 0 };
  for (const { 0: found, 1: name, 2: then, index } of text.matchAll(opening)) {
    const top = cutting.open.at(-1);
    const nested = cutting.open.length >= deepest && then === ":-";
    if (found === "}") closeBrace(cutting, index);
    else if (name === undefined || nested) {
      if (top !== undefined) top.depth += 1;
      if (found === "$${") skipDollar(cutting, index);
    } else if (then === "}")
      addVariable(cutting, { name, start: index, end: index + found.length });
    else openDefault(cutting, name, { start: index, content: index + found.length });
  }
  takeText(cutting, text.length);
  return [...cutting.open.flatMap((open) => beforeUnclosed(text, open)), ...cutting.pieces];
}

function takeText(cutting: Cutting, end: number): void {
  if (end > cutting.from) cutting.pieces.push({ text: cutting.text.slice(cutting.from, end) });
  cutting.from = end;
}

/** `$${` writes `${`. */
function skipDollar(cutting: Cutting, at: number): void {
  takeText(cutting, at);
  cutting.from = at + 1;
}

function addVariable(cutting: Cutting, use: VariableUse): void {
  takeText(cutting, use.start);
  const source = cutting.text.slice(use.start, use.end);
  cutting.pieces.push({ ...use, source, fallback: null });
  cutting.from = use.end;
}

function openDefault(
  cutting: Cutting,
  name: string,
  { start, content }: { readonly start: number; readonly content: number },
): void {
  takeText(cutting, start);
  cutting.open.push({ name, start, content, before: cutting.pieces, depth: 0 });
  cutting.pieces = [];
  cutting.from = content;
}

function closeBrace(cutting: Cutting, at: number): void {
  const top = cutting.open.at(-1);
  if (top === undefined) return;
  if (top.depth > 0) {
    top.depth -= 1;
    return;
  }
  takeText(cutting, at);
  cutting.open.pop();
  const { name, start, before } = top;
  const source = cutting.text.slice(start, at + 1);
  before.push({ name, start, end: at + 1, source, fallback: cutting.pieces });
  cutting.pieces = before;
  cutting.from = at + 1;
}

function beforeUnclosed(text: string, open: OpenDefault): Piece[] {
  return [...open.before, { text: text.slice(open.start, open.content) }];
}
