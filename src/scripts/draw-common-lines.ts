/** Works out the shapes of common lines, so that reading them needs no parser. */
import { kinds } from "#core/kinds/index.ts";
import { groupBy } from "#core/graph/group-by.ts";
import type { LineShape } from "#core/languages/iter/derivation.ts";
import { createShapes, letterOf } from "#core/languages/iter/shapes.ts";
import type { Shapes } from "#core/languages/iter/shapes.ts";
import { readSegments } from "#core/languages/iter/segments.ts";
import { createSource } from "#core/languages/iter/source.ts";
import { vocabulary } from "#core/languages/iter/vocabulary.ts";
import { createSourceFile } from "#core/text/source-file.ts";
import { writeCommonLines } from "./common-lines.ts";

/** What remembers shapes is a tree. */
interface Branch {
  readonly next: readonly (Branch | undefined)[];
  readonly shape: LineShape | null;
}

/** The text of common-lines.generated.ts; the same for the same grammar. */
export function drawCommonLines(): string {
  const { places } = readShapes(writeCommonLines());
  const rows = [...places].flatMap(([place, tree]) =>
    [...groupBy(listLines(tree), ({ shape }) => shape)].map(([shape, lines]) => {
      const sorts = ` ${lines.map((line) => line.sorts).join(" ")} `;
      return `[${JSON.stringify(place)}, ${shape}, ${JSON.stringify(sorts)}]`;
    }),
  );
  return [
    "// made from grammar.ne by `npm run generate`",
    "/** Lines that many files have: where they stand, their shape, and their tokens, a letter each, blanks around each line. */",
    `export const commonLines: string = \`[\n${rows.join(",\n")}\n]\`;`,
    "",
  ].join("\n");
}

function readShapes(text: string): Shapes {
  const shapes = createShapes();
  const file = createSourceFile("common-lines.iter", text);
  readSegments(createSource(file), {
    vocabulary: vocabulary(kinds),
    report: ({ message, span }) => {
      throw new Error(`${message} ${text.slice(span.start, span.end)}`);
    },
    shapes,
    onResults: undefined,
  });
  return shapes;
}

/** All lines of a tree with their shapes as JSON. */
function listLines({ shape, next }: Branch, sorts = ""): { shape: string; sorts: string }[] {
  const behind = next.flatMap((branch, code) =>
    branch === undefined ? [] : listLines(branch, sorts + letterOf(code)),
  );
  return shape === null ? behind : [{ shape: JSON.stringify(shape), sorts }, ...behind];
}
