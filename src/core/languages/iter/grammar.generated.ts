// @ts-nocheck -- made from grammar.ne by `npm run generate`
// Bypasses TS6133. Allow declared but unused functions.
// @ts-ignore
function id(d: any[]): any { return d[0]; }
declare var indent: any;
declare var dedent: any;
declare var text: any;
declare var presets: any;
declare var newline: any;
declare var prompt: any;
declare var name: any;
declare var schema: any;
declare var mcp_server: any;
declare var kind: any;
declare var workflow: any;
declare var vars: any;
declare var lost: any;
declare var string: any;
declare var opaque: any;
declare var whole: any;
declare var gap: any;
declare var number: any;

import { addClause, clause, edge, field, firstClause, indexOf, line, setting, tokens, variable } from "./derivation.ts";

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
  Lexer: tokens,
  ParserRules: [
    {"name": "declaration", "symbols": ["vars"]},
    {"name": "declaration", "symbols": ["presets_head", (tokens.has("indent") ? {type: "indent"} : indent), "presets", (tokens.has("dedent") ? {type: "dedent"} : dedent)]},
    {"name": "declaration", "symbols": ["prompt_head", (tokens.has("text") ? {type: "text"} : text)]},
    {"name": "declaration", "symbols": ["schema_head", (tokens.has("indent") ? {type: "indent"} : indent), "fields", (tokens.has("dedent") ? {type: "dedent"} : dedent)]},
    {"name": "declaration", "symbols": ["owner_head", (tokens.has("indent") ? {type: "indent"} : indent), "properties", (tokens.has("dedent") ? {type: "dedent"} : dedent)]},
    {"name": "declaration", "symbols": ["workflow_head", (tokens.has("indent") ? {type: "indent"} : indent), "members", (tokens.has("dedent") ? {type: "dedent"} : dedent)]},
    {"name": "presets_head", "symbols": [(tokens.has("presets") ? {type: "presets"} : presets), {"literal":":"}, (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": line("head")},
    {"name": "prompt_head", "symbols": [(tokens.has("prompt") ? {type: "prompt"} : prompt), (tokens.has("name") ? {type: "name"} : name), {"literal":":"}, (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": line("text")},
    {"name": "schema_head", "symbols": [(tokens.has("schema") ? {type: "schema"} : schema), (tokens.has("name") ? {type: "name"} : name), {"literal":":"}, (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": line("head")},
    {"name": "owner_head", "symbols": [(tokens.has("mcp_server") ? {type: "mcp_server"} : mcp_server), (tokens.has("name") ? {type: "name"} : name), {"literal":":"}, (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": line("head")},
    {"name": "owner_head", "symbols": [(tokens.has("kind") ? {type: "kind"} : kind), (tokens.has("name") ? {type: "name"} : name), {"literal":":"}, (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": line("head")},
    {"name": "workflow_head", "symbols": [(tokens.has("workflow") ? {type: "workflow"} : workflow), (tokens.has("name") ? {type: "name"} : name), {"literal":":"}, (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": line("head")},
    {"name": "vars", "symbols": ["vars_head", (tokens.has("indent") ? {type: "indent"} : indent), "variables", (tokens.has("dedent") ? {type: "dedent"} : dedent)]},
    {"name": "vars_head", "symbols": [(tokens.has("vars") ? {type: "vars"} : vars), {"literal":":"}, (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": line("vars")},
    {"name": "variables", "symbols": ["variable"]},
    {"name": "variables", "symbols": ["variables", "variable"]},
    {"name": "variable", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":":"}, "type", (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": variable},
    {"name": "variable", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":":"}, "type", {"literal":"="}, "item", (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": variable},
    {"name": "variable", "symbols": [(tokens.has("lost") ? {type: "lost"} : lost)]},
    {"name": "presets", "symbols": ["preset"]},
    {"name": "presets", "symbols": ["presets", "preset"]},
    {"name": "preset", "symbols": ["preset_head", (tokens.has("indent") ? {type: "indent"} : indent), "settings", (tokens.has("dedent") ? {type: "dedent"} : dedent)]},
    {"name": "preset", "symbols": [(tokens.has("lost") ? {type: "lost"} : lost)]},
    {"name": "preset_head", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":":"}, (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": line("preset")},
    {"name": "settings", "symbols": ["setting"]},
    {"name": "settings", "symbols": ["settings", "setting"]},
    {"name": "setting", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":":"}, "item", (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": setting("setting")},
    {"name": "setting", "symbols": [(tokens.has("lost") ? {type: "lost"} : lost)]},
    {"name": "fields", "symbols": ["field"]},
    {"name": "fields", "symbols": ["fields", "field"]},
    {"name": "field", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":":"}, "type", (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": field},
    {"name": "field", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":":"}, "type", {"literal":"["}, {"literal":"enum"}, {"literal":":"}, "strings", {"literal":"]"}, (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": field},
    {"name": "field", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":":"}, "type", {"literal":"["}, {"literal":"enum"}, {"literal":":"}, "strings", {"literal":","}, {"literal":"]"}, (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": field},
    {"name": "field", "symbols": [(tokens.has("lost") ? {type: "lost"} : lost)]},
    {"name": "type", "symbols": [(tokens.has("name") ? {type: "name"} : name)], "postprocess": ([name]) => indexOf(name)},
    {"name": "type", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":"["}, {"literal":"]"}], "postprocess": ([, , close]) => indexOf(close)},
    {"name": "strings", "symbols": [(tokens.has("string") ? {type: "string"} : string)]},
    {"name": "strings", "symbols": ["strings", {"literal":","}, (tokens.has("string") ? {type: "string"} : string)]},
    {"name": "properties", "symbols": ["property"]},
    {"name": "properties", "symbols": ["properties", "property"]},
    {"name": "property", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":":"}, "value", (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": setting("property")},
    {"name": "property", "symbols": ["text_head", (tokens.has("text") ? {type: "text"} : text)]},
    {"name": "property", "symbols": ["block_head", (tokens.has("indent") ? {type: "indent"} : indent), "properties", (tokens.has("dedent") ? {type: "dedent"} : dedent)]},
    {"name": "property", "symbols": ["block_head", (tokens.has("opaque") ? {type: "opaque"} : opaque)]},
    {"name": "property", "symbols": [(tokens.has("lost") ? {type: "lost"} : lost)]},
    {"name": "text_head", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":":"}, {"literal":"|"}, (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": line("text")},
    {"name": "block_head", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":":"}, (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": line("block")},
    {"name": "members", "symbols": ["member"]},
    {"name": "members", "symbols": ["members", "member"]},
    {"name": "member", "symbols": ["property"]},
    {"name": "member", "symbols": ["vars"]},
    {"name": "member", "symbols": ["edge"]},
    {"name": "edge", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":"->"}, (tokens.has("name") ? {type: "name"} : name), (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": edge},
    {"name": "edge", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":"->"}, (tokens.has("name") ? {type: "name"} : name), "clauses", (tokens.has("newline") ? {type: "newline"} : newline)], "postprocess": edge},
    {"name": "clauses", "symbols": ["clause"], "postprocess": firstClause},
    {"name": "clauses", "symbols": ["clauses", "clause"], "postprocess": addClause},
    {"name": "clause", "symbols": [{"literal":"when"}, "condition"], "postprocess": clause("when")},
    {"name": "clause", "symbols": [{"literal":"when"}, {"literal":"not"}, "condition"], "postprocess": clause("unless")},
    {"name": "clause", "symbols": [{"literal":"as"}, (tokens.has("name") ? {type: "name"} : name), {"literal":"("}, (tokens.has("whole") ? {type: "whole"} : whole), {"literal":")"}], "postprocess": clause("loop")},
    {"name": "clause", "symbols": [{"literal":"with"}, {"literal":"{"}, {"literal":"}"}], "postprocess": clause("mapping")},
    {"name": "clause", "symbols": [{"literal":"with"}, {"literal":"{"}, "entries", {"literal":"}"}], "postprocess": clause("mapping")},
    {"name": "clause", "symbols": [{"literal":"with"}, {"literal":"{"}, "entries", {"literal":","}, {"literal":"}"}], "postprocess": clause("mapping")},
    {"name": "condition", "symbols": [(tokens.has("name") ? {type: "name"} : name)]},
    {"name": "condition", "symbols": [(tokens.has("string") ? {type: "string"} : string)]},
    {"name": "entries", "symbols": ["entry"]},
    {"name": "entries", "symbols": ["entries", {"literal":","}, "entry"]},
    {"name": "entries", "symbols": ["entries", (tokens.has("gap") ? {type: "gap"} : gap), "entry"]},
    {"name": "entry", "symbols": [(tokens.has("name") ? {type: "name"} : name), {"literal":":"}, (tokens.has("string") ? {type: "string"} : string)]},
    {"name": "value", "symbols": [(tokens.has("string") ? {type: "string"} : string)]},
    {"name": "value", "symbols": [(tokens.has("whole") ? {type: "whole"} : whole)]},
    {"name": "value", "symbols": [(tokens.has("number") ? {type: "number"} : number)]},
    {"name": "value", "symbols": [(tokens.has("name") ? {type: "name"} : name)]},
    {"name": "value", "symbols": ["list"]},
    {"name": "value", "symbols": ["object"]},
    {"name": "item", "symbols": [(tokens.has("string") ? {type: "string"} : string)]},
    {"name": "item", "symbols": [(tokens.has("whole") ? {type: "whole"} : whole)]},
    {"name": "item", "symbols": [(tokens.has("number") ? {type: "number"} : number)]},
    {"name": "item", "symbols": ["tool_name"]},
    {"name": "item", "symbols": ["list"]},
    {"name": "item", "symbols": ["object"]},
    {"name": "list", "symbols": [{"literal":"["}, {"literal":"]"}]},
    {"name": "list", "symbols": [{"literal":"["}, "items", {"literal":"]"}]},
    {"name": "list", "symbols": [{"literal":"["}, "items", {"literal":","}, {"literal":"]"}]},
    {"name": "items", "symbols": ["item"]},
    {"name": "items", "symbols": ["items", {"literal":","}, "item"]},
    {"name": "object", "symbols": [{"literal":"{"}, {"literal":"}"}]},
    {"name": "object", "symbols": [{"literal":"{"}, "pairs", {"literal":"}"}]},
    {"name": "object", "symbols": [{"literal":"{"}, "pairs", {"literal":","}, {"literal":"}"}]},
    {"name": "pairs", "symbols": ["pair"]},
    {"name": "pairs", "symbols": ["pairs", {"literal":","}, "pair"]},
    {"name": "pair", "symbols": [(tokens.has("string") ? {type: "string"} : string), {"literal":":"}, "item"]},
    {"name": "tool_name", "symbols": [{"literal":"*"}]},
    {"name": "tool_name", "symbols": ["dotted"]},
    {"name": "tool_name", "symbols": ["dotted", {"literal":"."}, {"literal":"*"}]},
    {"name": "dotted", "symbols": [(tokens.has("name") ? {type: "name"} : name)]},
    {"name": "dotted", "symbols": ["dotted", {"literal":"."}, (tokens.has("name") ? {type: "name"} : name)]}
  ],
  ParserStart: "declaration",
};

export default grammar;
