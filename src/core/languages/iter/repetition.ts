/** Spares the parser the items of long lists that are like earlier ones. */
import { codeAt, codes } from "./token.ts";
import type { Tokens } from "./token.ts";

/** Lines up to here are read as they are. */
const shortLine = 64;

/** A bracket that is open. */
interface Open {
  /** Where the current item begins among the kept tokens, its comma included. */
  item: number;
  /** Sorts of the items so far, but not of the first one, which may stand for more than an item. */
  readonly seen: Set<string>;
  first: boolean;
}

/**
 * The tokens of a line that tell whether it is right: all of them, or of a long line those without
 * items like an earlier one of the same bracket.
 *
 * What may stand behind a comma once may stand there again, so the line is right if this is.
 */
export function withoutRepetition(tokens: Tokens, first: number, last: number): readonly number[] {
  const kept: number[] = [];
  if (last - first <= shortLine) {
    for (let index = first; index < last; index += 1) kept.push(index);
    return kept;
  }
  const open: Open[] = [];
  for (let index = first; index < last; index += 1) {
    const code = codeAt(tokens, index);
    const inner = open.at(-1);
    const closes = code === codes["]"] || code === codes["}"];
    const parts = code === codes[","] || code === codes.gap;
    if (inner !== undefined && (closes || parts)) endItem(tokens, kept, inner);
    if (closes) open.pop();
    kept.push(index);
    if (code === codes["["] || code === codes["{"])
      open.push({ item: kept.length, seen: new Set(), first: true });
  }
  return kept;
}

function endItem(tokens: Tokens, kept: number[], open: Open): void {
  const from = open.first ? open.item : open.item + 1;
  let sort = "";
  for (let at = from; at < kept.length; at += 1)
    sort += String.fromCharCode(codeAt(tokens, kept[at] ?? 0));
  if (open.first) open.first = false;
  else if (sort !== "" && open.seen.has(sort)) kept.length = open.item;
  else open.seen.add(sort);
  open.item = kept.length;
}
