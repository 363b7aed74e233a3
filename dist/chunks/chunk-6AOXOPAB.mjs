import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  codeAt,
  codeNames,
  codes,
  createSource,
  endAt,
  hasTab,
  isName,
  lineEnd,
  lookAtLine,
  passDeeper,
  readLogicalLine,
  readRawText,
  startAt
} from "./chunk-BZZZCENW.mjs";
import {
  diagnose
} from "./chunk-ZPLSJV7B.mjs";
import {
  __commonJS,
  __toESM
} from "./chunk-XBBJT5C7.mjs";

// node_modules/nearley/lib/nearley.js
var require_nearley = __commonJS({
  "node_modules/nearley/lib/nearley.js"(exports, module) {
    (function(root, factory) {
      if (typeof module === "object" && module.exports) {
        module.exports = factory();
      } else {
        root.nearley = factory();
      }
    })(exports, function() {
      function Rule(name2, symbols, postprocess) {
        this.id = ++Rule.highestId;
        this.name = name2;
        this.symbols = symbols;
        this.postprocess = postprocess;
        return this;
      }
      Rule.highestId = 0;
      Rule.prototype.toString = function(withCursorAt) {
        var symbolSequence = typeof withCursorAt === "undefined" ? this.symbols.map(getSymbolShortDisplay).join(" ") : this.symbols.slice(0, withCursorAt).map(getSymbolShortDisplay).join(" ") + " ● " + this.symbols.slice(withCursorAt).map(getSymbolShortDisplay).join(" ");
        return this.name + " → " + symbolSequence;
      };
      function State(rule, dot, reference, wantedBy) {
        this.rule = rule;
        this.dot = dot;
        this.reference = reference;
        this.data = [];
        this.wantedBy = wantedBy;
        this.isComplete = this.dot === rule.symbols.length;
      }
      State.prototype.toString = function() {
        return "{" + this.rule.toString(this.dot) + "}, from: " + (this.reference || 0);
      };
      State.prototype.nextState = function(child) {
        var state = new State(this.rule, this.dot + 1, this.reference, this.wantedBy);
        state.left = this;
        state.right = child;
        if (state.isComplete) {
          state.data = state.build();
          state.right = void 0;
        }
        return state;
      };
      State.prototype.build = function() {
        var children = [];
        var node = this;
        do {
          children.push(node.right.data);
          node = node.left;
        } while (node.left);
        children.reverse();
        return children;
      };
      State.prototype.finish = function() {
        if (this.rule.postprocess) {
          this.data = this.rule.postprocess(this.data, this.reference, Parser.fail);
        }
      };
      function Column(grammar2, index) {
        this.grammar = grammar2;
        this.index = index;
        this.states = [];
        this.wants = {};
        this.scannable = [];
        this.completed = {};
      }
      Column.prototype.process = function(nextColumn) {
        var states = this.states;
        var wants = this.wants;
        var completed = this.completed;
        for (var w = 0; w < states.length; w++) {
          var state = states[w];
          if (state.isComplete) {
            state.finish();
            if (state.data !== Parser.fail) {
              var wantedBy = state.wantedBy;
              for (var i = wantedBy.length; i--; ) {
                var left = wantedBy[i];
                this.complete(left, state);
              }
              if (state.reference === this.index) {
                var exp = state.rule.name;
                (this.completed[exp] = this.completed[exp] || []).push(state);
              }
            }
          } else {
            var exp = state.rule.symbols[state.dot];
            if (typeof exp !== "string") {
              this.scannable.push(state);
              continue;
            }
            if (wants[exp]) {
              wants[exp].push(state);
              if (completed.hasOwnProperty(exp)) {
                var nulls = completed[exp];
                for (var i = 0; i < nulls.length; i++) {
                  var right = nulls[i];
                  this.complete(state, right);
                }
              }
            } else {
              wants[exp] = [state];
              this.predict(exp);
            }
          }
        }
      };
      Column.prototype.predict = function(exp) {
        var rules = this.grammar.byName[exp] || [];
        for (var i = 0; i < rules.length; i++) {
          var r = rules[i];
          var wantedBy = this.wants[exp];
          var s = new State(r, 0, this.index, wantedBy);
          this.states.push(s);
        }
      };
      Column.prototype.complete = function(left, right) {
        var copy = left.nextState(right);
        this.states.push(copy);
      };
      function Grammar(rules, start) {
        this.rules = rules;
        this.start = start || this.rules[0].name;
        var byName = this.byName = {};
        this.rules.forEach(function(rule) {
          if (!byName.hasOwnProperty(rule.name)) {
            byName[rule.name] = [];
          }
          byName[rule.name].push(rule);
        });
      }
      Grammar.fromCompiled = function(rules, start) {
        var lexer = rules.Lexer;
        if (rules.ParserStart) {
          start = rules.ParserStart;
          rules = rules.ParserRules;
        }
        var rules = rules.map(function(r) {
          return new Rule(r.name, r.symbols, r.postprocess);
        });
        var g = new Grammar(rules, start);
        g.lexer = lexer;
        return g;
      };
      function StreamLexer() {
        this.reset("");
      }
      StreamLexer.prototype.reset = function(data, state) {
        this.buffer = data;
        this.index = 0;
        this.line = state ? state.line : 1;
        this.lastLineBreak = state ? -state.col : 0;
      };
      StreamLexer.prototype.next = function() {
        if (this.index < this.buffer.length) {
          var ch = this.buffer[this.index++];
          if (ch === "\n") {
            this.line += 1;
            this.lastLineBreak = this.index;
          }
          return { value: ch };
        }
      };
      StreamLexer.prototype.save = function() {
        return {
          line: this.line,
          col: this.index - this.lastLineBreak
        };
      };
      StreamLexer.prototype.formatError = function(token, message) {
        var buffer = this.buffer;
        if (typeof buffer === "string") {
          var lines = buffer.split("\n").slice(
            Math.max(0, this.line - 5),
            this.line
          );
          var nextLineBreak = buffer.indexOf("\n", this.index);
          if (nextLineBreak === -1) nextLineBreak = buffer.length;
          var col = this.index - this.lastLineBreak;
          var lastLineDigits = String(this.line).length;
          message += " at line " + this.line + " col " + col + ":\n\n";
          message += lines.map(function(line2, i) {
            return pad(this.line - lines.length + i + 1, lastLineDigits) + " " + line2;
          }, this).join("\n");
          message += "\n" + pad("", lastLineDigits + col) + "^\n";
          return message;
        } else {
          return message + " at index " + (this.index - 1);
        }
        function pad(n, length) {
          var s = String(n);
          return Array(length - s.length + 1).join(" ") + s;
        }
      };
      function Parser(rules, start, options) {
        if (rules instanceof Grammar) {
          var grammar2 = rules;
          var options = start;
        } else {
          var grammar2 = Grammar.fromCompiled(rules, start);
        }
        this.grammar = grammar2;
        this.options = {
          keepHistory: false,
          lexer: grammar2.lexer || new StreamLexer()
        };
        for (var key in options || {}) {
          this.options[key] = options[key];
        }
        this.lexer = this.options.lexer;
        this.lexerState = void 0;
        var column = new Column(grammar2, 0);
        var table = this.table = [column];
        column.wants[grammar2.start] = [];
        column.predict(grammar2.start);
        column.process();
        this.current = 0;
      }
      Parser.fail = {};
      Parser.prototype.feed = function(chunk) {
        var lexer = this.lexer;
        lexer.reset(chunk, this.lexerState);
        var token;
        while (true) {
          try {
            token = lexer.next();
            if (!token) {
              break;
            }
          } catch (e) {
            var nextColumn = new Column(this.grammar, this.current + 1);
            this.table.push(nextColumn);
            var err = new Error(this.reportLexerError(e));
            err.offset = this.current;
            err.token = e.token;
            throw err;
          }
          var column = this.table[this.current];
          if (!this.options.keepHistory) {
            delete this.table[this.current - 1];
          }
          var n = this.current + 1;
          var nextColumn = new Column(this.grammar, n);
          this.table.push(nextColumn);
          var literal = token.text !== void 0 ? token.text : token.value;
          var value = lexer.constructor === StreamLexer ? token.value : token;
          var scannable = column.scannable;
          for (var w = scannable.length; w--; ) {
            var state = scannable[w];
            var expect = state.rule.symbols[state.dot];
            if (expect.test ? expect.test(value) : expect.type ? expect.type === token.type : expect.literal === literal) {
              var next = state.nextState({ data: value, token, isToken: true, reference: n - 1 });
              nextColumn.states.push(next);
            }
          }
          nextColumn.process();
          if (nextColumn.states.length === 0) {
            var err = new Error(this.reportError(token));
            err.offset = this.current;
            err.token = token;
            throw err;
          }
          if (this.options.keepHistory) {
            column.lexerState = lexer.save();
          }
          this.current++;
        }
        if (column) {
          this.lexerState = lexer.save();
        }
        this.results = this.finish();
        return this;
      };
      Parser.prototype.reportLexerError = function(lexerError) {
        var tokenDisplay, lexerMessage;
        var token = lexerError.token;
        if (token) {
          tokenDisplay = "input " + JSON.stringify(token.text[0]) + " (lexer error)";
          lexerMessage = this.lexer.formatError(token, "Syntax error");
        } else {
          tokenDisplay = "input (lexer error)";
          lexerMessage = lexerError.message;
        }
        return this.reportErrorCommon(lexerMessage, tokenDisplay);
      };
      Parser.prototype.reportError = function(token) {
        var tokenDisplay = (token.type ? token.type + " token: " : "") + JSON.stringify(token.value !== void 0 ? token.value : token);
        var lexerMessage = this.lexer.formatError(token, "Syntax error");
        return this.reportErrorCommon(lexerMessage, tokenDisplay);
      };
      Parser.prototype.reportErrorCommon = function(lexerMessage, tokenDisplay) {
        var lines = [];
        lines.push(lexerMessage);
        var lastColumnIndex = this.table.length - 2;
        var lastColumn = this.table[lastColumnIndex];
        var expectantStates = lastColumn.states.filter(function(state) {
          var nextSymbol = state.rule.symbols[state.dot];
          return nextSymbol && typeof nextSymbol !== "string";
        });
        if (expectantStates.length === 0) {
          lines.push("Unexpected " + tokenDisplay + ". I did not expect any more input. Here is the state of my parse table:\n");
          this.displayStateStack(lastColumn.states, lines);
        } else {
          lines.push("Unexpected " + tokenDisplay + ". Instead, I was expecting to see one of the following:\n");
          var stateStacks = expectantStates.map(function(state) {
            return this.buildFirstStateStack(state, []) || [state];
          }, this);
          stateStacks.forEach(function(stateStack) {
            var state = stateStack[0];
            var nextSymbol = state.rule.symbols[state.dot];
            var symbolDisplay = this.getSymbolDisplay(nextSymbol);
            lines.push("A " + symbolDisplay + " based on:");
            this.displayStateStack(stateStack, lines);
          }, this);
        }
        lines.push("");
        return lines.join("\n");
      };
      Parser.prototype.displayStateStack = function(stateStack, lines) {
        var lastDisplay;
        var sameDisplayCount = 0;
        for (var j = 0; j < stateStack.length; j++) {
          var state = stateStack[j];
          var display = state.rule.toString(state.dot);
          if (display === lastDisplay) {
            sameDisplayCount++;
          } else {
            if (sameDisplayCount > 0) {
              lines.push("    ^ " + sameDisplayCount + " more lines identical to this");
            }
            sameDisplayCount = 0;
            lines.push("    " + display);
          }
          lastDisplay = display;
        }
      };
      Parser.prototype.getSymbolDisplay = function(symbol) {
        return getSymbolLongDisplay(symbol);
      };
      Parser.prototype.buildFirstStateStack = function(state, visited) {
        if (visited.indexOf(state) !== -1) {
          return null;
        }
        if (state.wantedBy.length === 0) {
          return [state];
        }
        var prevState = state.wantedBy[0];
        var childVisited = [state].concat(visited);
        var childResult = this.buildFirstStateStack(prevState, childVisited);
        if (childResult === null) {
          return null;
        }
        return [state].concat(childResult);
      };
      Parser.prototype.save = function() {
        var column = this.table[this.current];
        column.lexerState = this.lexerState;
        return column;
      };
      Parser.prototype.restore = function(column) {
        var index = column.index;
        this.current = index;
        this.table[index] = column;
        this.table.splice(index + 1);
        this.lexerState = column.lexerState;
        this.results = this.finish();
      };
      Parser.prototype.rewind = function(index) {
        if (!this.options.keepHistory) {
          throw new Error("set option `keepHistory` to enable rewinding");
        }
        this.restore(this.table[index]);
      };
      Parser.prototype.finish = function() {
        var considerations = [];
        var start = this.grammar.start;
        var column = this.table[this.table.length - 1];
        column.states.forEach(function(t) {
          if (t.rule.name === start && t.dot === t.rule.symbols.length && t.reference === 0 && t.data !== Parser.fail) {
            considerations.push(t);
          }
        });
        return considerations.map(function(c) {
          return c.data;
        });
      };
      function getSymbolLongDisplay(symbol) {
        var type = typeof symbol;
        if (type === "string") {
          return symbol;
        } else if (type === "object") {
          if (symbol.literal) {
            return JSON.stringify(symbol.literal);
          } else if (symbol instanceof RegExp) {
            return "character matching " + symbol;
          } else if (symbol.type) {
            return symbol.type + " token";
          } else if (symbol.test) {
            return "token matching " + String(symbol.test);
          } else {
            throw new Error("Unknown symbol type: " + symbol);
          }
        }
      }
      function getSymbolShortDisplay(symbol) {
        var type = typeof symbol;
        if (type === "string") {
          return symbol;
        } else if (type === "object") {
          if (symbol.literal) {
            return JSON.stringify(symbol.literal);
          } else if (symbol instanceof RegExp) {
            return symbol.toString();
          } else if (symbol.type) {
            return "%" + symbol.type;
          } else if (symbol.test) {
            return "<" + String(symbol.test) + ">";
          } else {
            throw new Error("Unknown symbol type: " + symbol);
          }
        }
      }
      return {
        Parser,
        Grammar,
        Rule
      };
    });
  }
});

