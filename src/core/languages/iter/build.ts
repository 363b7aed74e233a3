/** Derivations and tokens to the syntax tree. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { Span } from "#core/text/span.ts";
import type { ClauseDerivation, LineDerivation, ValueDerivation } from "./derivation.ts";
import type { ParsedLine } from "./declaration-parser.ts";
import { readText } from "./text-values.ts";
import type {
  Block,
  Clause,
  Declaration,
  EdgeSyntax,
  FieldSyntax,
  PresetsSyntax,
  Property,
  SyntaxValue,
  Text,
  VariableSyntax,
  VarsSyntax,
  WorkflowSyntax,
  Word,
} from "./syntax.ts";
import type { Token } from "./token.ts";

/** Brackets may lie this deep in one another. */
const deepest = 100;

/** Builds the declarations of a file. */
export interface Builder {
  build(tree: ParsedLine, head: string): Declaration;
  /** Whether a fault was found while building the last declaration. */
  damaged(): boolean;
}

/** Creates a builder; nesting that goes too deep goes to `report`. */
export function createBuilder(report: Report): Builder {
  let damaged = false;
  const tooDeep = (span: Span): void => {
    damaged = true;
    report(diagnose("E001", span, { fault: "depth" }));
  };
  return {
    build: (tree, head) => ({ ...buildDeclaration(tree, head, tooDeep), damaged: false }),
    damaged: () => damaged,
  };
}

type TooDeep = (span: Span) => void;

function buildDeclaration(tree: ParsedLine, head: string, tooDeep: TooDeep): Declaration {
  const keyword = wordOf(tree.tokens[0]);
  const name = wordOf(tree.tokens[1]);
  const span = spanOfTree(tree);
  const { lost } = tree;
  switch (head) {
    case "vars":
      return { ...buildVars(tree, tooDeep), damaged: false };
    case "presets":
      return { ...buildPresets(tree, tooDeep), damaged: false };
    case "prompt":
      return {
        form: "prompt",
        keyword,
        name,
        body: tree.line.body ?? emptyText(span),
        span,
        damaged: false,
      };
    case "schema":
      return {
        form: "schema",
        keyword,
        name,
        fields: linesOf(tree, "field").map(buildField),
        lost,
        span,
        damaged: false,
      };
    case "mcp_server":
      return {
        form: "mcp_server",
        keyword,
        name,
        properties: buildProperties(tree, tooDeep),
        lost,
        span,
        damaged: false,
      };
    case "workflow":
      return { ...buildWorkflow(tree, tooDeep), damaged: false };
    default:
      return {
        form: "node",
        keyword,
        name,
        properties: buildProperties(tree, tooDeep),
        lost,
        span,
        damaged: false,
      };
  }
}

function emptyText(span: Span): Text {
  return { form: "string", text: "", marks: [{ at: 0, source: span.end }], style: "body", span };
}

/** The lines of a block that were read, of one form. */
function linesOf(tree: ParsedLine, form: string): ParsedLine[] {
  if (tree.below === null || typeof tree.below === "string") return [];
  return tree.below.filter((line) => line.derivation?.form === form);
}

function spanOfTree(tree: ParsedLine): Span {
  const { start, end } = tree.line.span;
  if (tree.below === "text") return { start, end: tree.line.body?.span.end ?? end };
  if (tree.below === null || typeof tree.below === "string") return { start, end };
  const last = tree.below.findLast((line) => line.derivation !== null);
  return { start, end: last === undefined ? end : spanOfTree(last).end };
}

function wordOf(token: Token | undefined): Word {
  return { text: token?.text ?? "", span: { start: token?.start ?? 0, end: token?.end ?? 0 } };
}

function tokenAt(line: ParsedLine, index: number | undefined): Token {
  const token = line.tokens[index ?? 0];
  if (token === undefined)
    throw new Error(`A derivation names token ${String(index)}, which the line does not have.`);
  return token;
}

function buildVars(tree: ParsedLine, tooDeep: TooDeep): VarsSyntax {
  const variables = linesOf(tree, "variable").map((line) => buildVariable(line, tooDeep));
  return {
    form: "vars",
    keyword: wordOf(tree.tokens[0]),
    variables,
    lost: tree.lost,
    span: spanOfTree(tree),
  };
}

function buildVariable(line: ParsedLine, tooDeep: TooDeep): VariableSyntax {
  const parts = derived(line);
  return {
    name: wordOf(tokenAt(line, parts.name)),
    type: buildType(line, parts.type ?? []),
    value:
      parts.value === undefined
        ? null
        : buildValue(line, parts.value, { json: true, depth: 0, tooDeep }),
    span: line.line.span,
  };
}

function derived(line: ParsedLine): LineDerivation {
  return line.derivation ?? { form: "" };
}

/** `string`, or `string[]` as one word. */
function buildType(line: ParsedLine, indices: readonly number[]): Word {
  const [first, last] = [tokenAt(line, indices[0]), tokenAt(line, indices.at(-1))];
  return {
    text: indices.length > 1 ? `${first.text}[]` : first.text,
    span: { start: first.start, end: last.end },
  };
}

