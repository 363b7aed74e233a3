/** Remembers which shapes lines have, so that the parser sees each sort of line once. */
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
}

/** Longer lines are hardly ever alike. */
const longest = 64;

/** How much is remembered before the memory is begun anew. */
const mostBranches = 50_000;

/** A memory of nothing. */
export function createShapes(): Shapes {
  return { places: new Map(), branches: 0 };
}

/** The shape of a line, if one like it was seen. */
export function recallShape(
  shapes: Shapes,
  place: Place,
  { codes }: Tokens,
  first: number,
  last: number,
): LineShape | null {
  let branch = shapes.places.get(place);
  for (let index = first; index < last; index += 1) {
    if (branch === undefined) return null;
    branch = branch.next[codes[index] ?? 0];
  }
  return branch === undefined ? null : branch.shape;
}

/** Keeps the shape of a line. */
export function rememberShape(
  shapes: Shapes,
  place: Place,
  line: { readonly tokens: Tokens; readonly first: number; readonly last: number },
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
