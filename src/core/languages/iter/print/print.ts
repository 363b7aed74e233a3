/** Writes a file in its one canonical layout, and loses nothing that the author wrote. Spec: language §14. */
import type { SourceFile } from "#core/text/source-file.ts";
import { readLayout } from "../layout.ts";
import type { Layout } from "../layout.ts";
import type { Line } from "../logical-line.ts";
import type { Clause, Comment, SyntaxFile } from "../syntax.ts";
import { joinLines } from "./output-line.ts";
import type { OutputLine } from "./output-line.ts";
import { printLine } from "./print-line.ts";
import type { PrintToken } from "./print-line.ts";

/** A logical line and where it stands; `indents` are the depths in the source of the blocks around it. */
interface Placed {
  readonly line: Line;
  readonly depth: number;
  readonly indents: readonly number[];
  readonly end: number;
}

/** What is written, in order: lines, and comments on lines of their own. */
type Piece =
  | { readonly start: number; readonly end: number; readonly placed: Placed }
  | { readonly start: number; readonly end: number; readonly comment: Comment };

/** Writes a file that has no syntax faults. */
export function printFile(file: SourceFile, syntax: SyntaxFile): string {
  const layout = readLayout(file);
  const placed = layout.lines.flatMap((line) => ("stretch" in line ? [] : placeLines(line, 0, [])));
  const clauses = clausesByLine(syntax);
  const { own, inside } = sortComments(file, layout, placed);
  const pieces: Piece[] = [
    ...placed.map((each) => ({ start: each.line.span.start, end: each.end, placed: each })),
    ...own.map((comment) => ({ start: comment.span.start, end: comment.span.end, comment })),
  ].toSorted((a, b) => a.start - b.start);
  const depths = commentDepths(file, pieces);
  const lines: OutputLine[] = [];
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1];
    const blank = before !== undefined && needsBlank(file, before, piece, depths);
    if ("comment" in piece)
      lines.push({ depth: depths.get(piece) ?? 0, text: piece.comment.text, blankBefore: blank });
    else
      lines.push(
        ...printPlaced(file, piece.placed, inside.get(piece.placed.line) ?? [], clauses, blank),
      );
  }
  return joinLines(lines);
}

function placeLines(line: Line, depth: number, around: readonly number[]): Placed[] {
  const indents = [...around, line.indent];
  const children = line.children.flatMap((child) =>
    "stretch" in child ? [] : placeLines(child, depth + 1, indents),
  );
  return [{ line, depth, indents, end: line.body?.span.end ?? line.span.end }, ...children];
}

/** Comments on lines of their own between lines, and those that belong to a line. */
function sortComments(
  file: SourceFile,
  layout: Layout,
  placed: readonly Placed[],
): { readonly own: Comment[]; readonly inside: Map<Line, Comment[]> } {
  const own: Comment[] = [];
  const inside = new Map<Line, Comment[]>();
  let at = -1;
  for (const comment of layout.comments) {
    while ((placed[at + 1]?.line.span.start ?? Infinity) < comment.span.start) at += 1;
    const before = placed[at];
    const belongs =
      before !== undefined &&
      (comment.span.start < before.line.span.end ||
        sameLine(file, before.line.span.end, comment.span.start));
    if (belongs) inside.set(before.line, [...(inside.get(before.line) ?? []), comment]);
    else own.push(comment);
  }
  return { own, inside };
}

function sameLine(file: SourceFile, from: number, to: number): boolean {
  return !file.text.slice(from, to).includes("\n");
}

function clausesByLine(syntax: SyntaxFile): ReadonlyMap<number, readonly Clause[]> {
  const found = new Map<number, readonly Clause[]>();
  for (const declaration of syntax.declarations) {
    if (declaration.form !== "workflow") continue;
    for (const edge of declaration.edges) found.set(edge.span.start, edge.clauses);
  }
  return found;
}

