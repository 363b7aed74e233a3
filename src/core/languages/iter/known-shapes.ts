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
type CommonLines = readonly [place: Place, shape: LineShape, lines: string];

/** One memory for all files. */
export const knownShapes: Shapes = createShapes((place, sorts) => {
  const line = ` ${sorts} `;
  const found = rows().find(([at, , lines]) => at === place && lines.includes(line));
  return found === undefined ? null : found[1];
});

const rows = once(() => JSON.parse(commonLines) as readonly CommonLines[]);
