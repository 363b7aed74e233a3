// @ts-nocheck -- made from grammar.ne by `npm run generate`
// Bypasses TS6133. Allow declared but unused functions.
// @ts-ignore
function id(d: any[]): any { return d[0]; }

import { at, entry, flat, line, lost, mapping, nested, append, one, push, single, terminals } from "./derivation.ts";
const {
  arrow, asWord, bar, closeBrace, closeBracket, closeParen, colon, comma, dedent, dot, enumWord, equals,
  firstName, indent, kind, lostLine, name, newline, notWord, number, opaque, openBrace, openBracket,
  openParen, presetsWord, promptWord, rawText, schemaWord, serverWord, star, string, varsWord, whenWord, whole,
  withWord, workflowWord,
} = terminals;

interface NearleyToken {
  value: any;
  [key: string]: any;
};

interface NearleyLexer {
  reset: (chunk: string, info: any) => void;
  next: () => NearleyToken | undefined;
  save: () => any;
  formatError: (token: never) => string;
  has: (tokenType: string) => boolean;
};

interface NearleyRule {
  name: string;
  symbols: NearleySymbol[];
  postprocess?: (d: any[], loc?: number, reject?: {}) => any;
};

type NearleySymbol = string | { literal: any } | { test: (token: any) => boolean };

interface Grammar {
  Lexer: NearleyLexer | undefined;
  ParserRules: NearleyRule[];
  ParserStart: string;
};

