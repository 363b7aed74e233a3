/** Text to syntax tree: declarations by their lines, lines by the grammar, and the faults of both. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import { isTooLarge } from "#core/text/decode.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { buildDeclaration } from "./build.ts";
import { knownShapes } from "./known-shapes.ts";
import { readSegments } from "./segments.ts";
import { createSource } from "./source.ts";
import type { Comment, Declaration, SyntaxFile } from "./syntax.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Options of parsing, for tests. */
export interface ParseOptions {
  /** Give every line to the parser, and carry the parse of each declaration through to its end. */
  readonly forget?: boolean;
  /** Told of the number of derivations of each declaration that was parsed to its end. */
  readonly onResults?: (results: number) => void;
}

/** Parses a file; faults go to `report`. */
export function parse(
  file: SourceFile,
  vocabulary: Vocabulary,
  report: Report,
  { forget = false, onResults }: ParseOptions = {},
): SyntaxFile {
  if (isTooLarge(file.text)) {
    report(diagnose("E001", { start: 0, end: 0 }, { fault: "size" }));
    return { declarations: [], comments: [] };
  }
  const source = createSource(file);
  const shapes = forget ? null : knownShapes;
  const segments = readSegments(source, { vocabulary, report, shapes, onResults });
  const declarations: Declaration[] = [];
  for (const segment of segments) declarations.push(buildDeclaration(source, segment));
  const comments: Comment[] = [];
  for (const { start, end } of source.comments)
    comments.push({ span: { start, end }, text: source.text.slice(start, end) });
  return { declarations, comments };
}