function buildPresets(tree: ParsedLine, tooDeep: TooDeep): PresetsSyntax {
  const presets = linesOf(tree, "preset").map((preset) => ({
    name: wordOf(preset.tokens[0]),
    values: linesOf(preset, "setting").map((line) => {
      const { value } = derived(line);
      return {
        name: wordOf(line.tokens[0]),
        value: buildValue(line, value ?? { form: "name", from: 0, to: 0 }, {
          json: true,
          depth: 0,
          tooDeep,
        }),
        span: line.line.span,
      };
    }),
    lost: preset.lost,
    span: spanOfTree(preset),
  }));
  return {
    form: "presets",
    keyword: wordOf(tree.tokens[0]),
    presets,
    lost: tree.lost,
    span: spanOfTree(tree),
  };
}

function buildField(line: ParsedLine): FieldSyntax {
  const parts = derived(line);
  const keyword = parts.keyword === undefined ? null : tokenAt(line, parts.keyword);
  return {
    name: wordOf(tokenAt(line, parts.name)),
    type: buildType(line, parts.type ?? []),
    enum:
      keyword === null
        ? null
        : {
            keyword: { start: keyword.start, end: keyword.end },
            values: (parts.values ?? []).map((index) => readText(tokenAt(line, index))),
          },
    span: line.line.span,
  };
}

function buildProperties(tree: ParsedLine, tooDeep: TooDeep): Property[] {
  return linesOf(tree, "property").map((line) => buildProperty(line, tooDeep));
}

function buildProperty(line: ParsedLine, tooDeep: TooDeep): Property {
  const span = spanOfTree(line);
  return { form: "property", name: wordOf(line.tokens[0]), body: buildBody(line, tooDeep), span };
}

function buildBody(line: ParsedLine, tooDeep: TooDeep): SyntaxValue | Block | "opaque" {
  const { value } = derived(line);
  if (value !== undefined) return buildValue(line, value, { json: false, depth: 0, tooDeep });
  if (line.below === "text") return line.line.body ?? emptyText(line.line.span);
  if (line.below === "opaque") return "opaque";
  return { form: "block", properties: buildProperties(line, tooDeep), lost: line.lost };
}

interface Place {
  readonly json: boolean;
  readonly depth: number;
  readonly tooDeep: TooDeep;
}

function buildValue(line: ParsedLine, value: ValueDerivation, place: Place): SyntaxValue {
  const [first, last] = [tokenAt(line, value.from), tokenAt(line, value.to)];
  const span = { start: first.start, end: last.end };
  switch (value.form) {
    case "string":
      return readText(first, place.json && place.depth > 0);
    case "number":
      return { form: "number", value: Number(first.text), whole: /^-?\d+$/.test(first.text), span };
    case "name": {
      let text = "";
      for (let index = value.from; index <= value.to; index += 1) text += tokenAt(line, index).text;
      return { form: "name", text, span };
    }
    case "list":
    case "object":
      return buildNested(line, value, place, span);
  }
}

function buildNested(
  line: ParsedLine,
  value: ValueDerivation,
  place: Place,
  span: Span,
): SyntaxValue {
  const inner = { ...place, depth: place.depth + 1 };
  if (inner.depth === deepest + 1) {
    const bracket = tokenAt(line, value.from);
    place.tooDeep({ start: bracket.start, end: bracket.end });
  }
  if (inner.depth > deepest) return { form: "list", items: [], span };
  if (value.form === "list") {
    return {
      form: "list",
      items: (value.items ?? []).map((item) => buildValue(line, item, inner)),
      span,
    };
  }
  const entries = (value.entries ?? []).map((entry) => ({
    key: readText(tokenAt(line, entry.key), place.json),
    value: buildValue(line, entry.value, inner),
  }));
  return { form: "object", entries, span };
}

function buildWorkflow(tree: ParsedLine, tooDeep: TooDeep): WorkflowSyntax {
  return {
    form: "workflow",
    keyword: wordOf(tree.tokens[0]),
    name: wordOf(tree.tokens[1]),
    vars: linesOf(tree, "vars").map((line) => buildVars(line, tooDeep)),
    properties: buildProperties(tree, tooDeep),
    edges: linesOf(tree, "edge").map(buildEdge),
    lost: tree.lost,
    span: spanOfTree(tree),
  };
}

function buildEdge(line: ParsedLine): EdgeSyntax {
  const parts = derived(line);
  return {
    form: "edge",
    source: wordOf(tokenAt(line, parts.source)),
    target: wordOf(tokenAt(line, parts.target)),
    clauses: (parts.clauses ?? []).map((clause) => buildClause(line, clause)),
    span: line.line.span,
  };
}

function buildClause(line: ParsedLine, clause: ClauseDerivation): Clause {
  const { start } = tokenAt(line, clause.from);
  const upTo = (token: Token): Span => ({ start, end: token.end });
  if (clause.form === "loop") {
    const max = tokenAt(line, clause.max);
    return {
      form: "loop",
      name: wordOf(tokenAt(line, clause.name)),
      max: {
        form: "number",
        value: Number(max.text),
        whole: true,
        span: { start: max.start, end: max.end },
      },
      span: upTo(tokenAt(line, clause.to)),
    };
  }
  if (clause.form === "mapping") {
    const entries = (clause.entries ?? []).map(({ key, value }) => {
      const [name, text] = [tokenAt(line, key), tokenAt(line, value)];
      return {
        key: wordOf(name),
        value: readText(text),
        span: { start: name.start, end: text.end },
      };
    });
    return { form: "mapping", entries, span: upTo(tokenAt(line, clause.to)) };
  }
  const condition = tokenAt(line, clause.field ?? clause.expression);
  return {
    form: "when",
    not: clause.not !== null && clause.not !== undefined,
    condition: clause.field === undefined ? readText(condition) : wordOf(condition),
    span: upTo(condition),
  };
}