const grammar: Grammar = {
  Lexer: undefined,
  ParserRules: [
    {"name": "declaration", "symbols": [varsWord, colon, newline, indent, "variables", dedent], "postprocess": nested("vars", 4)},
    {"name": "declaration", "symbols": [presetsWord, colon, newline, indent, "presets", dedent], "postprocess": nested("presets", 4)},
    {"name": "declaration", "symbols": [promptWord, name, colon, newline, rawText], "postprocess": nested("prompt")},
    {"name": "declaration", "symbols": [schemaWord, name, colon, newline, indent, "fields", dedent], "postprocess": nested("schema", 5)},
    {"name": "declaration", "symbols": [serverWord, name, colon, newline, indent, "properties", dedent], "postprocess": nested("mcp_server", 5)},
    {"name": "declaration", "symbols": [kind, name, colon, newline, indent, "properties", dedent], "postprocess": nested("node", 5)},
    {"name": "declaration", "symbols": [workflowWord, name, colon, newline, indent, "members", dedent], "postprocess": nested("workflow", 5)},
    {"name": "variables", "symbols": ["variable"], "postprocess": single},
    {"name": "variables", "symbols": ["variables", "variable"], "postprocess": append},
    {"name": "variable", "symbols": [name, colon, "type", newline], "postprocess": line("variable", { name: 0, type: 2 })},
    {"name": "variable", "symbols": [name, colon, "type", equals, "item", newline], "postprocess": line("variable", { name: 0, type: 2, value: 4 })},
    {"name": "variable", "symbols": [lostLine], "postprocess": lost},
    {"name": "presets", "symbols": ["preset"], "postprocess": single},
    {"name": "presets", "symbols": ["presets", "preset"], "postprocess": append},
    {"name": "preset", "symbols": [name, colon, newline, indent, "values", dedent], "postprocess": nested("preset", 4)},
    {"name": "preset", "symbols": [lostLine], "postprocess": lost},
    {"name": "values", "symbols": ["setting"], "postprocess": single},
    {"name": "values", "symbols": ["values", "setting"], "postprocess": append},
    {"name": "setting", "symbols": [name, colon, "item", newline], "postprocess": line("setting", { name: 0, value: 2 })},
    {"name": "setting", "symbols": [lostLine], "postprocess": lost},
    {"name": "fields", "symbols": ["field"], "postprocess": single},
    {"name": "fields", "symbols": ["fields", "field"], "postprocess": append},
    {"name": "field", "symbols": [name, colon, "type", newline], "postprocess": line("field", { name: 0, type: 2 })},
    {"name": "field", "symbols": [name, colon, "type", openBracket, enumWord, colon, "strings", closeBracket, newline], "postprocess": line("field", { name: 0, type: 2, keyword: 4, values: 6 })},
    {"name": "field", "symbols": [name, colon, "type", openBracket, enumWord, colon, "strings", comma, closeBracket, newline], "postprocess": line("field", { name: 0, type: 2, keyword: 4, values: 6 })},
    {"name": "field", "symbols": [lostLine], "postprocess": lost},
    {"name": "type", "symbols": [name], "postprocess": ([name]) => [at(name)]},
    {"name": "type", "symbols": [name, openBracket, closeBracket], "postprocess": ([name, , close]) => [at(name), at(close)]},
    {"name": "strings", "symbols": [string], "postprocess": ([text]) => [at(text)]},
    {"name": "strings", "symbols": ["strings", comma, string], "postprocess": ([list, , text]) => push(list, at(text))},
    {"name": "properties", "symbols": ["property"], "postprocess": single},
    {"name": "properties", "symbols": ["properties", "property"], "postprocess": append},
    {"name": "property", "symbols": [name, colon, "value", newline], "postprocess": line("property", { name: 0, value: 2 })},
    {"name": "property", "symbols": [name, colon, bar, newline, rawText], "postprocess": line("property", { name: 0, text: 4 })},
    {"name": "property", "symbols": [name, colon, newline, indent, "properties", dedent], "postprocess": nested("property", 4)},
    {"name": "property", "symbols": [name, colon, newline, opaque], "postprocess": nested("property")},
    {"name": "property", "symbols": [lostLine], "postprocess": lost},
    {"name": "members", "symbols": ["member"], "postprocess": single},
    {"name": "members", "symbols": ["members", "member"], "postprocess": append},
    {"name": "member", "symbols": ["property"], "postprocess": flat},
    {"name": "member", "symbols": ["edge"], "postprocess": flat},
    {"name": "member", "symbols": [varsWord, colon, newline, indent, "variables", dedent], "postprocess": nested("vars", 4)},
    {"name": "edge", "symbols": [name, arrow, name, "clauses", newline], "postprocess": line("edge", { source: 0, target: 2, clauses: 3 })},
    {"name": "clauses", "symbols": [], "postprocess": () => []},
    {"name": "clauses", "symbols": ["clauses", "clause"], "postprocess": ([list, clause]) => [...list, clause]},
    {"name": "clause", "symbols": [whenWord, "condition"], "postprocess": ([word, condition]) => ({ form: "when", from: at(word), not: null, ...condition })},
    {"name": "clause", "symbols": [whenWord, notWord, "condition"], "postprocess": ([word, not, condition]) => ({ form: "when", from: at(word), not: at(not), ...condition })},
    {"name": "clause", "symbols": [asWord, name, openParen, whole, closeParen], "postprocess": ([word, name, , max, close]) => ({ form: "loop", from: at(word), name: at(name), max: at(max), to: at(close) })},
    {"name": "clause", "symbols": [withWord, openBrace, closeBrace], "postprocess": mapping()},
    {"name": "clause", "symbols": [withWord, openBrace, "entries", closeBrace], "postprocess": mapping(2)},
    {"name": "clause", "symbols": [withWord, openBrace, "entries", comma, closeBrace], "postprocess": mapping(2)},
    {"name": "condition", "symbols": [name], "postprocess": ([field]) => ({ field: at(field) })},
    {"name": "condition", "symbols": [string], "postprocess": ([expression]) => ({ expression: at(expression) })},
    {"name": "entries", "symbols": [name, colon, string], "postprocess": ([key, , value]) => [entry(key, value)]},
    {"name": "entries", "symbols": ["entries", comma, name, colon, string], "postprocess": ([list, , key, , value]) => push(list, entry(key, value))},
    {"name": "entries", "symbols": ["entries", firstName, colon, string], "postprocess": ([list, key, , value]) => push(list, entry(key, value))},
    {"name": "value", "symbols": [string], "postprocess": ([token]) => ({ form: "string", from: at(token), to: at(token) })},
    {"name": "value", "symbols": [number], "postprocess": ([token]) => ({ form: "number", from: at(token), to: at(token) })},
    {"name": "value", "symbols": [name], "postprocess": ([token]) => ({ form: "name", from: at(token), to: at(token) })},
    {"name": "value", "symbols": ["list"], "postprocess": flat},
    {"name": "value", "symbols": ["object"], "postprocess": flat},
    {"name": "list", "symbols": [openBracket, closeBracket], "postprocess": ([open, close]) => ({ form: "list", items: [], from: at(open), to: at(close) })},
    {"name": "list", "symbols": [openBracket, "items", closeBracket], "postprocess": ([open, items, close]) => ({ form: "list", items, from: at(open), to: at(close) })},
    {"name": "list", "symbols": [openBracket, "items", comma, closeBracket], "postprocess": ([open, items, , close]) => ({ form: "list", items, from: at(open), to: at(close) })},
    {"name": "items", "symbols": ["item"], "postprocess": one},
    {"name": "items", "symbols": ["items", comma, "item"], "postprocess": ([list, , item]) => push(list, item)},
    {"name": "object", "symbols": [openBrace, closeBrace], "postprocess": ([open, close]) => ({ form: "object", entries: [], from: at(open), to: at(close) })},
    {"name": "object", "symbols": [openBrace, "pairs", closeBrace], "postprocess": ([open, entries, close]) => ({ form: "object", entries, from: at(open), to: at(close) })},
    {"name": "object", "symbols": [openBrace, "pairs", comma, closeBrace], "postprocess": ([open, entries, , close]) => ({ form: "object", entries, from: at(open), to: at(close) })},
    {"name": "pairs", "symbols": [string, colon, "item"], "postprocess": ([key, , value]) => [{ key: at(key), value }]},
    {"name": "pairs", "symbols": ["pairs", comma, string, colon, "item"], "postprocess": ([list, , key, , value]) => push(list, { key: at(key), value })},
    {"name": "item", "symbols": [string], "postprocess": ([token]) => ({ form: "string", from: at(token), to: at(token) })},
    {"name": "item", "symbols": [number], "postprocess": ([token]) => ({ form: "number", from: at(token), to: at(token) })},
    {"name": "item", "symbols": ["tool_name"], "postprocess": ([span]) => ({ form: "name", from: span.from, to: span.to })},
    {"name": "item", "symbols": ["list"], "postprocess": flat},
    {"name": "item", "symbols": ["object"], "postprocess": flat},
    {"name": "tool_name", "symbols": [star], "postprocess": ([token]) => ({ from: at(token), to: at(token) })},
    {"name": "tool_name", "symbols": ["dotted"], "postprocess": flat},
    {"name": "tool_name", "symbols": ["dotted", dot, star], "postprocess": ([dotted, , last]) => ({ from: dotted.from, to: at(last) })},
    {"name": "dotted", "symbols": [name], "postprocess": ([token]) => ({ from: at(token), to: at(token) })},
    {"name": "dotted", "symbols": ["dotted", dot, name], "postprocess": ([dotted, , last]) => ({ from: dotted.from, to: at(last) })}
  ],
  ParserStart: "declaration",
};

export default grammar;
