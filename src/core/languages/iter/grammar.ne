# The grammar of one declaration, over the tokens that layout.ts makes of its lines.
#
# Left-recursive and unambiguous: every accepted declaration has exactly one derivation. A
# derivation refers to tokens by their index in the line, so that lines of the same shape share it.
# Which kinds and properties there are is not the grammar's matter.
@preprocessor typescript

@{%
import { at, entry, flat, line, lost, mapping, nested, append, one, push, single, terminals } from "./derivation.ts";
const {
  arrow, asWord, bar, closeBrace, closeBracket, closeParen, colon, comma, dedent, dot, enumWord, equals,
  firstName, indent, kind, lostLine, name, newline, notWord, number, opaque, openBrace, openBracket,
  openParen, presetsWord, promptWord, rawText, schemaWord, serverWord, star, string, varsWord, whenWord, whole,
  withWord, workflowWord,
} = terminals;
%}

declaration -> %varsWord %colon %newline %indent variables %dedent {% nested("vars", 4) %}
  | %presetsWord %colon %newline %indent presets %dedent {% nested("presets", 4) %}
  | %promptWord %name %colon %newline %rawText {% nested("prompt") %}
  | %schemaWord %name %colon %newline %indent fields %dedent {% nested("schema", 5) %}
  | %serverWord %name %colon %newline %indent properties %dedent {% nested("mcp_server", 5) %}
  | %kind %name %colon %newline %indent properties %dedent {% nested("node", 5) %}
  | %workflowWord %name %colon %newline %indent members %dedent {% nested("workflow", 5) %}

variables -> variable {% single %} | variables variable {% append %}
variable -> %name %colon type %newline {% line("variable", { name: 0, type: 2 }) %}
  | %name %colon type %equals item %newline {% line("variable", { name: 0, type: 2, value: 4 }) %}
  | %lostLine {% lost %}

presets -> preset {% single %} | presets preset {% append %}
preset -> %name %colon %newline %indent values %dedent {% nested("preset", 4) %}
  | %lostLine {% lost %}
values -> setting {% single %} | values setting {% append %}
setting -> %name %colon item %newline {% line("setting", { name: 0, value: 2 }) %}
  | %lostLine {% lost %}

fields -> field {% single %} | fields field {% append %}
field -> %name %colon type %newline {% line("field", { name: 0, type: 2 }) %}
  | %name %colon type %openBracket %enumWord %colon strings %closeBracket %newline
    {% line("field", { name: 0, type: 2, keyword: 4, values: 6 }) %}
  | %name %colon type %openBracket %enumWord %colon strings %comma %closeBracket %newline
    {% line("field", { name: 0, type: 2, keyword: 4, values: 6 }) %}
  | %lostLine {% lost %}
type -> %name {% ([name]) => [at(name)] %}
  | %name %openBracket %closeBracket {% ([name, , close]) => [at(name), at(close)] %}
strings -> %string {% ([text]) => [at(text)] %}
  | strings %comma %string {% ([list, , text]) => push(list, at(text)) %}

properties -> property {% single %} | properties property {% append %}
property -> %name %colon value %newline {% line("property", { name: 0, value: 2 }) %}
  | %name %colon %bar %newline %rawText {% line("property", { name: 0, text: 4 }) %}
  | %name %colon %newline %indent properties %dedent {% nested("property", 4) %}
  | %name %colon %newline %opaque {% nested("property") %}
  | %lostLine {% lost %}

members -> member {% single %} | members member {% append %}
member -> property {% flat %}
  | edge {% flat %}
  | %varsWord %colon %newline %indent variables %dedent {% nested("vars", 4) %}

edge -> %name %arrow %name clauses %newline {% line("edge", { source: 0, target: 2, clauses: 3 }) %}
clauses -> null {% () => [] %} | clauses clause {% ([list, clause]) => [...list, clause] %}
clause -> %whenWord condition {% ([word, condition]) => ({ form: "when", from: at(word), not: null, ...condition }) %}
  | %whenWord %notWord condition {% ([word, not, condition]) => ({ form: "when", from: at(word), not: at(not), ...condition }) %}
  | %asWord %name %openParen %whole %closeParen
    {% ([word, name, , max, close]) => ({ form: "loop", from: at(word), name: at(name), max: at(max), to: at(close) }) %}
  | %withWord %openBrace %closeBrace {% mapping() %}
  | %withWord %openBrace entries %closeBrace {% mapping(2) %}
  | %withWord %openBrace entries %comma %closeBrace {% mapping(2) %}
condition -> %name {% ([field]) => ({ field: at(field) }) %}
  | %string {% ([expression]) => ({ expression: at(expression) }) %}
entries -> %name %colon %string {% ([key, , value]) => [entry(key, value)] %}
  | entries %comma %name %colon %string {% ([list, , key, , value]) => push(list, entry(key, value)) %}
  | entries %firstName %colon %string {% ([list, key, , value]) => push(list, entry(key, value)) %}

value -> %string {% ([token]) => ({ form: "string", from: at(token), to: at(token) }) %}
  | %number {% ([token]) => ({ form: "number", from: at(token), to: at(token) }) %}
  | %name {% ([token]) => ({ form: "name", from: at(token), to: at(token) }) %}
  | list {% flat %}
  | object {% flat %}
list -> %openBracket %closeBracket {% ([open, close]) => ({ form: "list", items: [], from: at(open), to: at(close) }) %}
  | %openBracket items %closeBracket {% ([open, items, close]) => ({ form: "list", items, from: at(open), to: at(close) }) %}
  | %openBracket items %comma %closeBracket {% ([open, items, , close]) => ({ form: "list", items, from: at(open), to: at(close) }) %}
items -> item {% one %} | items %comma item {% ([list, , item]) => push(list, item) %}
object -> %openBrace %closeBrace {% ([open, close]) => ({ form: "object", entries: [], from: at(open), to: at(close) }) %}
  | %openBrace pairs %closeBrace {% ([open, entries, close]) => ({ form: "object", entries, from: at(open), to: at(close) }) %}
  | %openBrace pairs %comma %closeBrace {% ([open, entries, , close]) => ({ form: "object", entries, from: at(open), to: at(close) }) %}
pairs -> %string %colon item {% ([key, , value]) => [{ key: at(key), value }] %}
  | pairs %comma %string %colon item {% ([list, , key, , value]) => push(list, { key: at(key), value }) %}
item -> %string {% ([token]) => ({ form: "string", from: at(token), to: at(token) }) %}
  | %number {% ([token]) => ({ form: "number", from: at(token), to: at(token) }) %}
  | tool_name {% ([span]) => ({ form: "name", from: span.from, to: span.to }) %}
  | list {% flat %}
  | object {% flat %}
tool_name -> %star {% ([token]) => ({ from: at(token), to: at(token) }) %}
  | dotted {% flat %}
  | dotted %dot %star {% ([dotted, , last]) => ({ from: dotted.from, to: at(last) }) %}
dotted -> %name {% ([token]) => ({ from: at(token), to: at(token) }) %}
  | dotted %dot %name {% ([dotted, , last]) => ({ from: dotted.from, to: at(last) }) %}
