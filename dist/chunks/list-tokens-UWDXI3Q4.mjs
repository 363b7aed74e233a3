import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  positionAt
} from "./chunk-BYX33S23.mjs";
import {
  codeAt,
  codeNames,
  codes,
  createSource,
  endAt,
  isName,
  lookAtLine,
  readLogicalLine,
  readRawText,
  startAt
} from "./chunk-BZZZCENW.mjs";
import "./chunk-ZPLSJV7B.mjs";
import "./chunk-QL42ZRVT.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/core/languages/iter/list-tokens.ts
function listTokens(file) {
  const source = createSource(file);
  const listed = [];
  const list = (type, start, end) => {
    listed.push({ type, text: file.text.slice(start, end), ...positionAt(file, start) });
  };
  while (lookAtLine(source)) {
    const { indent } = source;
    const first = source.tokens.count;
    readLogicalLine(source);
    for (let index = first; index < source.tokens.count; index += 1)
      if (codeAt(source.tokens, index) !== codes.gap)
        list(typeOf(source, index), startAt(source.tokens, index), endAt(source.tokens, index));
    const { text } = opensText(source, first, indent) ? readRawText(source, indent, "body") : { text: null };
    if (text !== null) list("text", text.span.start, text.span.end);
  }
  return listed;
}
function typeOf({ tokens }, index) {
  const code = codeAt(tokens, index);
  if (isName(code)) return "name";
  return code === codes.whole ? "number" : codeNames[code] ?? "";
}
function opensText({ text, tokens }, first, indent) {
  const last = codeAt(tokens, tokens.count - 1);
  const word = text.slice(startAt(tokens, first), endAt(tokens, first));
  if (last === codes[":"]) return indent === 0 && word === "prompt";
  return last === codes["|"] && codeAt(tokens, tokens.count - 2) === codes[":"];
}
export {
  listTokens
};
