/** The faults of a line as diagnostics. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import type { Span } from "#core/text/span.ts";
import type { Extent, Refusal } from "./declaration-parser.ts";
import { lineEnd } from "./source.ts";
import type { Source } from "./source.ts";
import { codeAt, codes, endAt, startAt } from "./token.ts";

/** More of a line than this isn't quoted. */
const longestQuote = 60;

/** The piece of the source that a line takes up. */
export function spanOfExtent({ tokens }: Source, { first, last }: Extent): Span {
  return { start: startAt(tokens, first), end: endAt(tokens, last - 1) };
}

/** A first word at the margin that begins no declaration, or no word at all. */
export function unknownDeclaration(
  source: Source,
  first: number,
  known: readonly string[],
): Diagnostic {
  const span = spanOfExtent(source, { first, last: first + 1 });
  return diagnose("E001", span, { fault: "declaration", word: quote(source, span), known });
}

/** A token that doesn't fit, or a line that ends too early; `complete` as the layout sees it. */
export function refusedToken(source: Source, line: Extent, refusal: Refusal): Diagnostic {
  const { token, expected, complete } = refusal;
  if (token === null) {
    const { end } = spanOfExtent(source, line);
    return diagnose("E002", { start: end, end }, { fault: "end", expected });
  }
  const span = spanOfExtent(source, { first: token, last: token + 1 });
  const found = quote(source, span);
  if (token === line.first) return diagnose("E001", span, { fault: "line", found, expected });
  if (!complete) return diagnose("E002", span, { fault: "token", expected, found });
  const before = quote(source, spanOfExtent(source, { first: line.first, last: token }));
  return diagnose("E001", span, { fault: "end", line: before, found, expected });
}

/** A property that takes a value and has none. */
export function missingValue(source: Source, line: Extent): Diagnostic {
  const { end } = spanOfExtent(source, line);
  return diagnose("E002", { start: end, end }, { fault: "end", expected: ["a value"] });
}

/** A line that opens a block or a text, and none follows. */
export function missingBlock(source: Source, line: Extent, what: "lines" | "text"): Diagnostic {
  const span = spanOfExtent(source, line);
  return diagnose("E002", span, { fault: "block", line: quote(source, span), what });
}

/** The outermost bracket that is open where the logical line ends. */
export function openBracket(source: Source): Diagnostic | null {
  const start = source.brackets[0];
  if (start === undefined) return null;
  const bracket = source.text.charAt(start);
  const closing = { "(": ")", "[": "]", "{": "}" }[bracket] ?? "";
  return diagnose("E002", { start, end: start + 1 }, { fault: "bracket", bracket, closing });
}

/** In a line that is read as mere tokens: a bracket that closes none, or another one. */
export function strayBracket(source: Source, { first, last }: Extent): Diagnostic | null {
  const open: number[] = [];
  for (let index = first; index < last; index += 1) {
    const code = codeAt(source.tokens, index);
    if (code < codes["("] || code > codes["}"]) continue;
    if (code === codes["("] || code === codes["["] || code === codes["{"]) {
      open.push(code);
      continue;
    }
    const opened = open.pop();
    if (opened === code - 1) continue;
    const span = spanOfExtent(source, { first: index, last: index + 1 });
    const found = quote(source, span);
    if (opened === undefined) return diagnose("E001", span, { fault: "character", found });
    const expected = [`\`${{ [codes["("]]: ")", [codes["["]]: "]" }[opened] ?? "}"}\``];
    return diagnose("E002", span, { fault: "token", expected, found });
  }
  return null;
}

/** The line that is looked at fits no block. */
export function wrongDepth(source: Source, around: readonly number[], wanted: number): Diagnostic {
  const span = { start: source.start, end: lineEnd(source, source.next - 1) };
  return diagnose("E003", span, { fault: "depth", depth: source.indent, around, wanted });
}

/** A piece of the source on one line, cut if it is long. */
function quote({ text }: Source, { start, end }: Span): string {
  const piece = text.slice(start, Math.min(end, start + longestQuote)).replace(/\s+/g, " ");
  return end - start > longestQuote ? `${piece}…` : piece;
}
