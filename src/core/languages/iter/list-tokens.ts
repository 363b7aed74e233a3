/** Lists the tokens of a file, for those who want to see what its characters are taken for. */
import { positionAt } from "#core/text/source-file.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { readLogicalLine } from "./lexer.ts";
import { readRawText } from "./raw-text.ts";
import { createSource, lookAtLine } from "./source.ts";
import type { Source } from "./source.ts";
import { codeAt, codeNames, codes, endAt, isName, startAt } from "./token.ts";

/** A token with its place, line and column from 1. */
export interface ListedToken {
  /** `name`, `string`, `number`, `text` (of prompts and blocks), or the punctuation itself. */
  readonly type: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** The tokens of a file in source order; behind a fault the rest of its line is left out. */
export function listTokens(file: SourceFile): readonly ListedToken[] {
  const source = createSource(file);
  const listed: ListedToken[] = [];
  const list = (type: string, start: number, end: number): void => {
    listed.push({ type, text: file.text.slice(start, end), ...positionAt(file, start) });
  };
  while (lookAtLine(source)) {
    const { indent } = source;
    const first = source.tokens.count;
    readLogicalLine(source);
    for (let index = first; index < source.tokens.count; index += 1)
      if (codeAt(source.tokens, index) !== codes.gap)
        list(typeOf(source, index), startAt(source.tokens, index), endAt(source.tokens, index));
    const { text } = opensText(source, first, indent)
      ? readRawText(source, indent, "body")
      : { text: null };
    if (text !== null) list("text", text.span.start, text.span.end);
  }
  return listed;
}

function typeOf({ tokens }: Source, index: number): string {
  const code = codeAt(tokens, index);
  if (isName(code)) return "name";
  return code === codes.whole ? "number" : (codeNames[code] ?? "");
}

/** `prompt name:` at the margin, and `key: |`. */
function opensText({ text, tokens }: Source, first: number, indent: number): boolean {
  const last = codeAt(tokens, tokens.count - 1);
  const word = text.slice(startAt(tokens, first), endAt(tokens, first));
  if (last === codes[":"]) return indent === 0 && word === "prompt";
  return last === codes["|"] && codeAt(tokens, tokens.count - 2) === codes[":"];
}
