/**
 * Follows the quoting of a shell text, so that a reference can be written to be one word there.
 *
 * It knows quotes, comments, here-documents and the nesting of substitutions. Where it errs, a value
 * may be split into words or stay unread, but it never becomes source: what is written is a variable.
 */

/** Where a place of a shell text lies. */
export type Quoting =
  | "plain"
  | "nested"
  | "comment"
  | "double"
  | "single"
  | "ansi"
  | "here-document"
  | "literal-here-document"
  | "arithmetic";

/** Reads a shell text piece by piece and says what quoting its end lies in. */
export interface QuotingReader {
  /** Reads on; `last` if nothing follows. */
  read(text: string, last: boolean): void;
  /** A word that is put in here; the text after it goes on. */
  skipWord(): void;
  quoting(): Quoting;
}

type Context =
  | { readonly kind: "single" | "ansi" | "double" | "comment" | "backtick" }
  | { readonly kind: "substitution" | "parenthesis" | "parameter" | "quoted-parameter" }
  | { readonly kind: "arithmetic"; depth: number }
  | { readonly kind: "here-document"; readonly documents: HereDocument[] };

interface HereDocument {
  readonly delimiter: string;
  readonly literal: boolean;
  readonly stripsTabs: boolean;
}

interface Reader {
  readonly stack: Context[];
  readonly bash: boolean;
  /** Here-documents that begin on the next line. */
  pending: HereDocument[];
  /** The character before the next one, for comments and line starts. */
  previous: string;
}

/** A reader at the beginning of a text; `bash` knows `$'…'`, which `sh` need not. */
export function createQuotingReader(bash: boolean): QuotingReader {
  const reader: Reader = { stack: [], bash, pending: [], previous: "\n" };
  return {
    read: (text, last) => {
      for (let at = 0; at < text.length;) {
        const next = readAt(reader, text, at, last);
        if (next > at) reader.previous = text.charAt(next - 1);
        at = next;
      }
    },
    skipWord: () => {
      reader.previous = "x";
    },
    quoting: () => quotingOf(reader),
  };
}

function quotingOf({ stack }: Reader): Quoting {
  const top = stack.at(-1);
  switch (top?.kind) {
    case undefined:
      return "plain";
    case "quoted-parameter":
      return "double";
    case "here-document":
      return top.documents[0]?.literal === true ? "literal-here-document" : "here-document";
    case "backtick":
    case "substitution":
    case "parenthesis":
    case "parameter":
      return "nested";
    case "single":
    case "ansi":
    case "double":
    case "comment":
    case "arithmetic":
      return top.kind;
  }
}

/** Reads one piece and says where the next one begins; the same place if only the context changed. */
function readAt(reader: Reader, text: string, at: number, last: boolean): number {
  const top = reader.stack.at(-1);
  switch (top?.kind) {
    case "single":
      return closeAt(reader, text, at, "'");
    case "ansi":
      return text[at] === "\\" ? at + 2 : closeAt(reader, text, at, "'");
    case "comment":
      if (text[at] !== "\n") return at + 1;
      reader.stack.pop();
      return at;
    case "double":
      return readExpansion(reader, text, at) ?? closeAt(reader, text, at, '"');
    case "quoted-parameter":
      return readInQuotedParameter(reader, text, at);
    case "arithmetic":
      return readInArithmetic(reader, top, text, at);
    case "here-document":
      return readInHereDocument(reader, top.documents, text, at, last);
    case "backtick":
    case "substitution":
    case "parenthesis":
    case "parameter":
    case undefined:
      return readInCommand(reader, top?.kind, text, at);
  }
}

function closeAt(reader: Reader, text: string, at: number, close: string): number {
  if (text[at] === close) reader.stack.pop();
  return at + 1;
}

/** A backslash, a backtick, or a `$` that begins something; undefined for any other character. */
function readExpansion(reader: Reader, text: string, at: number): number | undefined {
  const character = text[at];
  if (character === "\\") return at + 2;
  if (character === "`") return readBacktick(reader, at);
  if (character !== "$") return undefined;
  if (text.startsWith("((", at + 1)) {
    reader.stack.push({ kind: "arithmetic", depth: 0 });
    return at + 3;
  }
  if (text[at + 1] === "(") {
    reader.stack.push({ kind: "substitution" });
    return at + 2;
  }
  if (text[at + 1] === "{") {
    const quoting = quotingOf(reader);
    const quoted = quoting === "double" || quoting === "here-document";
    reader.stack.push({ kind: quoted ? "quoted-parameter" : "parameter" });
    return at + 2;
  }
  return undefined;
}

