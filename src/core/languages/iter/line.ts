/** Logical lines as a tree: what stands in a file, before anything is made of it. */
import type { LineShape } from "./derivation.ts";
import type { Place } from "./shapes.ts";
import type { Text } from "./syntax.ts";

/** A logical line that was read. */
export interface Line {
  /** Its tokens: from `first` to before `last`. */
  readonly first: number;
  readonly last: number;
  /** Blanks before it. */
  readonly indent: number;
  /** Null where it was read as mere tokens. */
  shape: LineShape | null;
  /** The raw text below it. */
  body: Text | null;
  /** The block below it. */
  block: LineBlock | null;
}

/** The lines of a block. */
export interface LineBlock {
  readonly place: Place;
  readonly lines: Line[];
  /** How many of its lines were left out. */
  lost: number;
}

/** A declaration: its first line and all below it. */
export interface Segment {
  readonly line: Line;
  /** The first line was read; if not, everything below it was left out. */
  readable: boolean;
  /** A syntax fault occurred in it. */
  damaged: boolean;
}
