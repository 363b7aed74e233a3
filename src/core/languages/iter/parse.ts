/** Text to syntax tree: layout, one parse per declaration, and the faults of both. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import { isTooLarge } from "#core/text/decode.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { createBuilder } from "./build.ts";
import { parseDeclaration } from "./declaration-parser.ts";
import type { ParsedLine, Shapes } from "./declaration-parser.ts";
import { readLayout } from "./layout.ts";
import type { Line, Stretch } from "./logical-line.ts";
import type { Declaration, SyntaxFile, UnreadableSyntax, Word } from "./syntax.ts";
import type { Token } from "./token.ts";
import type { BlockWords, Vocabulary } from "./vocabulary.ts";

/** Lines of shapes that were derived before are not derived again; the same for all files. */
const rememberedShapes: Shapes = new Map();

/** How many shapes are remembered before the memory is begun anew. */
const mostShapes = 20_000;

/** Options of parsing, for tests. */
export interface ParseOptions {
  /** Derive every line anew. */
  readonly forget?: boolean;
  /** Told of the number of derivations of each declaration. */
  readonly onResults?: (results: number) => void;
}

/** Parses a file; faults go to `report`. */
export function parse(
  file: SourceFile,
  vocabulary: Vocabulary,
  report: Report,
  options: ParseOptions = {},
): SyntaxFile {
  if (isTooLarge(file.text)) {
    report(diagnose("E001", { start: 0, end: 0 }, { fault: "size" }));
    return { declarations: [], comments: [] };
  }
  const layout = readLayout(file);
  if (rememberedShapes.size > mostShapes) rememberedShapes.clear();
  const shapes = options.forget === true ? null : rememberedShapes;
  const declarations: Declaration[] = [];
  for (const line of layout.lines) {
    if ("stretch" in line) report(line.stretch);
    else declarations.push(readDeclaration(file, line, vocabulary, shapes, report, options));
  }
  return { declarations, comments: layout.comments };
}

const heads: ReadonlyMap<string, string> = new Map([
  ["vars", "vars"],
  ["presets", "presets"],
  ["prompt", "prompt"],
  ["schema", "schema"],
  ["mcp_server", "mcp_server"],
  ["workflow", "workflow"],
]);

function readDeclaration(
  file: SourceFile,
  line: Line,
  vocabulary: Vocabulary,
  shapes: Shapes | null,
  report: Report,
  options: ParseOptions,
): Declaration {
  const first = line.tokens[0];
  const head =
    first?.type === "name"
      ? (heads.get(first.text) ?? (vocabulary.kinds.includes(first.text) ? "node" : undefined))
      : undefined;
  if (first === undefined || head === undefined) {
    report(
      line.fault !== null && (first === undefined || line.fault.span.start < first.start)
        ? line.fault
        : unknownWord(file, first ?? line.span, vocabulary),
    );
    return { ...unreadable(line), damaged: true };
  }
  const context = createContext(vocabulary, head, first.text);
  const tree = toParsed(line, context, head);
  const parsed = parseDeclaration(tree, shapes);
  if (parsed.readable) options.onResults?.(parsed.results);
  for (const fault of parsed.faults) report(fault);
  if (!parsed.readable) return { ...unreadable(line), damaged: true };
  const builder = createBuilder(report);
  const layoutFaults = reportStretches(tree, report);
  const before = parsed.faults.length + layoutFaults;
  const declaration = builder.build(tree, head);
  return { ...declaration, damaged: before > 0 || builder.damaged() };
}

function unknownWord(
  file: SourceFile,
  span: { start: number; end: number },
  vocabulary: Vocabulary,
): Diagnostic {
  const word = file.text.slice(span.start, span.end).split("\n")[0] ?? "";
  const known = [...heads.keys(), ...vocabulary.kinds];
  return diagnose("E001", span, { fault: "declaration", word, known });
}

function unreadable(line: Line): UnreadableSyntax {
  const word = (token: Token | undefined): Word | null =>
    token?.type === "name"
      ? { text: token.text, span: { start: token.start, end: token.end } }
      : null;
  const keyword = word(line.tokens[0]);
  return {
    form: "unreadable",
    keyword,
    name: keyword === null ? null : word(line.tokens[1]),
    span: line.span,
  };
}

