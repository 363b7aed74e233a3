/** Remembers which shapes lines have, so that the parser sees each sort of line once. */
import type { Extent } from "./declaration-parser.ts";
import type { LineShape } from "./derivation.ts";
import type { Tokens } from "./token.ts";

/** What a line may be depends on the block it stands in. */
export type Place =
  "file" | "vars" | "presets" | "preset" | "schema" | "properties" | "workflow" | "opaque";

/** A tree of the sorts of tokens, with the shape of the line that ends there. */
interface Branch {
  readonly next: (Branch | undefined)[];
  shape: LineShape | null;
}

/** The memory. */
export interface Shapes {
  readonly places: Map<Place, Branch>;
  branches: number;
  /** What is asked about a line that wasn't seen yet, by the sorts of its tokens. */
  readonly known: KnownShape;
}

/** The shape of a line in a place, if it was known before any file was read. */
export type KnownShape = (place: Place, sorts: string) => LineShape | null;

/** Longer lines are hardly ever alike. */
const longest = 64;

/** How much is remembered before the memory is begun anew. */
const mostBranches = 50_000;

/** A memory of nothing, but for what is known beforehand. */
export function createShapes(known: KnownShape = () => null): Shapes {
  return { places: new Map(), branches: 0, known };
}

/** The shape of a line, if one like it was seen or is known. */
export function recallShape(
  shapes: Shapes,
  place: Place,
  tokens: Tokens,
  line: Extent,
): LineShape | null {
  const seen = findShape(shapes.places.get(place), tokens, line);
  if (seen !== null || line.last - line.first > longest) return seen;
  const known = shapes.known(place, sortsOf(tokens, line));
  if (known !== null) rememberShape(shapes, place, { tokens, ...line }, known);
  return known;
}

function findShape(
  from: Branch | undefined,
  { codes }: Tokens,
  { first, last }: Extent,
): LineShape | null {
  let branch = from;
  for (let index = first; index < last; index += 1) {
    if (branch === undefined) return null;
    branch = branch.next[codes[index] ?? 0];
  }
  return branch === undefined ? null : branch.shape;
}

/** The sorts of a line's tokens, a letter each. */
function sortsOf({ codes }: Tokens, { first, last }: Extent): string {
  let sorts = "";
  for (let index = first; index < last; index += 1) sorts += letterOf(codes[index] ?? 0);
  return sorts;
}

/** A code as a letter, or as one of the signs behind them. */
export function letterOf(code: number): string {
  return String.fromCharCode(0x60 + code);
}

/** Keeps the shape of a line. */
export function rememberShape(
  shapes: Shapes,
  place: Place,
  line: Extent & { readonly tokens: Tokens },
  shape: LineShape,
): void {
  const { tokens, first, last } = line;
  if (last - first > longest) return;
  if (shapes.branches > mostBranches) {
    shapes.places.clear();
    shapes.branches = 0;
  }
  let branch: Branch = shapes.places.get(place) ?? { next: [], shape: null };
  shapes.places.set(place, branch);
  for (let index = first; index < last; index += 1) {
    const code = tokens.codes[index] ?? 0;
    let following: Branch | undefined = branch.next[code];
    if (following === undefined) {
      following = { next: [], shape: null };
      branch.next[code] = following;
      shapes.branches += 1;
    }
    branch = following;
  }
  branch.shape = shape;
}