/** Backticks don't nest: the next one closes the innermost, whatever is still open in it. */
function readBacktick({ stack }: Reader, at: number): number {
  const open = stack.findLastIndex(({ kind }) => kind === "backtick");
  if (open === -1) stack.push({ kind: "backtick" });
  else stack.length = open;
  return at + 1;
}

function readInQuotedParameter(reader: Reader, text: string, at: number): number {
  const next = readExpansion(reader, text, at);
  if (next !== undefined) return next;
  if (text[at] === '"') reader.stack.push({ kind: "double" });
  if (text[at] === "}") reader.stack.pop();
  return at + 1;
}

function readInArithmetic(
  reader: Reader,
  context: { depth: number },
  text: string,
  at: number,
): number {
  const next = readExpansion(reader, text, at);
  if (next !== undefined) return next;
  if (text[at] === "(") context.depth += 1;
  if (text[at] !== ")") return at + 1;
  if (context.depth > 0) {
    context.depth -= 1;
    return at + 1;
  }
  reader.stack.pop();
  if (text[at + 1] === ")") return at + 2;
  // One bracket alone: it was a subshell in a subshell, of which the outer one goes on.
  reader.stack.push({ kind: "parenthesis" });
  return at + 1;
}

function readInCommand(
  reader: Reader,
  kind: Context["kind"] | undefined,
  text: string,
  at: number,
): number {
  const { stack } = reader;
  if (reader.bash && text.startsWith("$'", at)) {
    stack.push({ kind: "ansi" });
    return at + 2;
  }
  const next = readExpansion(reader, text, at);
  if (next !== undefined) return next;
  const character = text[at];
  if (character === "'") stack.push({ kind: "single" });
  else if (character === '"') stack.push({ kind: "double" });
  else if (kind === "parameter") {
    if (character === "}") stack.pop();
  } else return readOperator(reader, kind, text, at);
  return at + 1;
}

function readOperator(
  reader: Reader,
  kind: Context["kind"] | undefined,
  text: string,
  at: number,
): number {
  const { stack } = reader;
  const startsWord = /[\s;&|()]/.test(reader.previous);
  if (text[at] === "#" && startsWord) stack.push({ kind: "comment" });
  if (text.startsWith("((", at) && startsWord) {
    stack.push({ kind: "arithmetic", depth: 0 });
    return at + 2;
  }
  if (text[at] === "(") stack.push({ kind: "parenthesis" });
  if (text[at] === ")" && (kind === "substitution" || kind === "parenthesis")) stack.pop();
  if (text.startsWith("<<", at)) return readHereDocument(reader, text, at);
  if (text[at] === "\n" && reader.pending.length > 0) {
    stack.push({ kind: "here-document", documents: reader.pending });
    reader.pending = [];
  }
  return at + 1;
}

const redirection = /<<(?:<|(-?)[ \t]*((?:\\.|'[^']*'|"[^"]*"|[^\s;&|<>()'"\\])+))/y;

function readHereDocument(reader: Reader, text: string, at: number): number {
  redirection.lastIndex = at;
  const found = redirection.exec(text);
  if (found === null) return at + 2;
  const [whole, tabs, word] = found;
  if (word !== undefined) {
    const literal = /['"\\]/.test(word);
    const delimiter = word.replaceAll(/['"\\]/g, "");
    reader.pending.push({ delimiter, literal, stripsTabs: tabs === "-" });
  }
  return at + whole.length;
}

function readInHereDocument(
  reader: Reader,
  documents: HereDocument[],
  text: string,
  at: number,
  last: boolean,
): number {
  const [document] = documents;
  if (document !== undefined && reader.previous === "\n") {
    const length = delimiterLength(document, text, at, last);
    if (length !== undefined) {
      documents.shift();
      if (documents.length > 0) return at + length + 1;
      reader.stack.pop();
      return at + length;
    }
  }
  if (document?.literal === true) return at + 1;
  return readExpansion(reader, text, at) ?? at + 1;
}

/** The length of the line at an offset if it ends the document; a line that goes on in a reference doesn't. */
function delimiterLength(
  { stripsTabs, delimiter }: HereDocument,
  text: string,
  at: number,
  last: boolean,
): number | undefined {
  const end = text.indexOf("\n", at);
  if (end === -1 && !last) return undefined;
  const line = text.slice(at, end === -1 ? text.length : end);
  const word = stripsTabs ? line.replace(/^\t+/, "") : line;
  return word === delimiter ? line.length : undefined;
}
