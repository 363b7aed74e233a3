/** The lines of a declaration as its syntax tree. */
import type { Span } from "#core/text/span.ts";
import { buildEdge } from "./build-edge.ts";
import { behindComma, spanOf, textAt, typeAt, valueAt, wordAt } from "./build-values.ts";
import type { LineShape } from "./derivation.ts";
import type { Line, Segment } from "./line.ts";
import type { Source } from "./source.ts";
import type {
  Declaration,
  EdgeSyntax,
  FieldSyntax,
  PresetsSyntax,
  Property,
  PromptSyntax,
  Text,
  UnreadableSyntax,
  VariableSyntax,
  VarsSyntax,
  WorkflowSyntax,
} from "./syntax.ts";
import { codeAt, codes, endAt, isName, startAt } from "./token.ts";

/** A declaration as its syntax tree. */
export function buildDeclaration(source: Source, segment: Segment): Declaration {
  const { line, readable, damaged } = segment;
  if (!readable) return { ...buildUnreadable(source, line), damaged: true };
  const block = { lost: line.block?.lost ?? 0, span: spanOfLine(source, line) };
  const keyword = wordAt(source, line.first);
  switch (codeAt(source.tokens, line.first)) {
    case codes.vars:
      return { ...buildVars(source, line), damaged };
    case codes.presets:
      return { ...buildPresets(source, line), damaged };
    case codes.prompt:
      return { ...buildPrompt(source, line), damaged };
    case codes.workflow:
      return { ...buildWorkflow(source, line), damaged };
    case codes.schema: {
      const fields = linesOf(line, "field").map((each) => buildField(source, each));
      const name = wordAt(source, line.first + 1);
      return { form: "schema", keyword, name, fields, ...block, damaged };
    }
    default: {
      const isServer = codeAt(source.tokens, line.first) === codes.mcp_server;
      const form = isServer ? "mcp_server" : "node";
      const name = wordAt(source, line.first + 1);
      const properties = buildProperties(source, line);
      return { form, keyword, name, properties, ...block, damaged };
    }
  }
}

function buildUnreadable(source: Source, { first, last }: Line): UnreadableSyntax {
  const { tokens } = source;
  const named = (index: number): boolean => index < last && isName(codeAt(tokens, index));
  const keyword = named(first) ? wordAt(source, first) : null;
  return {
    form: "unreadable",
    keyword,
    name: keyword !== null && named(first + 1) ? wordAt(source, first + 1) : null,
    span: spanOf(source, first, Math.max(first, last - 1)),
  };
}

/** A line with all below it. */
function spanOfLine(source: Source, line: Line): Span {
  let last = line;
  for (let below = last.block?.lines.at(-1); below !== undefined; below = last.block?.lines.at(-1))
    last = below;
  const end = Math.max(endAt(source.tokens, last.last - 1), last.body?.span.end ?? 0);
  return { start: startAt(source.tokens, line.first), end };
}

/** A line whose form is known, with the rest of its shape. */
interface Formed<Form extends LineShape["form"]> extends Line {
  readonly shape: Extract<LineShape, { readonly form: Form }>;
}

function hasForm<Form extends LineShape["form"]>(line: Line, form: Form): line is Formed<Form> {
  return line.shape?.form === form;
}

/** The lines of a block that have a form. */
function linesOf<Form extends LineShape["form"]>(line: Line, form: Form): Formed<Form>[] {
  const found: Formed<Form>[] = [];
  for (const each of line.block?.lines ?? []) if (hasForm(each, form)) found.push(each);
  return found;
}

function buildVars(source: Source, line: Line): VarsSyntax {
  return {
    form: "vars",
    keyword: wordAt(source, line.first),
    variables: linesOf(line, "variable").map((each) => buildVariable(source, each)),
    lost: line.block?.lost ?? 0,
    span: spanOfLine(source, line),
  };
}

function buildVariable(source: Source, line: Formed<"variable">): VariableSyntax {
  const { first, last, shape } = line;
  return {
    name: wordAt(source, first),
    type: typeAt(source, first + 2, first + shape.typeEnd),
    value: shape.value === null ? null : valueAt(source, first + shape.value, true),
    span: spanOf(source, first, last - 1),
  };
}

function buildPresets(source: Source, line: Line): PresetsSyntax {
  const presets = linesOf(line, "preset").map((preset) => ({
    name: wordAt(source, preset.first),
    values: linesOf(preset, "setting").map(({ first, last, shape }) => ({
      name: wordAt(source, first),
      value: valueAt(source, first + shape.value, true),
      span: spanOf(source, first, last - 1),
    })),
    lost: preset.block?.lost ?? 0,
    span: spanOfLine(source, preset),
  }));
  return {
    form: "presets",
    keyword: wordAt(source, line.first),
    presets,
    lost: line.block?.lost ?? 0,
    span: spanOfLine(source, line),
  };
}

function buildPrompt(source: Source, line: Line): PromptSyntax {
  return {
    form: "prompt",
    keyword: wordAt(source, line.first),
    name: wordAt(source, line.first + 1),
    body: bodyOf(source, line),
    span: spanOfLine(source, line),
  };
}

/** A line of this shape always has its text. */
function bodyOf(source: Source, { body, last }: Line): Text {
  if (body !== null) return body;
  const at = endAt(source.tokens, last - 1);
  throw new Error(`The line that ends at ${at} was kept without its text.`);
}

function buildField(source: Source, line: Formed<"field">): FieldSyntax {
  const { first, last, shape } = line;
  return {
    name: wordAt(source, first),
    type: typeAt(source, first + 2, first + shape.typeEnd),
    enum: shape.enum === null ? null : buildEnum(source, first + shape.enum),
    span: spanOf(source, first, last - 1),
  };
}

/** `enum: "a", "b"]`; `keyword` is the first of these tokens. */
function buildEnum(source: Source, keyword: number): FieldSyntax["enum"] {
  const values: Text[] = [];
  let at = keyword + 2;
  while (codeAt(source.tokens, at) === codes.string) {
    values.push(textAt(source, at));
    at = behindComma(source, at + 1);
  }
  return { keyword: spanOf(source, keyword, keyword), values };
}

function buildProperties(source: Source, line: Line): Property[] {
  const properties: Property[] = [];
  for (const each of line.block?.lines ?? []) {
    const body = buildBody(source, each);
    if (body === null) continue;
    const name = wordAt(source, each.first);
    properties.push({ form: "property", name, body, span: spanOfLine(source, each) });
  }
  return properties;
}

/** What stands behind the name of a property; null for a line of another form. */
function buildBody(source: Source, line: Line): Property["body"] | null {
  if (hasForm(line, "property")) return valueAt(source, line.first + line.shape.value, false);
  if (hasForm(line, "text")) return bodyOf(source, line);
  if (!hasForm(line, "block")) return null;
  if (line.block?.place === "opaque") return "opaque";
  const properties = buildProperties(source, line);
  return { form: "block", properties, lost: line.block?.lost ?? 0 };
}

function buildWorkflow(source: Source, line: Line): WorkflowSyntax {
  const edges: EdgeSyntax[] = [];
  for (const each of linesOf(line, "edge")) edges.push(buildEdge(source, each, each.shape.clauses));
  return {
    form: "workflow",
    keyword: wordAt(source, line.first),
    name: wordAt(source, line.first + 1),
    vars: linesOf(line, "vars").map((each) => buildVars(source, each)),
    properties: buildProperties(source, line),
    edges,
    lost: line.block?.lost ?? 0,
    span: spanOfLine(source, line),
  };
}
