import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { kinds } from "#core/kinds/index.ts";
import { commonLines } from "#core/languages/iter/common-lines.generated.ts";
import { knownShapes } from "#core/languages/iter/known-shapes.ts";
import { readSegments } from "#core/languages/iter/segments.ts";
import { createShapes } from "#core/languages/iter/shapes.ts";
import { createSource } from "#core/languages/iter/source.ts";
import { vocabulary } from "#core/languages/iter/vocabulary.ts";
import { createSourceFile } from "#core/text/source-file.ts";
import { drawCommonLines } from "#src/scripts/draw-common-lines.ts";

const root = join(import.meta.dirname, "../../../..");

it("knows of common lines what the parser says of them", () => {
  expect(drawCommonLines()).toContain(commonLines);
});

it.each(globSync("examples/**/*.iter", { cwd: root }))("reads %s without the parser", (path) => {
  const unknown: string[] = [];
  const shapes = createShapes((place, sorts) => {
    const shape = knownShapes.known(place, sorts);
    if (shape === null) unknown.push(`${place} ${sorts}`);
    return shape;
  });

  readSegments(createSource(createSourceFile(path, readFileSync(join(root, path), "utf8"))), {
    vocabulary: vocabulary(kinds),
    report: () => undefined,
    shapes,
    onResults: undefined,
  });

  expect(unknown).toEqual([]);
});
