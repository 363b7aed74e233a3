/** Which blocks the properties of a block may have. */
import type { Line } from "./line.ts";
import type { Frame } from "./reading.ts";
import type { Source } from "./source.ts";
import { endAt, startAt } from "./token.ts";
import type { BlockWords, PropertyWords } from "./vocabulary.ts";

/** The properties of the block that a property takes; null if it takes none. */
export function blockWordsOf(source: Source, frame: Frame, name: number): BlockWords | null {
  return propertyOf(source, frame, name)?.block ?? null;
}

/** True if the last line of a block names a property that an earlier one names as well. */
export function isGivenTwice(source: Source, frame: Frame): boolean {
  const { lines } = frame.block;
  const last = lines.length - 1;
  frame.given ??= new Set();
  for (; frame.scanned < last; frame.scanned += 1) {
    const name = nameOf(source, frame, lines[frame.scanned]);
    if (name !== null) frame.given.add(name);
  }
  const name = nameOf(source, frame, lines[last]);
  return name !== null && frame.given.has(name);
}

/** The property that a line is, the same for all spellings. */
function nameOf(source: Source, frame: Frame, line: Line | undefined): string | null {
  const form = line?.shape?.form;
  if (line === undefined || (form !== "property" && form !== "text" && form !== "block"))
    return null;
  return propertyOf(source, frame, line.first)?.name ?? null;
}

function propertyOf({ text, tokens }: Source, frame: Frame, name: number): PropertyWords | null {
  if (frame.words === null || frame.words === "any") return null;
  return frame.words.get(text.slice(startAt(tokens, name), endAt(tokens, name))) ?? null;
}