// src/core/text/decode.ts
var largestSource = 10 * 1024 * 1024;
var lineFeed = 10;
function decodeSource(bytes) {
  const whole2 = decodeStrictly(bytes);
  if (whole2 !== void 0) return { text: whole2, faults: [] };
  const faults = [];
  let text2 = "";
  for (const line2 of splitLines(bytes)) {
    const strict = decodeStrictly(line2);
    if (strict === void 0) faults.push(text2.length + goodStart(line2).length);
    text2 += strict ?? new TextDecoder("utf-8", { ignoreBOM: true }).decode(line2);
  }
  const mark = text2.startsWith("\uFEFF") ? 1 : 0;
  return { text: text2, faults: faults.map((at) => at - mark) };
}
function isTooLarge(text2) {
  if (text2.length > largestSource) return true;
  return text2.length * 3 > largestSource && new TextEncoder().encode(text2).length > largestSource;
}
function decodeStrictly(bytes, stream = false) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream });
  } catch {
    return void 0;
  }
}
function* splitLines(bytes) {
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(lineFeed, from);
    const end = at === -1 ? bytes.length : at + 1;
    yield bytes.subarray(from, end);
    from = end;
  }
}
function goodStart(line2) {
  let [good, bad] = [0, line2.length];
  while (bad - good > 1) {
    const middle = good + bad >> 1;
    if (decodeStrictly(line2.subarray(0, middle), true) === void 0) bad = middle;
    else good = middle;
  }
  return decodeStrictly(line2.subarray(0, good), true) ?? "";
}