/** Where a line stands, and what may stand below it. */
interface Context {
  readonly place: string;
  /** Known properties of the block, if it has properties. */
  readonly words: BlockWords | null;
}

function createContext(vocabulary: Vocabulary, head: string, word: string): Context {
  return { place: head, words: vocabulary.declarations.get(head === "node" ? word : head) ?? null };
}

/** A line and its block as the declaration's parser takes them. */
function toParsed(line: Line, context: Context, head: string | undefined): ParsedLine {
  const tokens = head === undefined ? line.tokens : markHead(line.tokens, head);
  return {
    line,
    tokens,
    place: context.place,
    below: toBelow(line, context, head),
    lost: 0,
    derivation: null,
  };
}

function markHead(tokens: readonly Token[], head: string): Token[] {
  return tokens.map((token, index) => (index === 0 ? { ...token, head } : token));
}

function toBelow(line: Line, context: Context, head: string | undefined): ParsedLine["below"] {
  if (line.body !== undefined) return "text";
  if (line.children.length === 0) return null;
  const below = head === undefined ? belowProperty(line, context) : context;
  if (below === "opaque") return "opaque";
  const place = `${context.place}>`;
  const seen = new Set<string>();
  return line.children.flatMap((child) =>
    "stretch" in child ? [] : [toChild(child, { place, words: below.words }, context.place, seen)],
  );
}

/** A line of a block; `vars:` in a workflow is a block of variables, a property given twice mere tokens. */
function toChild(line: Line, context: Context, parent: string, seen: Set<string>): ParsedLine {
  const isVars =
    parent === "workflow" && line.tokens[0]?.text === "vars" && line.tokens[1]?.type === ":";
  if (isVars) return toParsed(line, { place: "vars", words: null }, "vars");
  const name = line.tokens[0]?.text ?? "";
  const word =
    context.words === "any" || context.words === null
      ? name
      : (context.words.get(name)?.name ?? name);
  const again = seen.has(word);
  if (line.tokens[1]?.type === ":") seen.add(word);
  const opaque =
    again && line.children.length > 0 && line.body === undefined && context.words !== null;
  const parsed = toParsed(line, context, undefined);
  return opaque ? { ...parsed, below: "opaque" } : parsed;
}

/** What may stand below a property: a block that it is known to take, else mere tokens. */
function belowProperty(line: Line, context: Context): Context | "opaque" {
  if (context.words === null) return { place: context.place, words: null };
  if (context.words === "any") return "opaque";
  const block = context.words.get(line.tokens[0]?.text ?? "")?.block ?? null;
  return block === null ? "opaque" : { place: context.place, words: block };
}

/** Reports what indentation left out below lines that were read; counts them per block as lost. */
function reportStretches(tree: ParsedLine, report: Report): number {
  let [count, tabs] = [0, 0];
  const visit = (parsed: ParsedLine): void => {
    for (const child of parsed.line.children) {
      if (!("stretch" in child)) continue;
      parsed.lost += 1;
      count += 1;
      if (child.tab && tabs > 0) continue;
      if (child.tab) tabs += 1;
      report(child.stretch);
    }
    if (parsed.below === "opaque") count += reportTokens(parsed.line.children, report);
    else if (Array.isArray(parsed.below))
      for (const child of readParsed(parsed.below)) if (child.derivation !== null) visit(child);
  };
  visit(tree);
  return count;
}

function readParsed(below: readonly unknown[]): readonly ParsedLine[] {
  return below as readonly ParsedLine[];
}

/** In a block that is read as mere tokens: characters, strings, brackets and indentation. */
function reportTokens(children: readonly (Line | Stretch)[], report: Report): number {
  let count = 0;
  for (const child of children) {
    const fault = "stretch" in child ? child.stretch : child.fault;
    if (fault !== null) {
      report(fault);
      count += 1;
    } else if (!("stretch" in child)) count += reportTokens(child.children, report);
  }
  return count;
}
