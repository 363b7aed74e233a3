/**
 * What lines are, by the sorts of their tokens: facts of the grammar, the same for all files.
 *
 * Those of common lines are worked out when Iter is built, so that most files are read without the
 * parser.
 */
import { once } from "#core/graph/once.ts";
import { commonLines } from "./common-lines.generated.ts";
import type { LineShape } from "./derivation.ts";
import { createShapes } from "./shapes.ts";
import type { Place, Shapes } from "./shapes.ts";

/** A shape in a place, and the tokens of each line that has it. */
type CommonLine = readonly [place: Place, shape: LineShape, lines: string];

/** One memory for all files. */
export const knownShapes: Shapes = createShapes(
  (place, sorts) => shapes().get(`${place} ${sorts}`) ?? null,
);

const shapes = once(() => {
  const found = new Map<string, LineShape>();
  for (const [place, shape, lines] of readCommonLines())
    for (const sorts of lines.split(" ")) found.set(`${place} ${sorts}`, shape);
  return found;
});

function readCommonLines(): readonly CommonLine[] {
  return JSON.parse(commonLines) as readonly CommonLine[];
}