// src/core/languages/iter/text-values.ts
var escapes = { '"': '"', "\\": "\\", n: "\n", t: "	" };
var jsonEscapes = {
  ...escapes,
  "/": "/",
  b: "\b",
  f: "\f",
  r: "\r"
};
function readText(source, span, json = false) {
  const from = span.start + 1;
  const inner = source.slice(from, span.end - 1);
  if (source.charCodeAt(span.start) === 96) return readRaw(inner, span);
  const first = inner.indexOf("\\");
  if (first === -1) return textOf(inner, [{ at: 0, source: from }], "quoted", span);
  const marks = [{ at: 0, source: from }];
  let text2 = "";
  let done = 0;
  for (let at = first; at !== -1; at = inner.indexOf("\\", done)) {
    const { value, length } = readEscape(inner, at, json);
    text2 += inner.slice(done, at) + value;
    done = at + length;
    if (value.length !== length) marks.push({ at: text2.length, source: from + done });
  }
  return textOf(text2 + inner.slice(done), marks, "quoted", span);
}
function readRaw(inner, span) {
  const from = span.start + 1;
  const marks = [{ at: 0, source: from }];
  let text2 = "";
  let done = 0;
  for (let at = inner.indexOf("\r\n"); at !== -1; at = inner.indexOf("\r\n", done)) {
    text2 += inner.slice(done, at);
    done = at + 1;
    marks.push({ at: text2.length, source: from + done });
  }
  return textOf(text2 + inner.slice(done), marks, "raw", span);
}
function textOf(text2, marks, style, span) {
  return { form: "string", text: text2, marks, style, span };
}
function readEscape(source, at, json) {
  const next = source[at + 1] ?? "";
  const known = (json ? jsonEscapes : escapes)[next];
  if (known !== void 0) return { value: known, length: 2 };
  const unicode = json ? /^\\u([0-9a-fA-F]{4})/.exec(source.slice(at, at + 6)) : null;
  if (unicode !== null)
    return { value: String.fromCharCode(Number.parseInt(unicode[1] ?? "0", 16)), length: 6 };
  return { value: `\\${next}`, length: 2 };
}

// src/core/languages/iter/build-values.ts
function spanOf({ tokens: tokens2 }, first, last) {
  return { start: startAt(tokens2, first), end: endAt(tokens2, last) };
}
function wordAt(source, index) {
  const span = spanOf(source, index, index);
  return { text: source.text.slice(span.start, span.end), span };
}
function typeAt(source, first, last) {
  const word = wordAt(source, first);
  if (first === last) return word;
  return { text: `${word.text}[]`, span: spanOf(source, first, last) };
}
function textAt(source, index, json = false) {
  return readText(source.text, spanOf(source, index, index), json);
}
function valueAt(source, index, json) {
  return readValue(source, index, { json, nested: false }).value;
}
function readValue(source, index, setting2) {
  switch (codeAt(source.tokens, index)) {
    case codes.string:
      return { value: textAt(source, index, setting2.json && setting2.nested), next: index + 1 };
    case codes.whole:
    case codes.number:
      return { value: numberAt(source, index), next: index + 1 };
    case codes["["]:
      return readList(source, index, { ...setting2, nested: true });
    case codes["{"]:
      return readObject(source, index, { ...setting2, nested: true });
    default:
      return readName(source, index, setting2);
  }
}
function numberAt(source, index) {
  const { text: text2, span } = wordAt(source, index);
  const whole2 = codeAt(source.tokens, index) === codes.whole;
  return { form: "number", value: Number(text2), whole: whole2, span };
}
function readName(source, index, { nested }) {
  let { text: text2 } = wordAt(source, index);
  let next = index + 1;
  for (; nested && codeAt(source.tokens, next) === codes["."]; next += 2)
    text2 += `.${wordAt(source, next + 1).text}`;
  return { value: { form: "name", text: text2, span: spanOf(source, index, next - 1) }, next };
}
function readList(source, open2, setting2) {
  const { tokens: tokens2 } = source;
  const items = [];
  let at = open2 + 1;
  while (codeAt(tokens2, at) !== codes["]"]) {
    const { value, next } = readValue(source, at, setting2);
    items.push(value);
    at = behindComma(source, next);
  }
  return { value: { form: "list", items, span: spanOf(source, open2, at) }, next: at + 1 };
}
function readObject(source, open2, setting2) {
  const { tokens: tokens2 } = source;
  const entries = [];
  let at = open2 + 1;
  while (codeAt(tokens2, at) !== codes["}"]) {
    const key = textAt(source, at, setting2.json);
    const { value, next } = readValue(source, at + 2, setting2);
    entries.push({ key, value });
    at = behindComma(source, next);
  }
  return { value: { form: "object", entries, span: spanOf(source, open2, at) }, next: at + 1 };
}
function behindComma({ tokens: tokens2 }, index) {
  const code = codeAt(tokens2, index);
  return code === codes[","] || code === codes.gap ? index + 1 : index;
}

// src/core/languages/iter/build-edge.ts
function buildEdge(source, { first, last }, shapes) {
  const clauses = [];
  for (const { form, from } of shapes) clauses.push(buildClause(source, form, first + from));
  return {
    form: "edge",
    source: wordAt(source, first),
    target: wordAt(source, first + 2),
    clauses,
    span: spanOf(source, first, last - 1)
  };
}
function buildClause(source, form, from) {
  switch (form) {
    case "when":
    case "unless":
      return buildWhen(source, from, form === "unless");
    case "loop":
      return buildLoop(source, from);
    case "mapping":
      return buildMapping(source, from);
  }
}
function buildWhen(source, from, not) {
  const at = from + (not ? 2 : 1);
  const isText = codeAt(source.tokens, at) === codes.string;
  const condition = isText ? textAt(source, at) : wordAt(source, at);
  return { form: "when", not, condition, span: spanOf(source, from, at) };
}
function buildLoop(source, from) {
  return {
    form: "loop",
    name: wordAt(source, from + 1),
    max: numberAt(source, from + 3),
    span: spanOf(source, from, from + 4)
  };
}
function buildMapping(source, from) {
  const entries = [];
  let at = from + 2;
  while (codeAt(source.tokens, at) !== codes["}"]) {
    const value = textAt(source, at + 2);
    entries.push({ key: wordAt(source, at), value, span: spanOf(source, at, at + 2) });
    at = behindComma(source, at + 3);
  }
  return { form: "mapping", entries, span: spanOf(source, from, at) };
}

