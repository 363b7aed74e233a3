# The grammar of one declaration, over the tokens of its lines.
#
# Left-recursive and unambiguous: what is accepted has exactly one derivation. A line derives a
# shape that names its parts by their index, so that all lines with the same sorts of tokens share
# it. Which kinds and properties there are is not the grammar's matter. `lost` stands for a line that
# was left out, `opaque` for a block that is read as mere tokens.
@preprocessor typescript

@{%
import { addClause, clause, edge, field, firstClause, indexOf, line, setting, tokens, variable } from "./derivation.ts";
%}
@lexer tokens

declaration -> vars
  | presets_head %indent presets %dedent
  | prompt_head %text
  | schema_head %indent fields %dedent
  | owner_head %indent properties %dedent
  | workflow_head %indent members %dedent

presets_head -> %presets ":" %newline {% line("head") %}
prompt_head -> %prompt %name ":" %newline {% line("text") %}
schema_head -> %schema %name ":" %newline {% line("head") %}
owner_head -> %mcp_server %name ":" %newline {% line("head") %}
  | %kind %name ":" %newline {% line("head") %}
workflow_head -> %workflow %name ":" %newline {% line("head") %}

vars -> vars_head %indent variables %dedent
vars_head -> %vars ":" %newline {% line("vars") %}
variables -> variable | variables variable
variable -> %name ":" type %newline {% variable %}
  | %name ":" type "=" item %newline {% variable %}
  | %lost

presets -> preset | presets preset
preset -> preset_head %indent settings %dedent | %lost
preset_head -> %name ":" %newline {% line("preset") %}
settings -> setting | settings setting
setting -> %name ":" item %newline {% setting("setting") %}
  | %lost

fields -> field | fields field
field -> %name ":" type %newline {% field %}
  | %name ":" type "[" "enum" ":" strings "]" %newline {% field %}
  | %name ":" type "[" "enum" ":" strings "," "]" %newline {% field %}
  | %lost
type -> %name {% ([name]) => indexOf(name) %}
  | %name "[" "]" {% ([, , close]) => indexOf(close) %}
strings -> %string | strings "," %string

properties -> property | properties property
property -> %name ":" value %newline {% setting("property") %}
  | text_head %text
  | block_head %indent properties %dedent
  | block_head %opaque
  | %lost
text_head -> %name ":" "|" %newline {% line("text") %}
block_head -> %name ":" %newline {% line("block") %}

members -> member | members member
member -> property | vars | edge

edge -> %name "->" %name %newline {% edge %}
  | %name "->" %name clauses %newline {% edge %}
clauses -> clause {% firstClause %} | clauses clause {% addClause %}
clause -> "when" condition {% clause("when") %}
  | "when" "not" condition {% clause("unless") %}
  | "as" %name "(" %whole ")" {% clause("loop") %}
  | "with" "{" "}" {% clause("mapping") %}
  | "with" "{" entries "}" {% clause("mapping") %}
  | "with" "{" entries "," "}" {% clause("mapping") %}
condition -> %name | %string
entries -> entry | entries "," entry | entries %gap entry
entry -> %name ":" %string

value -> %string | %whole | %number | %name | list | object
item -> %string | %whole | %number | tool_name | list | object
list -> "[" "]" | "[" items "]" | "[" items "," "]"
items -> item | items "," item
object -> "{" "}" | "{" pairs "}" | "{" pairs "," "}"
pairs -> pair | pairs "," pair
pair -> %string ":" item
tool_name -> "*" | dotted | dotted "." "*"
dotted -> %name | dotted "." %name