function printPlaced(
  file: SourceFile,
  { line, depth }: Placed,
  comments: readonly Comment[],
  clauses: ReadonlyMap<number, readonly Clause[]>,
  blank: boolean,
): OutputLine[] {
  const tokens = withComments(file, line, comments);
  const ordered = orderClauses(tokens, clauses.get(line.span.start) ?? []);
  const lines = printLine(ordered, depth, file.text, blank);
  if (line.body === undefined || line.body === null) return lines;
  const body = line.body.text.split("\n").map((text) => ({
    depth: text.trim() === "" ? 0 : depth + 1,
    text: text.trim() === "" ? "" : text,
  }));
  return [...lines, ...body];
}

/** Each token with the comments between it and the next. */
function withComments(file: SourceFile, line: Line, comments: readonly Comment[]): PrintToken[] {
  return line.tokens.map((token, index) => {
    const next = line.tokens[index + 1]?.start ?? Infinity;
    const between = comments.filter(({ span }) => span.start >= token.end && span.start < next);
    const behind = between.filter(({ span }) => sameLine(file, token.end, span.start));
    return { token, behind, below: between.filter((comment) => !behind.includes(comment)) };
  });
}

const order: readonly Clause["form"][] = ["when", "loop", "mapping"];

/** `when`, `as`, `with`, unless one of them is there twice. */
function orderClauses(
  tokens: readonly PrintToken[],
  clauses: readonly Clause[],
): readonly PrintToken[] {
  if (new Set(clauses.map((clause) => clause.form)).size < clauses.length) return tokens;
  const first = clauses[0]?.span.start ?? Infinity;
  const head = tokens.filter(({ token }) => token.start < first);
  const sorted = clauses.toSorted((a, b) => order.indexOf(a.form) - order.indexOf(b.form));
  const groups = sorted.map(({ span }) =>
    tokens.filter(({ token }) => token.start >= span.start && token.end <= span.end),
  );
  return moveTail(tokens, [...head, ...groups.flat()]);
}

/** The comment at the end of the line stays there, whatever clause is last now. */
function moveTail(before: readonly PrintToken[], after: readonly PrintToken[]): PrintToken[] {
  const last = before.at(-1);
  const end = after.at(-1);
  if (last === undefined || end === undefined || last === end) return [...after];
  return after.map((each) => {
    if (each === last) return { ...each, behind: [] };
    return each === end ? { ...each, behind: [...each.behind, ...last.behind] } : each;
  });
}

/** The depth of each comment that stands on a line of its own. */
function commentDepths(file: SourceFile, pieces: readonly Piece[]): Map<Piece, number> {
  const depths = new Map<Piece, number>();
  let before: Placed | undefined;
  let limit = Infinity;
  for (const [index, piece] of pieces.entries()) {
    if (!("comment" in piece)) {
      before = piece.placed;
      limit = Infinity;
      continue;
    }
    const following = pieces.slice(index + 1).find((each) => "placed" in each);
    const next = following !== undefined && "placed" in following ? following.placed.depth : 0;
    const depth = Math.min(limit, depthOf(file, piece.comment, before, next));
    depths.set(piece, depth);
    limit = depth;
  }
  return depths;
}

/** The deepest block, from that of the line before to that of the next, that the comment is indented for. */
function depthOf(
  file: SourceFile,
  comment: Comment,
  before: Placed | undefined,
  next: number,
): number {
  if (before === undefined || next > before.depth) return next;
  const lineStart = file.text.lastIndexOf("\n", comment.span.start - 1) + 1;
  const indent = comment.span.start - lineStart;
  for (let depth = before.depth; depth > next; depth -= 1) {
    if ((before.indents[depth] ?? 0) <= indent) return depth;
  }
  return next;
}

/** At the margin a declaration is set apart; in a block one blank line stays where some were. */
function needsBlank(
  file: SourceFile,
  before: Piece,
  piece: Piece,
  depths: ReadonlyMap<Piece, number>,
): boolean {
  const depth = (each: Piece): number =>
    "comment" in each ? (depths.get(each) ?? 0) : each.placed.depth;
  const wasBlank = /\n[ \t\r]*\n/.test(file.text.slice(before.end, piece.start));
  if (depth(piece) === 0) return "comment" in before && depth(before) === 0 ? wasBlank : true;
  const opens = "placed" in before && depth(before) < depth(piece);
  return wasBlank && !opens;
}