// src/core/languages/iter/build.ts
function buildDeclaration(source, segment) {
  const { line: line2, readable, damaged } = segment;
  if (!readable) return { ...buildUnreadable(source, line2), damaged: true };
  const block = { lost: line2.block?.lost ?? 0, span: spanOfLine(source, line2) };
  const keyword = wordAt(source, line2.first);
  switch (codeAt(source.tokens, line2.first)) {
    case codes.vars:
      return { ...buildVars(source, line2), damaged };
    case codes.presets:
      return { ...buildPresets(source, line2), damaged };
    case codes.prompt:
      return { ...buildPrompt(source, line2), damaged };
    case codes.workflow:
      return { ...buildWorkflow(source, line2), damaged };
    case codes.schema: {
      const fields = linesOf(line2, "field").map((each) => buildField(source, each));
      const name2 = wordAt(source, line2.first + 1);
      return { form: "schema", keyword, name: name2, fields, ...block, damaged };
    }
    default: {
      const isServer = codeAt(source.tokens, line2.first) === codes.mcp_server;
      const form = isServer ? "mcp_server" : "node";
      const name2 = wordAt(source, line2.first + 1);
      const properties = buildProperties(source, line2);
      return { form, keyword, name: name2, properties, ...block, damaged };
    }
  }
}
function buildUnreadable(source, { first, last }) {
  const { tokens: tokens2 } = source;
  const named = (index) => index < last && isName(codeAt(tokens2, index));
  const keyword = named(first) ? wordAt(source, first) : null;
  return {
    form: "unreadable",
    keyword,
    name: keyword !== null && named(first + 1) ? wordAt(source, first + 1) : null,
    span: spanOf(source, first, Math.max(first, last - 1))
  };
}
function spanOfLine(source, line2) {
  let last = line2;
  for (let below = last.block?.lines.at(-1); below !== void 0; below = last.block?.lines.at(-1))
    last = below;
  const end = Math.max(endAt(source.tokens, last.last - 1), last.body?.span.end ?? 0);
  return { start: startAt(source.tokens, line2.first), end };
}
function hasForm(line2, form) {
  return line2.shape?.form === form;
}
function linesOf(line2, form) {
  const found = [];
  for (const each of line2.block?.lines ?? []) if (hasForm(each, form)) found.push(each);
  return found;
}
function buildVars(source, line2) {
  return {
    form: "vars",
    keyword: wordAt(source, line2.first),
    variables: linesOf(line2, "variable").map((each) => buildVariable(source, each)),
    lost: line2.block?.lost ?? 0,
    span: spanOfLine(source, line2)
  };
}
function buildVariable(source, line2) {
  const { first, last, shape } = line2;
  return {
    name: wordAt(source, first),
    type: typeAt(source, first + 2, first + shape.typeEnd),
    value: shape.value === null ? null : valueAt(source, first + shape.value, true),
    span: spanOf(source, first, last - 1)
  };
}
function buildPresets(source, line2) {
  const presets2 = linesOf(line2, "preset").map((preset) => ({
    name: wordAt(source, preset.first),
    values: linesOf(preset, "setting").map(({ first, last, shape }) => ({
      name: wordAt(source, first),
      value: valueAt(source, first + shape.value, true),
      span: spanOf(source, first, last - 1)
    })),
    lost: preset.block?.lost ?? 0,
    span: spanOfLine(source, preset)
  }));
  return {
    form: "presets",
    keyword: wordAt(source, line2.first),
    presets: presets2,
    lost: line2.block?.lost ?? 0,
    span: spanOfLine(source, line2)
  };
}
function buildPrompt(source, line2) {
  return {
    form: "prompt",
    keyword: wordAt(source, line2.first),
    name: wordAt(source, line2.first + 1),
    body: bodyOf(source, line2),
    span: spanOfLine(source, line2)
  };
}
function bodyOf(source, { body, last }) {
  if (body !== null) return body;
  const at = endAt(source.tokens, last - 1);
  throw new Error(`The line that ends at ${at} was kept without its text.`);
}
function buildField(source, line2) {
  const { first, last, shape } = line2;
  return {
    name: wordAt(source, first),
    type: typeAt(source, first + 2, first + shape.typeEnd),
    enum: shape.enum === null ? null : buildEnum(source, first + shape.enum),
    span: spanOf(source, first, last - 1)
  };
}
function buildEnum(source, keyword) {
  const values = [];
  let at = keyword + 2;
  while (codeAt(source.tokens, at) === codes.string) {
    values.push(textAt(source, at));
    at = behindComma(source, at + 1);
  }
  return { keyword: spanOf(source, keyword, keyword), values };
}
function buildProperties(source, line2) {
  const properties = [];
  for (const each of line2.block?.lines ?? []) {
    const body = buildBody(source, each);
    if (body === null) continue;
    const name2 = wordAt(source, each.first);
    properties.push({ form: "property", name: name2, body, span: spanOfLine(source, each) });
  }
  return properties;
}
function buildBody(source, line2) {
  if (hasForm(line2, "property")) return valueAt(source, line2.first + line2.shape.value, false);
  if (hasForm(line2, "text")) return bodyOf(source, line2);
  if (!hasForm(line2, "block")) return null;
  if (line2.block?.place === "opaque") return "opaque";
  const properties = buildProperties(source, line2);
  return { form: "block", properties, lost: line2.block?.lost ?? 0 };
}
function buildWorkflow(source, line2) {
  const edges = [];
  for (const each of linesOf(line2, "edge")) edges.push(buildEdge(source, each, each.shape.clauses));
  return {
    form: "workflow",
    keyword: wordAt(source, line2.first),
    name: wordAt(source, line2.first + 1),
    vars: linesOf(line2, "vars").map((each) => buildVars(source, each)),
    properties: buildProperties(source, line2),
    edges,
    lost: line2.block?.lost ?? 0,
    span: spanOfLine(source, line2)
  };
}

// src/core/languages/iter/block-words.ts
function blockWordsOf(source, frame, name2) {
  return propertyOf(source, frame, name2)?.block ?? null;
}
function isGivenTwice(source, frame) {
  const { lines } = frame.block;
  const last = lines.length - 1;
  for (; frame.scanned < last; frame.scanned += 1) {
    const name3 = nameOf(source, frame, lines[frame.scanned]);
    if (name3 !== null) frame.given.add(name3);
  }
  const name2 = nameOf(source, frame, lines[last]);
  return name2 !== null && frame.given.has(name2);
}
function nameOf(source, frame, line2) {
  const form = line2?.shape?.form;
  if (line2 === void 0 || form !== "property" && form !== "text" && form !== "block")
    return null;
  return propertyOf(source, frame, line2.first)?.name ?? null;
}
function propertyOf({ text: text2, tokens: tokens2 }, frame, name2) {
  if (frame.words === null || frame.words === "any") return null;
  return frame.words.get(text2.slice(startAt(tokens2, name2), endAt(tokens2, name2))) ?? null;
}

// src/core/languages/iter/faults.ts
var longestQuote = 60;
function spanOfExtent({ tokens: tokens2 }, { first, last }) {
  return { start: startAt(tokens2, first), end: endAt(tokens2, last - 1) };
}
function unknownDeclaration(source, first, known) {
  const span = spanOfExtent(source, { first, last: first + 1 });
  return diagnose("E001", span, { fault: "declaration", word: quote(source, span), known });
}
function refusedToken(source, line2, refusal) {
  const { token, expected, complete } = refusal;
  if (token === null) {
    const { end } = spanOfExtent(source, line2);
    return diagnose("E002", { start: end, end }, { fault: "end", expected });
  }
  const span = spanOfExtent(source, { first: token, last: token + 1 });
  const found = quote(source, span);
  if (token === line2.first) return diagnose("E001", span, { fault: "line", found, expected });
  if (!complete) return diagnose("E002", span, { fault: "token", expected, found });
  const before = quote(source, spanOfExtent(source, { first: line2.first, last: token }));
  return diagnose("E001", span, { fault: "end", line: before, found, expected });
}
function missingValue(source, line2) {
  const { end } = spanOfExtent(source, line2);
  return diagnose("E002", { start: end, end }, { fault: "end", expected: ["a value"] });
}
function missingBlock(source, line2, what) {
  const span = spanOfExtent(source, line2);
  return diagnose("E002", span, { fault: "block", line: quote(source, span), what });
}
function openBracket(source) {
  const start = source.brackets[0];
  if (start === void 0) return null;
  const bracket = source.text.charAt(start);
  const closing = { "(": ")", "[": "]", "{": "}" }[bracket] ?? "";
  return diagnose("E002", { start, end: start + 1 }, { fault: "bracket", bracket, closing });
}
function strayBracket(source, { first, last }) {
  const open2 = [];
  for (let index = first; index < last; index += 1) {
    const code = codeAt(source.tokens, index);
    if (code < codes["("] || code > codes["}"]) continue;
    if (code === codes["("] || code === codes["["] || code === codes["{"]) {
      open2.push(code);
      continue;
    }
    const opened = open2.pop();
    if (opened === code - 1) continue;
    const span = spanOfExtent(source, { first: index, last: index + 1 });
    const found = quote(source, span);
    if (opened === void 0) return diagnose("E001", span, { fault: "character", found });
    const expected = [`\`${{ [codes["("]]: ")", [codes["["]]: "]" }[opened] ?? "}"}\``];
    return diagnose("E002", span, { fault: "token", expected, found });
  }
  return null;
}
function wrongDepth(source, around, wanted) {
  const span = { start: source.start, end: lineEnd(source, source.next - 1) };
  return diagnose("E003", span, { fault: "depth", depth: source.indent, around, wanted });
}
function quote({ text: text2 }, { start, end }) {
  const piece = text2.slice(start, Math.min(end, start + longestQuote)).replace(/\s+/g, " ");
  return end - start > longestQuote ? `${piece}…` : piece;
}

