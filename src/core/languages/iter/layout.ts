/**
 * Lines to a tree: logical lines with their tokens, each with the lines of the block below it.
 *
 * Faults are kept with the line they belong to and reported by the parser, which knows whether a
 * line above was lost and with it everything below.
 */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { readLogicalLine } from "./logical-line.ts";
import type { Line, Stretch } from "./logical-line.ts";
import { leadingBlanks, nextLine, rewindComments } from "./reader.ts";
import type { Physical, Reader } from "./reader.ts";
import type { Comment } from "./syntax.ts";

/** A file as a tree of lines. */
export interface Layout {
  readonly lines: readonly (Line | Stretch)[];
  readonly comments: readonly Comment[];
}

/** Where lines of a depth go. */
interface Block {
  readonly indent: number;
  readonly children: (Line | Stretch)[];
}

/** Reads the layout of a file. */
export function readLayout(file: SourceFile): Layout {
  const reader: Reader = { file, comments: [], next: 0 };
  const root: Block = { indent: 0, children: [] };
  const stack: Block[] = [root];
  let above: Line | null = null;
  for (;;) {
    const physical = nextLine(reader);
    if (physical === null) break;
    if (physical.tab) {
      const owner = above !== null && opensBlock(above) ? above : innermost(stack);
      owner.children.push(tabStretch(reader, physical));
      continue;
    }
    above = place(reader, stack, above, physical);
  }
  return { lines: root.children, comments: reader.comments };
}

function tabStretch(reader: Reader, physical: Physical): Stretch {
  const span = {
    start: physical.start,
    end: physical.start + leadingBlanks(reader.file.text, physical),
  };
  return {
    tab: true,
    stretch: diagnose("E003", span, { fault: "tab" }),
  };
}

/** The root is never taken off the stack. */
function innermost(stack: readonly Block[]): Block {
  return stack.at(-1) ?? { indent: 0, children: [] };
}

/** Puts a line where its indentation says, and returns it if further lines may belong to it. */
function place(
  reader: Reader,
  stack: Block[],
  above: Line | null,
  physical: Physical,
): Line | null {
  const top = innermost(stack);
  if (physical.indent > top.indent) {
    if (above !== null && opensBlock(above)) {
      stack.push({ indent: physical.indent, children: above.children });
    } else {
      if (above !== null && stack.length > 1) above.unfinished = true;
      (above ?? top).children.push({ stretch: tooDeep(top, physical, stack), tab: false });
      leaveOut(reader, top);
      return above;
    }
  } else if (physical.indent < top.indent) {
    while (innermost(stack).indent > physical.indent) stack.pop();
    const outer = innermost(stack);
    if (outer.indent !== physical.indent) {
      outer.children.push({ stretch: tooDeep(outer, physical, stack), tab: false });
      leaveOut(reader, outer);
      return null;
    }
  }
  const line = readLogicalLine(reader, physical, stack.length === 1);
  innermost(stack).children.push(line);
  return line;
}

function opensBlock(line: Line): boolean {
  return line.tokens.at(-1)?.type === ":" && line.body === undefined;
}

/** Skips all that follows until a line is not deeper than the block. */
function leaveOut(reader: Reader, block: Block): void {
  for (;;) {
    const before = reader.next;
    const next = nextLine(reader);
    if (next === null) return;
    if (next.indent <= block.indent && !next.tab) {
      reader.next = before;
      rewindComments(reader, next.start);
      return;
    }
  }
}

function tooDeep(
  block: Block,
  { indent, start, end }: Physical,
  stack: readonly Block[],
): Diagnostic {
  const around = [...new Set(stack.map((open) => open.indent))];
  const span = { start: start + indent, end };
  return diagnose("E003", span, { fault: "depth", depth: indent, around, wanted: block.indent });
}