// src/core/languages/iter/declaration-parser.ts
var import_nearley = __toESM(require_nearley(), 1);

// src/core/languages/iter/derivation.ts
var tokens = { has: () => true };
function indexOf(datum) {
  return readToken(datum).index;
}
function line(form) {
  return () => ({ form });
}
function setting(form) {
  return () => ({ form, value: 2 });
}
function variable([, , typeEnd, equals, value]) {
  const hasValue = value !== void 0;
  return {
    form: "variable",
    typeEnd: readIndex(typeEnd),
    value: hasValue ? indexOf(equals) + 1 : null
  };
}
function field([, , typeEnd, , keyword]) {
  const index = keyword === void 0 ? null : indexOf(keyword);
  return { form: "field", typeEnd: readIndex(typeEnd), enum: index };
}
function clause(form) {
  return ([word]) => ({ form, from: indexOf(word) });
}
function firstClause([first]) {
  return { before: null, clause: readClause(first) };
}
function addClause([before, next]) {
  return { before: readClauses(before), clause: readClause(next) };
}
function edge([, , , clauses, newline2]) {
  const found = [];
  let chain = newline2 === void 0 ? null : readClauses(clauses);
  for (; chain !== null; chain = chain.before) found.push(chain.clause);
  return { form: "edge", clauses: found.reverse() };
}
function readToken(datum) {
  return datum;
}
function readIndex(datum) {
  return datum;
}
function readClause(datum) {
  return datum;
}
function readClauses(datum) {
  return datum;
}

// src/core/languages/iter/grammar.generated.ts
var grammar = {
  Lexer: tokens,
  ParserRules: [
    { "name": "declaration", "symbols": ["vars"] },
    { "name": "declaration", "symbols": ["presets_head", tokens.has("indent") ? { type: "indent" } : indent, "presets", tokens.has("dedent") ? { type: "dedent" } : dedent] },
    { "name": "declaration", "symbols": ["prompt_head", tokens.has("text") ? { type: "text" } : text] },
    { "name": "declaration", "symbols": ["schema_head", tokens.has("indent") ? { type: "indent" } : indent, "fields", tokens.has("dedent") ? { type: "dedent" } : dedent] },
    { "name": "declaration", "symbols": ["owner_head", tokens.has("indent") ? { type: "indent" } : indent, "properties", tokens.has("dedent") ? { type: "dedent" } : dedent] },
    { "name": "declaration", "symbols": ["workflow_head", tokens.has("indent") ? { type: "indent" } : indent, "members", tokens.has("dedent") ? { type: "dedent" } : dedent] },
    { "name": "presets_head", "symbols": [tokens.has("presets") ? { type: "presets" } : presets, { "literal": ":" }, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": line("head") },
    { "name": "prompt_head", "symbols": [tokens.has("prompt") ? { type: "prompt" } : prompt, tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": line("text") },
    { "name": "schema_head", "symbols": [tokens.has("schema") ? { type: "schema" } : schema, tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": line("head") },
    { "name": "owner_head", "symbols": [tokens.has("mcp_server") ? { type: "mcp_server" } : mcp_server, tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": line("head") },
    { "name": "owner_head", "symbols": [tokens.has("kind") ? { type: "kind" } : kind, tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": line("head") },
    { "name": "workflow_head", "symbols": [tokens.has("workflow") ? { type: "workflow" } : workflow, tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": line("head") },
    { "name": "vars", "symbols": ["vars_head", tokens.has("indent") ? { type: "indent" } : indent, "variables", tokens.has("dedent") ? { type: "dedent" } : dedent] },
    { "name": "vars_head", "symbols": [tokens.has("vars") ? { type: "vars" } : vars, { "literal": ":" }, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": line("vars") },
    { "name": "variables", "symbols": ["variable"] },
    { "name": "variables", "symbols": ["variables", "variable"] },
    { "name": "variable", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, "type", tokens.has("newline") ? { type: "newline" } : newline], "postprocess": variable },
    { "name": "variable", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, "type", { "literal": "=" }, "item", tokens.has("newline") ? { type: "newline" } : newline], "postprocess": variable },
    { "name": "variable", "symbols": [tokens.has("lost") ? { type: "lost" } : lost] },
    { "name": "presets", "symbols": ["preset"] },
    { "name": "presets", "symbols": ["presets", "preset"] },
    { "name": "preset", "symbols": ["preset_head", tokens.has("indent") ? { type: "indent" } : indent, "settings", tokens.has("dedent") ? { type: "dedent" } : dedent] },
    { "name": "preset", "symbols": [tokens.has("lost") ? { type: "lost" } : lost] },
    { "name": "preset_head", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": line("preset") },
    { "name": "settings", "symbols": ["setting"] },
    { "name": "settings", "symbols": ["settings", "setting"] },
    { "name": "setting", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, "item", tokens.has("newline") ? { type: "newline" } : newline], "postprocess": setting("setting") },
    { "name": "setting", "symbols": [tokens.has("lost") ? { type: "lost" } : lost] },
    { "name": "fields", "symbols": ["field"] },
    { "name": "fields", "symbols": ["fields", "field"] },
    { "name": "field", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, "type", tokens.has("newline") ? { type: "newline" } : newline], "postprocess": field },
    { "name": "field", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, "type", { "literal": "[" }, { "literal": "enum" }, { "literal": ":" }, "strings", { "literal": "]" }, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": field },
    { "name": "field", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, "type", { "literal": "[" }, { "literal": "enum" }, { "literal": ":" }, "strings", { "literal": "," }, { "literal": "]" }, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": field },
    { "name": "field", "symbols": [tokens.has("lost") ? { type: "lost" } : lost] },
    { "name": "type", "symbols": [tokens.has("name") ? { type: "name" } : name], "postprocess": ([name2]) => indexOf(name2) },
    { "name": "type", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": "[" }, { "literal": "]" }], "postprocess": ([, , close]) => indexOf(close) },
    { "name": "strings", "symbols": [tokens.has("string") ? { type: "string" } : string] },
    { "name": "strings", "symbols": ["strings", { "literal": "," }, tokens.has("string") ? { type: "string" } : string] },
    { "name": "properties", "symbols": ["property"] },
    { "name": "properties", "symbols": ["properties", "property"] },
    { "name": "property", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, "value", tokens.has("newline") ? { type: "newline" } : newline], "postprocess": setting("property") },
    { "name": "property", "symbols": ["text_head", tokens.has("text") ? { type: "text" } : text] },
    { "name": "property", "symbols": ["block_head", tokens.has("indent") ? { type: "indent" } : indent, "properties", tokens.has("dedent") ? { type: "dedent" } : dedent] },
    { "name": "property", "symbols": ["block_head", tokens.has("opaque") ? { type: "opaque" } : opaque] },
    { "name": "property", "symbols": [tokens.has("lost") ? { type: "lost" } : lost] },
    { "name": "text_head", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, { "literal": "|" }, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": line("text") },
    { "name": "block_head", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": line("block") },
    { "name": "members", "symbols": ["member"] },
    { "name": "members", "symbols": ["members", "member"] },
    { "name": "member", "symbols": ["property"] },
    { "name": "member", "symbols": ["vars"] },
    { "name": "member", "symbols": ["edge"] },
    { "name": "edge", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": "->" }, tokens.has("name") ? { type: "name" } : name, tokens.has("newline") ? { type: "newline" } : newline], "postprocess": edge },
    { "name": "edge", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": "->" }, tokens.has("name") ? { type: "name" } : name, "clauses", tokens.has("newline") ? { type: "newline" } : newline], "postprocess": edge },
    { "name": "clauses", "symbols": ["clause"], "postprocess": firstClause },
    { "name": "clauses", "symbols": ["clauses", "clause"], "postprocess": addClause },
    { "name": "clause", "symbols": [{ "literal": "when" }, "condition"], "postprocess": clause("when") },
    { "name": "clause", "symbols": [{ "literal": "when" }, { "literal": "not" }, "condition"], "postprocess": clause("unless") },
    { "name": "clause", "symbols": [{ "literal": "as" }, tokens.has("name") ? { type: "name" } : name, { "literal": "(" }, tokens.has("whole") ? { type: "whole" } : whole, { "literal": ")" }], "postprocess": clause("loop") },
    { "name": "clause", "symbols": [{ "literal": "with" }, { "literal": "{" }, { "literal": "}" }], "postprocess": clause("mapping") },
    { "name": "clause", "symbols": [{ "literal": "with" }, { "literal": "{" }, "entries", { "literal": "}" }], "postprocess": clause("mapping") },
    { "name": "clause", "symbols": [{ "literal": "with" }, { "literal": "{" }, "entries", { "literal": "," }, { "literal": "}" }], "postprocess": clause("mapping") },
    { "name": "condition", "symbols": [tokens.has("name") ? { type: "name" } : name] },
    { "name": "condition", "symbols": [tokens.has("string") ? { type: "string" } : string] },
    { "name": "entries", "symbols": ["entry"] },
    { "name": "entries", "symbols": ["entries", { "literal": "," }, "entry"] },
    { "name": "entries", "symbols": ["entries", tokens.has("gap") ? { type: "gap" } : gap, "entry"] },
    { "name": "entry", "symbols": [tokens.has("name") ? { type: "name" } : name, { "literal": ":" }, tokens.has("string") ? { type: "string" } : string] },
    { "name": "value", "symbols": [tokens.has("string") ? { type: "string" } : string] },
    { "name": "value", "symbols": [tokens.has("whole") ? { type: "whole" } : whole] },
    { "name": "value", "symbols": [tokens.has("number") ? { type: "number" } : number] },
    { "name": "value", "symbols": [tokens.has("name") ? { type: "name" } : name] },
    { "name": "value", "symbols": ["list"] },
    { "name": "value", "symbols": ["object"] },
    { "name": "item", "symbols": [tokens.has("string") ? { type: "string" } : string] },
    { "name": "item", "symbols": [tokens.has("whole") ? { type: "whole" } : whole] },
    { "name": "item", "symbols": [tokens.has("number") ? { type: "number" } : number] },
    { "name": "item", "symbols": ["tool_name"] },
    { "name": "item", "symbols": ["list"] },
    { "name": "item", "symbols": ["object"] },
    { "name": "list", "symbols": [{ "literal": "[" }, { "literal": "]" }] },
    { "name": "list", "symbols": [{ "literal": "[" }, "items", { "literal": "]" }] },
    { "name": "list", "symbols": [{ "literal": "[" }, "items", { "literal": "," }, { "literal": "]" }] },
    { "name": "items", "symbols": ["item"] },
    { "name": "items", "symbols": ["items", { "literal": "," }, "item"] },
    { "name": "object", "symbols": [{ "literal": "{" }, { "literal": "}" }] },
    { "name": "object", "symbols": [{ "literal": "{" }, "pairs", { "literal": "}" }] },
    { "name": "object", "symbols": [{ "literal": "{" }, "pairs", { "literal": "," }, { "literal": "}" }] },
    { "name": "pairs", "symbols": ["pair"] },
    { "name": "pairs", "symbols": ["pairs", { "literal": "," }, "pair"] },
    { "name": "pair", "symbols": [tokens.has("string") ? { type: "string" } : string, { "literal": ":" }, "item"] },
    { "name": "tool_name", "symbols": [{ "literal": "*" }] },
    { "name": "tool_name", "symbols": ["dotted"] },
    { "name": "tool_name", "symbols": ["dotted", { "literal": "." }, { "literal": "*" }] },
    { "name": "dotted", "symbols": [tokens.has("name") ? { type: "name" } : name] },
    { "name": "dotted", "symbols": ["dotted", { "literal": "." }, tokens.has("name") ? { type: "name" } : name] }
  ],
  ParserStart: "declaration"
};
var grammar_generated_default = grammar;

// src/core/languages/iter/repetition.ts
var shortLine = 64;
function withoutRepetition(tokens2, first, last) {
  const kept = [];
  if (last - first <= shortLine) {
    for (let index = first; index < last; index += 1) kept.push(index);
    return kept;
  }
  const open2 = [];
  for (let index = first; index < last; index += 1) {
    const code = codeAt(tokens2, index);
    const inner = open2.at(-1);
    const closes = code === codes["]"] || code === codes["}"];
    const parts = code === codes[","] || code === codes.gap;
    if (inner !== void 0 && (closes || parts)) endItem(tokens2, kept, inner);
    if (closes) open2.pop();
    kept.push(index);
    if (code === codes["["] || code === codes["{"])
      open2.push({ item: kept.length, seen: /* @__PURE__ */ new Set(), first: true });
  }
  return kept;
}
function endItem(tokens2, kept, open2) {
  const from = open2.first ? open2.item : open2.item + 1;
  let sort = "";
  for (let at = from; at < kept.length; at += 1)
    sort += String.fromCharCode(codeAt(tokens2, kept[at] ?? 0));
  if (open2.first) open2.first = false;
  else if (sort !== "" && open2.seen.has(sort)) kept.length = open2.item;
  else open2.seen.add(sort);
  open2.item = kept.length;
}

// src/core/languages/iter/declaration-parser.ts
var compiled = import_nearley.default.Grammar.fromCompiled(grammar_generated_default);
function createDeclarationParser(source) {
  const queue = createQueue();
  const parser = new import_nearley.default.Parser(compiled, { lexer: queue.lexer });
  const feed = (type, text2, index) => {
    if (!accepts(readColumn(parser.save()), type, text2)) return false;
    queue.put({ type, text: text2, index });
    parser.feed("");
    return true;
  };
  const end = () => readColumn(parser.save());
  return {
    start: end(),
    end,
    results: () => parser.results.length,
    feedLayout(column, ...tokens2) {
      parser.restore(writeColumn(column));
      for (const token of tokens2) feed(token, "", 0);
      return end();
    },
    readLine(column, { first, last }, ends) {
      parser.restore(writeColumn(column));
      for (const token of withoutRepetition(source.tokens, first, last)) {
        const code = codeAt(source.tokens, token);
        if (feed(typeOf(code), textOf2(source, code, token), token - first)) continue;
        return refuse(end(), code === codes.gap ? token + 1 : token);
      }
      if (!ends) return null;
      if (!feed("newline", "", last - first)) return refuse(end(), null);
      return findShape(end(), column.index) ?? refuse(end(), null);
    }
  };
}
function createQueue() {
  const waiting = [];
  return {
    put: (token) => {
      waiting.push(token);
    },
    lexer: {
      reset: () => void 0,
      next: () => readToken2(waiting.pop()),
      save: () => ({}),
      formatError: () => ""
    }
  };
}
function typeOf(code) {
  if (code >= codes.when && code <= codes.enum) return "name";
  return codeNames[code] ?? "";
}
function textOf2({ text: text2, tokens: tokens2 }, code, index) {
  if (!isName(code)) return code >= codes["->"] ? codeNames[code] ?? "" : "";
  return text2.slice(startAt(tokens2, index), endAt(tokens2, index));
}
function accepts(column, type, text2) {
  return column.scannable.some(({ rule, dot }) => {
    const terminal = readTerminal(rule.symbols[dot]);
    return terminal.type === void 0 ? terminal.literal === text2 : terminal.type === type;
  });
}
function refuse(column, token) {
  const expected = /* @__PURE__ */ new Set();
  for (const { rule, dot } of column.scannable) {
    const { type, literal } = readTerminal(rule.symbols[dot]);
    expected.add(type === void 0 ? `\`${literal ?? ""}\`` : phrases[type] ?? "");
  }
  expected.delete("");
  if (expected.has("a number")) expected.delete("a whole number");
  return { token, expected: [...expected], complete: accepts(column, "newline", "") };
}
var phrases = {
  name: "a name",
  string: "a string",
  whole: "a whole number",
  number: "a number"
};
function findShape(column, reference) {
  for (const state of column.states) {
    if (!state.isComplete || state.reference !== reference) continue;
    const shape = readShape(state.data);
    if (shape !== null) return shape;
  }
  return null;
}
function readShape(data) {
  return typeof data === "object" && data !== null && "form" in data ? data : null;
}
function readTerminal(symbol) {
  return symbol;
}
function readColumn(saved) {
  return saved;
}
function writeColumn(column) {
  return column;
}
function readToken2(token) {
  return token;
}

// src/core/languages/iter/reading.ts
function reportFault({ report, segment }, fault) {
  if (segment !== null) segment.damaged = true;
  report(fault);
}
function parserOf(reading) {
  reading.parser ??= createDeclarationParser(reading.source);
  return reading.parser;
}
function columnOf(reading, frame) {
  const parser = parserOf(reading);
  if (frame === null) return parser.start;
  frame.column ??= readOpener(reading, frame, "indent");
  return frame.column;
}
function readOpener(reading, frame, ...below) {
  const parser = parserOf(reading);
  parser.readLine(columnOf(reading, frame.parent), frame.line, true);
  return parser.feedLayout(parser.end(), ...below);
}
function passLine(reading, frame, body) {
  if (reading.shapes !== null) return;
  const parser = parserOf(reading);
  const column = body ? parser.feedLayout(parser.end(), "text") : parser.end();
  if (frame === null) return;
  frame.before = frame.column;
  frame.column = column;
}
function passBlock(reading, frame) {
  if (reading.shapes !== null) return;
  const parser = parserOf(reading);
  const column = frame.block.place === "opaque" ? readOpener(reading, frame, "opaque") : frame.block.lines.length === 0 ? parser.feedLayout(columnOf(reading, frame), "lost", "dedent") : parser.feedLayout(columnOf(reading, frame), "dedent");
  if (frame.parent === null) return;
  frame.parent.before = frame.parent.column;
  frame.parent.column = column;
}

// src/core/languages/iter/blocks.ts
function openBelow(reading, line2, parent) {
  switch (line2.shape?.form) {
    case void 0:
      return openOpaque(reading, line2, parent);
    case "head":
      openHead(reading, line2);
      return true;
    case "vars":
    case "preset":
      open(reading, line2, { place: line2.shape.form, words: null }, parent);
      return true;
    case "block":
      open(reading, line2, belowProperty(reading, line2, parent), parent);
      return true;
    case "text":
      return readBody(reading, line2, parent);
    default:
      passLine(reading, parent, false);
      return true;
  }
}
function open(reading, line2, { place, words }, parent) {
  const block = { place, lines: [], lost: 0 };
  line2.block = block;
  reading.frame = {
    line: line2,
    block,
    parent,
    words,
    width: -1,
    column: null,
    before: null,
    given: /* @__PURE__ */ new Set(),
    scanned: 0
  };
}
function openHead(reading, line2) {
  const { source, vocabulary } = reading;
  const { text: text2, tokens: tokens2 } = source;
  const word = text2.slice(startAt(tokens2, line2.first), endAt(tokens2, line2.first));
  const words = vocabulary.declarations.get(word) ?? null;
  open(reading, line2, { place: places[codeAt(tokens2, line2.first)] ?? "properties", words }, null);
}
var places = {
  [codes.presets]: "presets",
  [codes.schema]: "schema",
  [codes.workflow]: "workflow"
};
function belowProperty({ source }, line2, parent) {
  const words = parent === null ? null : blockWordsOf(source, parent, line2.first);
  if (parent === null || words === null || isGivenTwice(source, parent))
    return { place: "opaque", words: null };
  return { place: "properties", words };
}
function openOpaque(reading, line2, parent) {
  const { tokens: tokens2 } = reading.source;
  const last = codeAt(tokens2, line2.last - 1);
  if (last === codes[":"]) open(reading, line2, { place: "opaque", words: null }, parent);
  else if (last === codes["|"] && codeAt(tokens2, line2.last - 2) === codes[":"])
    return readBody(reading, line2, parent);
  return true;
}
function readBody(reading, line2, parent) {
  const { source } = reading;
  const read = readRawText(source, line2.indent, parent === null ? "body" : "block");
  if (read.tab !== null) reportTab(reading, read.tab);
  if (read.text === null && read.tab === null) {
    reportFault(reading, missingBlock(source, line2, "text"));
    return false;
  }
  line2.body = read.text ?? emptyText(endAt(source.tokens, line2.last - 1));
  if (line2.shape !== null) passLine(reading, parent, true);
  return true;
}
function emptyText(at) {
  const span = { start: at, end: at };
  return { form: "string", text: "", marks: [{ at: 0, source: at }], style: "body", span };
}
function reportTab(reading, tab) {
  if (reading.segment !== null) reading.segment.damaged = true;
  if (!reading.tabbed) reading.report(diagnose("E003", tab, { fault: "tab" }));
  reading.tabbed = true;
}
function closeBlock(reading, frame) {
  const { block, line: line2, parent } = frame;
  reading.frame = parent;
  if (block.lines.length > 0 || block.lost > 0) {
    passBlock(reading, frame);
    return;
  }
  const { source } = reading;
  const valueWanted = line2.shape?.form === "block" && frame.words === null;
  reportFault(
    reading,
    valueWanted ? missingValue(source, line2) : missingBlock(source, line2, "lines")
  );
  if (parent !== null) leaveOutLast(parent);
  else if (reading.segment !== null) reading.segment.readable = false;
}
function leaveOutLast(frame) {
  frame.block.lines.pop();
  frame.block.lost += 1;
  if (frame.block.lines.length === 0) frame.width = -1;
}

// src/core/languages/iter/shapes.ts
var longest = 64;
var mostBranches = 5e4;
function createShapes() {
  return { places: /* @__PURE__ */ new Map(), branches: 0 };
}
function recallShape(shapes, place, { codes: codes2 }, first, last) {
  let branch = shapes.places.get(place);
  for (let index = first; index < last; index += 1) {
    if (branch === void 0) return null;
    branch = branch.next[codes2[index] ?? 0];
  }
  return branch === void 0 ? null : branch.shape;
}
function rememberShape(shapes, place, line2, shape) {
  const { tokens: tokens2, first, last } = line2;
  if (last - first > longest) return;
  if (shapes.branches > mostBranches) {
    shapes.places.clear();
    shapes.branches = 0;
  }
  let branch = shapes.places.get(place) ?? { next: [], shape: null };
  shapes.places.set(place, branch);
  for (let index = first; index < last; index += 1) {
    const code = tokens2.codes[index] ?? 0;
    let following = branch.next[code];
    if (following === void 0) {
      following = { next: [], shape: null };
      branch.next[code] = following;
      shapes.branches += 1;
    }
    branch = following;
  }
  branch.shape = shape;
}

// src/core/languages/iter/read-line.ts
function readTokens({ source }) {
  const first = source.tokens.count;
  readLogicalLine(source);
  return { first, last: source.tokens.count };
}
function readLineIn(reading, frame) {
  const { source } = reading;
  const { indent: indent2 } = source;
  const { first, last } = readTokens(reading);
  if (frame.block.place === "opaque") {
    const fault = strayBracket(source, { first, last }) ?? source.fault ?? openBracket(source);
    if (fault !== null) reportFault(reading, fault);
    return fault === null ? { first, last, indent: indent2, shape: null, body: null, block: null } : null;
  }
  if (frame.block.place === "workflow") markVars(reading, first, last);
  const shape = fitLine(reading, frame, { first, last });
  return shape === null ? null : { first, last, indent: indent2, shape, body: null, block: null };
}
function markVars({ source }, first, last) {
  const { text: text2, tokens: tokens2 } = source;
  if (last - first !== 2 || codeAt(tokens2, first + 1) !== codes[":"]) return;
  if (text2.slice(startAt(tokens2, first), endAt(tokens2, first)) === "vars")
    tokens2.codes[first] = codes.vars;
}
function fitLine(reading, frame, line2) {
  const { source, shapes } = reading;
  const { tokens: tokens2 } = source;
  const place = frame === null ? "file" : frame.block.place;
  const ends = source.fault === null && source.brackets.length === 0;
  if (ends && shapes !== null) {
    const known = recallShape(shapes, place, tokens2, line2.first, line2.last);
    if (known !== null) return known;
  }
  const outcome = parserOf(reading).readLine(columnOf(reading, frame), line2, ends);
  if (outcome !== null && "form" in outcome) {
    if (shapes !== null) rememberShape(shapes, place, { tokens: tokens2, ...line2 }, outcome);
    return outcome;
  }
  const fault = findFault(reading, frame, line2, outcome);
  if (fault !== null) reportFault(reading, fault);
  return null;
}
function findFault({ source }, frame, line2, refusal) {
  if (refusal?.token == null) {
    const fault = source.fault ?? openBracket(source);
    return fault ?? (refusal === null ? null : refusedToken(source, line2, refusal));
  }
  const valueWanted = frame !== null && refusal.token === line2.first + 2 && codeAt(source.tokens, line2.first + 1) === codes[":"] && blockWordsOf(source, frame, line2.first) === null;
  const complete = refusal.complete && !valueWanted;
  return refusedToken(source, line2, { ...refusal, complete });
}

// src/core/languages/iter/segments.ts
function readSegments(source, options) {
  const reading = {
    ...options,
    source,
    segments: [],
    segment: null,
    frame: null,
    parser: null,
    tabbed: false
  };
  while (lookAtLine(source)) {
    if (source.depth === 0) beginSegment(reading);
    else if (hasTab(source)) leaveTabbed(reading);
    else placeLine(reading);
  }
  endSegment(reading);
  return reading.segments;
}
function beginSegment(reading) {
  endSegment(reading);
  const { source } = reading;
  const { first, last } = readTokens(reading);
  const line2 = { first, last, indent: 0, shape: null, body: null, block: null };
  const segment = { line: line2, readable: true, damaged: false };
  reading.segments.push(segment);
  reading.segment = segment;
  if (last > first && !markHead(reading, first))
    reportFault(reading, unknownDeclaration(source, first, knownWords(reading)));
  else {
    line2.shape = fitLine(reading, null, line2);
    if (line2.shape !== null && openBelow(reading, line2, null)) return;
  }
  segment.readable = false;
  passDeeper(source, 0);
}
function endSegment(reading) {
  while (reading.frame !== null) closeBlock(reading, reading.frame);
  const { segment, shapes, parser, onResults } = reading;
  if (segment?.readable === true && shapes === null) onResults?.(parser?.results() ?? 0);
  reading.segment = null;
  reading.parser = null;
  reading.tabbed = false;
}
var heads = /* @__PURE__ */ new Map([
  ["vars", codes.vars],
  ["presets", codes.presets],
  ["prompt", codes.prompt],
  ["schema", codes.schema],
  ["mcp_server", codes.mcp_server],
  ["workflow", codes.workflow]
]);
function markHead({ source, vocabulary }, first) {
  const { text: text2, tokens: tokens2 } = source;
  if (!isName(codeAt(tokens2, first))) return false;
  const word = text2.slice(startAt(tokens2, first), endAt(tokens2, first));
  const code = heads.get(word) ?? (vocabulary.kinds.includes(word) ? codes.kind : void 0);
  if (code === void 0) return false;
  tokens2.codes[first] = code;
  return true;
}
function knownWords({ vocabulary }) {
  return [...heads.keys(), ...vocabulary.kinds];
}
function leaveTabbed(reading) {
  const { source, frame } = reading;
  reportTab(reading, {
    start: source.start - source.depth + source.indent,
    end: source.start
  });
  if (reading.segment === null) keepUnread(reading);
  if (frame === null) return;
  frame.block.lost += 1;
  if (frame.width !== -1) passDeeper(source, frame.width);
}
function placeLine(reading) {
  const { source } = reading;
  const { indent: indent2 } = source;
  const innermost = reading.frame;
  let closed = null;
  let frame = innermost;
  while (frame !== null && indent2 < (frame.width === -1 ? frame.line.indent + 1 : frame.width)) {
    closed = frame;
    closeBlock(reading, frame);
    frame = reading.frame;
  }
  if (frame !== null && (frame.width === -1 || frame.width === indent2)) {
    readMember(reading, frame);
    return;
  }
  const width = frame === null ? 0 : frame.width;
  const wanted = closed === null || closed.width === -1 ? width : closed.width;
  reportFault(reading, wrongDepth(source, widthsAround(innermost), wanted));
  if (reading.segment === null) keepUnread(reading);
  if (closed !== null) closed.block.lost += 1;
  else if (frame !== null) takeBack(frame);
  if (frame !== null) frame.block.lost += 1;
  passDeeper(source, width);
}
function widthsAround(innermost) {
  const widths = [];
  for (let frame = innermost; frame !== null; frame = frame.parent)
    if (frame.width !== -1) widths.push(frame.width);
  widths.push(0);
  return widths.reverse();
}
function takeBack(frame) {
  if (frame.block.lines.length === 0) return;
  leaveOutLast(frame);
  frame.column = frame.before;
}
function readMember(reading, frame) {
  const { source } = reading;
  const { indent: indent2 } = source;
  const line2 = readLineIn(reading, frame);
  if (line2 === null) {
    frame.block.lost += 1;
    passDeeper(source, indent2);
    return;
  }
  frame.width = indent2;
  frame.block.lines.push(line2);
  if (!openBelow(reading, line2, frame)) leaveOutLast(frame);
}
function keepUnread(reading) {
  const { first, last } = readTokens(reading);
  if (last === first || !markHead(reading, first)) return;
  const line2 = { first, last, indent: 0, shape: null, body: null, block: null };
  reading.segments.push({ line: line2, readable: false, damaged: true });
}

// src/core/languages/iter/parse.ts
var knownShapes = createShapes();
function parse(file, vocabulary, report, { forget = false, onResults } = {}) {
  if (isTooLarge(file.text)) {
    report(diagnose("E001", { start: 0, end: 0 }, { fault: "size" }));
    return { declarations: [], comments: [] };
  }
  const source = createSource(file);
  const shapes = forget ? null : knownShapes;
  const segments = readSegments(source, { vocabulary, report, shapes, onResults });
  const declarations = [];
  for (const segment of segments) declarations.push(buildDeclaration(source, segment));
  const comments = [];
  for (const { start, end } of source.comments)
    comments.push({ span: { start, end }, text: source.text.slice(start, end) });
  return { declarations, comments };
}

export {
  largestSource,
  decodeSource,
  isTooLarge,
  readSegments,
  knownShapes,
  parse
};
