import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  diagnose
} from "./chunk-ZPLSJV7B.mjs";
import {
  __commonJS,
  __toESM
} from "./chunk-XBBJT5C7.mjs";

// node_modules/moo/moo.js
var require_moo = __commonJS({
  "node_modules/moo/moo.js"(exports, module) {
    (function(root, factory) {
      if (typeof define === "function" && define.amd) {
        define([], factory);
      } else if (typeof module === "object" && module.exports) {
        module.exports = factory();
      } else {
        root.moo = factory();
      }
    })(exports, function() {
      "use strict";
      var hasOwnProperty = Object.prototype.hasOwnProperty;
      var toString = Object.prototype.toString;
      var hasSticky = typeof new RegExp().sticky === "boolean";
      function isRegExp(o) {
        return o && toString.call(o) === "[object RegExp]";
      }
      function isObject(o) {
        return o && typeof o === "object" && !isRegExp(o) && !Array.isArray(o);
      }
      function reEscape(s) {
        return s.replace(/[-\/\\^$*+?.()|[\]{}]/g, function(x) {
          if (x === "-") return "\\x2d";
          return "\\" + x;
        });
      }
      function reGroups(s) {
        var re = new RegExp("|" + s);
        return re.exec("").length - 1;
      }
      function reCapture(s) {
        return "(" + s + ")";
      }
      function reUnion(regexps) {
        if (!regexps.length) return "(?!)";
        var source = regexps.map(function(s) {
          return "(?:" + s + ")";
        }).join("|");
        return "(?:" + source + ")";
      }
      function regexpOrLiteral(obj) {
        if (typeof obj === "string") {
          return "(?:" + reEscape(obj) + ")";
        } else if (isRegExp(obj)) {
          if (obj.ignoreCase) throw new Error("RegExp /i flag not allowed");
          if (obj.global) throw new Error("RegExp /g flag is implied");
          if (obj.sticky) throw new Error("RegExp /y flag is implied");
          if (obj.multiline) throw new Error("RegExp /m flag is implied");
          return obj.source;
        } else {
          throw new Error("Not a pattern: " + obj);
        }
      }
      function pad(s, length) {
        if (s.length > length) {
          return s;
        }
        return Array(length - s.length + 1).join(" ") + s;
      }
      function lastNLines(string, numLines) {
        var position = string.length;
        var lineBreaks = 0;
        while (true) {
          var idx = string.lastIndexOf("\n", position - 1);
          if (idx === -1) {
            break;
          } else {
            lineBreaks++;
          }
          position = idx;
          if (lineBreaks === numLines) {
            break;
          }
          if (position === 0) {
            break;
          }
        }
        var startPosition = lineBreaks < numLines ? 0 : position + 1;
        return string.substring(startPosition).split("\n");
      }
      function objectToRules(object) {
        var keys = Object.getOwnPropertyNames(object);
        var result = [];
        for (var i = 0; i < keys.length; i++) {
          var key = keys[i];
          var thing = object[key];
          var rules = [].concat(thing);
          if (key === "include") {
            for (var j = 0; j < rules.length; j++) {
              result.push({ include: rules[j] });
            }
            continue;
          }
          var match = [];
          rules.forEach(function(rule) {
            if (isObject(rule)) {
              if (match.length) result.push(ruleOptions(key, match));
              result.push(ruleOptions(key, rule));
              match = [];
            } else {
              match.push(rule);
            }
          });
          if (match.length) result.push(ruleOptions(key, match));
        }
        return result;
      }
      function arrayToRules(array) {
        var result = [];
        for (var i = 0; i < array.length; i++) {
          var obj = array[i];
          if (obj.include) {
            var include = [].concat(obj.include);
            for (var j = 0; j < include.length; j++) {
              result.push({ include: include[j] });
            }
            continue;
          }
          if (!obj.type) {
            throw new Error("Rule has no type: " + JSON.stringify(obj));
          }
          result.push(ruleOptions(obj.type, obj));
        }
        return result;
      }
      function ruleOptions(type, obj) {
        if (!isObject(obj)) {
          obj = { match: obj };
        }
        if (obj.include) {
          throw new Error("Matching rules cannot also include states");
        }
        var options = {
          defaultType: type,
          lineBreaks: !!obj.error || !!obj.fallback,
          pop: false,
          next: null,
          push: null,
          error: false,
          fallback: false,
          value: null,
          type: null,
          shouldThrow: false
        };
        for (var key in obj) {
          if (hasOwnProperty.call(obj, key)) {
            options[key] = obj[key];
          }
        }
        if (typeof options.type === "string" && type !== options.type) {
          throw new Error("Type transform cannot be a string (type '" + options.type + "' for token '" + type + "')");
        }
        var match = options.match;
        options.match = Array.isArray(match) ? match : match ? [match] : [];
        options.match.sort(function(a, b) {
          return isRegExp(a) && isRegExp(b) ? 0 : isRegExp(b) ? -1 : isRegExp(a) ? 1 : b.length - a.length;
        });
        return options;
      }
      function toRules(spec) {
        return Array.isArray(spec) ? arrayToRules(spec) : objectToRules(spec);
      }
      var defaultErrorRule = ruleOptions("error", { lineBreaks: true, shouldThrow: true });
      function compileRules(rules, hasStates) {
        var errorRule = null;
        var fast = /* @__PURE__ */ Object.create(null);
        var fastAllowed = true;
        var unicodeFlag = null;
        var groups = [];
        var parts = [];
        for (var i = 0; i < rules.length; i++) {
          if (rules[i].fallback) {
            fastAllowed = false;
          }
        }
        for (var i = 0; i < rules.length; i++) {
          var options = rules[i];
          if (options.include) {
            throw new Error("Inheritance is not allowed in stateless lexers");
          }
          if (options.error || options.fallback) {
            if (errorRule) {
              if (!options.fallback === !errorRule.fallback) {
                throw new Error("Multiple " + (options.fallback ? "fallback" : "error") + " rules not allowed (for token '" + options.defaultType + "')");
              } else {
                throw new Error("fallback and error are mutually exclusive (for token '" + options.defaultType + "')");
              }
            }
            errorRule = options;
          }
          var match = options.match.slice();
          if (fastAllowed) {
            while (match.length && typeof match[0] === "string" && match[0].length === 1) {
              var word = match.shift();
              fast[word.charCodeAt(0)] = options;
            }
          }
          if (options.pop || options.push || options.next) {
            if (!hasStates) {
              throw new Error("State-switching options are not allowed in stateless lexers (for token '" + options.defaultType + "')");
            }
            if (options.fallback) {
              throw new Error("State-switching options are not allowed on fallback tokens (for token '" + options.defaultType + "')");
            }
          }
          if (match.length === 0) {
            continue;
          }
          fastAllowed = false;
          groups.push(options);
          for (var j = 0; j < match.length; j++) {
            var obj = match[j];
            if (!isRegExp(obj)) {
              continue;
            }
            if (unicodeFlag === null) {
              unicodeFlag = obj.unicode;
            } else if (unicodeFlag !== obj.unicode && options.fallback === false) {
              throw new Error("If one rule is /u then all must be");
            }
          }
          var pat = reUnion(match.map(regexpOrLiteral));
          var regexp = new RegExp(pat);
          if (regexp.test("")) {
            throw new Error("RegExp matches empty string: " + regexp);
          }
          var groupCount = reGroups(pat);
          if (groupCount > 0) {
            throw new Error("RegExp has capture groups: " + regexp + "\nUse (?: … ) instead");
          }
          if (!options.lineBreaks && regexp.test("\n")) {
            throw new Error("Rule should declare lineBreaks: " + regexp);
          }
          parts.push(reCapture(pat));
        }
        var fallbackRule = errorRule && errorRule.fallback;
        var flags = hasSticky && !fallbackRule ? "ym" : "gm";
        var suffix = hasSticky || fallbackRule ? "" : "|";
        if (unicodeFlag === true) flags += "u";
        var combined = new RegExp(reUnion(parts) + suffix, flags);
        return { regexp: combined, groups, fast, error: errorRule || defaultErrorRule };
      }
      function compile(rules) {
        var result = compileRules(toRules(rules));
        return new Lexer({ start: result }, "start");
      }
      function checkStateGroup(g, name, map) {
        var state = g && (g.push || g.next);
        if (state && !map[state]) {
          throw new Error("Missing state '" + state + "' (in token '" + g.defaultType + "' of state '" + name + "')");
        }
        if (g && g.pop && +g.pop !== 1) {
          throw new Error("pop must be 1 (in token '" + g.defaultType + "' of state '" + name + "')");
        }
      }
      function compileStates(states, start) {
        var all = states.$all ? toRules(states.$all) : [];
        delete states.$all;
        var keys = Object.getOwnPropertyNames(states);
        if (!start) start = keys[0];
        var ruleMap = /* @__PURE__ */ Object.create(null);
        for (var i = 0; i < keys.length; i++) {
          var key = keys[i];
          ruleMap[key] = toRules(states[key]).concat(all);
        }
        for (var i = 0; i < keys.length; i++) {
          var key = keys[i];
          var rules = ruleMap[key];
          var included = /* @__PURE__ */ Object.create(null);
          for (var j = 0; j < rules.length; j++) {
            var rule = rules[j];
            if (!rule.include) continue;
            var splice = [j, 1];
            if (rule.include !== key && !included[rule.include]) {
              included[rule.include] = true;
              var newRules = ruleMap[rule.include];
              if (!newRules) {
                throw new Error("Cannot include nonexistent state '" + rule.include + "' (in state '" + key + "')");
              }
              for (var k = 0; k < newRules.length; k++) {
                var newRule = newRules[k];
                if (rules.indexOf(newRule) !== -1) continue;
                splice.push(newRule);
              }
            }
            rules.splice.apply(rules, splice);
            j--;
          }
        }
        var map = /* @__PURE__ */ Object.create(null);
        for (var i = 0; i < keys.length; i++) {
          var key = keys[i];
          map[key] = compileRules(ruleMap[key], true);
        }
        for (var i = 0; i < keys.length; i++) {
          var name = keys[i];
          var state = map[name];
          var groups = state.groups;
          for (var j = 0; j < groups.length; j++) {
            checkStateGroup(groups[j], name, map);
          }
          var fastKeys = Object.getOwnPropertyNames(state.fast);
          for (var j = 0; j < fastKeys.length; j++) {
            checkStateGroup(state.fast[fastKeys[j]], name, map);
          }
        }
        return new Lexer(map, start);
      }
      function keywordTransform(map) {
        var isMap = typeof Map !== "undefined";
        var reverseMap = isMap ? /* @__PURE__ */ new Map() : /* @__PURE__ */ Object.create(null);
        var types = Object.getOwnPropertyNames(map);
        for (var i = 0; i < types.length; i++) {
          var tokenType = types[i];
          var item = map[tokenType];
          var keywordList = Array.isArray(item) ? item : [item];
          keywordList.forEach(function(keyword) {
            if (typeof keyword !== "string") {
              throw new Error("keyword must be string (in keyword '" + tokenType + "')");
            }
            if (isMap) {
              reverseMap.set(keyword, tokenType);
            } else {
              reverseMap[keyword] = tokenType;
            }
          });
        }
        return function(k) {
          return isMap ? reverseMap.get(k) : reverseMap[k];
        };
      }
      var Lexer = function(states, state) {
        this.startState = state;
        this.states = states;
        this.buffer = "";
        this.stack = [];
        this.reset();
      };
      Lexer.prototype.reset = function(data, info) {
        this.buffer = data || "";
        this.index = 0;
        this.line = info ? info.line : 1;
        this.col = info ? info.col : 1;
        this.queuedToken = info ? info.queuedToken : null;
        this.queuedText = info ? info.queuedText : "";
        this.queuedThrow = info ? info.queuedThrow : null;
        this.setState(info ? info.state : this.startState);
        this.stack = info && info.stack ? info.stack.slice() : [];
        return this;
      };
      Lexer.prototype.save = function() {
        return {
          line: this.line,
          col: this.col,
          state: this.state,
          stack: this.stack.slice(),
          queuedToken: this.queuedToken,
          queuedText: this.queuedText,
          queuedThrow: this.queuedThrow
        };
      };
      Lexer.prototype.setState = function(state) {
        if (!state || this.state === state) return;
        this.state = state;
        var info = this.states[state];
        this.groups = info.groups;
        this.error = info.error;
        this.re = info.regexp;
        this.fast = info.fast;
      };
      Lexer.prototype.popState = function() {
        this.setState(this.stack.pop());
      };
      Lexer.prototype.pushState = function(state) {
        this.stack.push(this.state);
        this.setState(state);
      };
      var eat = hasSticky ? function(re, buffer) {
        return re.exec(buffer);
      } : function(re, buffer) {
        var match = re.exec(buffer);
        if (match[0].length === 0) {
          return null;
        }
        return match;
      };
      Lexer.prototype._getGroup = function(match) {
        var groupCount = this.groups.length;
        for (var i = 0; i < groupCount; i++) {
          if (match[i + 1] !== void 0) {
            return this.groups[i];
          }
        }
        throw new Error("Cannot find token type for matched text");
      };
      function tokenToString() {
        return this.value;
      }
      Lexer.prototype.next = function() {
        var index = this.index;
        if (this.queuedGroup) {
          var token = this._token(this.queuedGroup, this.queuedText, index);
          this.queuedGroup = null;
          this.queuedText = "";
          return token;
        }
        var buffer = this.buffer;
        if (index === buffer.length) {
          return;
        }
        var group = this.fast[buffer.charCodeAt(index)];
        if (group) {
          return this._token(group, buffer.charAt(index), index);
        }
        var re = this.re;
        re.lastIndex = index;
        var match = eat(re, buffer);
        var error = this.error;
        if (match == null) {
          return this._token(error, buffer.slice(index, buffer.length), index);
        }
        var group = this._getGroup(match);
        var text = match[0];
        if (error.fallback && match.index !== index) {
          this.queuedGroup = group;
          this.queuedText = text;
          return this._token(error, buffer.slice(index, match.index), index);
        }
        return this._token(group, text, index);
      };
      Lexer.prototype._token = function(group, text, offset) {
        var lineBreaks = 0;
        if (group.lineBreaks) {
          var matchNL = /\n/g;
          var nl = 1;
          if (text === "\n") {
            lineBreaks = 1;
          } else {
            while (matchNL.exec(text)) {
              lineBreaks++;
              nl = matchNL.lastIndex;
            }
          }
        }
        var token = {
          type: typeof group.type === "function" && group.type(text) || group.defaultType,
          value: typeof group.value === "function" ? group.value(text) : text,
          text,
          toString: tokenToString,
          offset,
          lineBreaks,
          line: this.line,
          col: this.col
        };
        var size = text.length;
        this.index += size;
        this.line += lineBreaks;
        if (lineBreaks !== 0) {
          this.col = size - nl + 1;
        } else {
          this.col += size;
        }
        if (group.shouldThrow) {
          var err = new Error(this.formatError(token, "invalid syntax"));
          throw err;
        }
        if (group.pop) this.popState();
        else if (group.push) this.pushState(group.push);
        else if (group.next) this.setState(group.next);
        return token;
      };
      if (typeof Symbol !== "undefined" && Symbol.iterator) {
        var LexerIterator = function(lexer2) {
          this.lexer = lexer2;
        };
        LexerIterator.prototype.next = function() {
          var token = this.lexer.next();
          return { value: token, done: !token };
        };
        LexerIterator.prototype[Symbol.iterator] = function() {
          return this;
        };
        Lexer.prototype[Symbol.iterator] = function() {
          return new LexerIterator(this);
        };
      }
      Lexer.prototype.formatError = function(token, message) {
        if (token == null) {
          var text = this.buffer.slice(this.index);
          var token = {
            text,
            offset: this.index,
            lineBreaks: text.indexOf("\n") === -1 ? 0 : 1,
            line: this.line,
            col: this.col
          };
        }
        var numLinesAround = 2;
        var firstDisplayedLine = Math.max(token.line - numLinesAround, 1);
        var lastDisplayedLine = token.line + numLinesAround;
        var lastLineDigits = String(lastDisplayedLine).length;
        var displayedLines = lastNLines(
          this.buffer,
          this.line - token.line + numLinesAround + 1
        ).slice(0, 5);
        var errorLines = [];
        errorLines.push(message + " at line " + token.line + " col " + token.col + ":");
        errorLines.push("");
        for (var i = 0; i < displayedLines.length; i++) {
          var line = displayedLines[i];
          var lineNo = firstDisplayedLine + i;
          errorLines.push(pad(String(lineNo), lastLineDigits) + "  " + line);
          if (lineNo === token.line) {
            errorLines.push(pad("", lastLineDigits + token.col + 1) + "^");
          }
        }
        return errorLines.join("\n");
      };
      Lexer.prototype.clone = function() {
        return new Lexer(this.states, this.state);
      };
      Lexer.prototype.has = function(tokenType) {
        return true;
      };
      return {
        compile,
        states: compileStates,
        error: Object.freeze({ error: true }),
        fallback: Object.freeze({ fallback: true }),
        keywords: keywordTransform
      };
    });
  }
});

// src/core/languages/iter/token.ts
var codes = {
  name: 1,
  string: 2,
  whole: 3,
  number: 4,
  "->": 5,
  ":": 6,
  "=": 7,
  ",": 8,
  ".": 9,
  "*": 10,
  "|": 11,
  "(": 12,
  ")": 13,
  "[": 14,
  "]": 15,
  "{": 16,
  "}": 17,
  /** Of no width: the entry of a mapping that follows begins a line and has no comma before it. */
  gap: 18,
  /** Names that mean something in some places. */
  when: 19,
  not: 20,
  as: 21,
  with: 22,
  enum: 23,
  /** First words of declarations; the first name of a line becomes one where it is meant so. */
  vars: 24,
  presets: 25,
  prompt: 26,
  schema: 27,
  mcp_server: 28,
  workflow: 29,
  kind: 30
};
var codeNames = Object.entries(codes).reduce(
  (names, [name, code]) => {
    names[code] = name;
    return names;
  },
  []
);
function createTokens(room) {
  const size = Math.max(64, room);
  return {
    count: 0,
    codes: new Uint8Array(size),
    starts: new Int32Array(size),
    ends: new Int32Array(size)
  };
}
function addToken(tokens, code, start, end) {
  const at = tokens.count;
  if (at === tokens.codes.length) makeRoom(tokens);
  tokens.codes[at] = code;
  tokens.starts[at] = start;
  tokens.ends[at] = end;
  tokens.count = at + 1;
}
function codeAt(tokens, index) {
  return tokens.codes[index] ?? 0;
}
function startAt(tokens, index) {
  return tokens.starts[index] ?? 0;
}
function endAt(tokens, index) {
  return tokens.ends[index] ?? 0;
}
function isName(code) {
  return code === codes.name || code >= codes.when;
}
function makeRoom(tokens) {
  const size = tokens.codes.length * 2;
  const grown = createTokens(size);
  grown.codes.set(tokens.codes);
  grown.starts.set(tokens.starts);
  grown.ends.set(tokens.ends);
  tokens.codes = grown.codes;
  tokens.starts = grown.starts;
  tokens.ends = grown.ends;
}

// src/core/languages/iter/source.ts
function createSource({ text, lineStarts }) {
  return {
    text,
    lineStarts,
    hasReturns: text.includes("\r"),
    tokens: createTokens(text.length >> 3),
    comments: [],
    brackets: [],
    fault: null,
    next: 0,
    start: 0,
    indent: 0,
    depth: 0
  };
}
function lookAtLine(source) {
  const { text, lineStarts } = source;
  while (source.next < lineStarts.length) {
    const begin = lineStarts[source.next] ?? text.length;
    source.next += 1;
    let at = begin;
    while (text.charCodeAt(at) === 32) at += 1;
    source.indent = at - begin;
    let char = text.charCodeAt(at);
    while (char === 32 || char === 9) char = text.charCodeAt(at += 1);
    if (char === 10 || at >= text.length) continue;
    if (char === 13 && text.charCodeAt(at + 1) === 10) continue;
    source.start = at;
    source.depth = at - begin;
    if (char !== 35) return true;
    addComment(source, at, lineEnd(source, source.next - 1), true);
  }
  return false;
}
function hasTab(source) {
  return source.depth > source.indent;
}
function stepBack(source) {
  source.next -= 1;
}
function lineEnd(source, index) {
  const { text, lineStarts } = source;
  const next = lineStarts[index + 1];
  if (next === void 0) return text.length;
  const end = next - 1;
  return text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}
function passDeeper(source, width) {
  while (lookAtLine(source)) {
    if (source.depth <= width && !hasTab(source)) {
      stepBack(source);
      return;
    }
    passRawString(source);
  }
}
var opensRawString = /[:=,[{]\s*`[^`]*$/u;
function passRawString(source) {
  const { text, lineStarts } = source;
  const end = lineEnd(source, source.next - 1);
  const line = text.slice(source.start, end);
  if (!line.includes("`") || !opensRawString.test(line)) return;
  const close = text.indexOf("`", end);
  while ((lineStarts[source.next] ?? Infinity) <= close) source.next += 1;
}
function addComment(source, start, end, own) {
  const { text } = source;
  let last = end;
  while (last > start && isBlank(text.charCodeAt(last - 1))) last -= 1;
  source.comments.push({ start, end: last, token: source.tokens.count, own });
}
function isBlank(char) {
  return char === 32 || char === 9 || char === 13;
}

// src/core/languages/iter/raw-text.ts
var [tab, blank, lineFeed] = [9, 32, 10];
function readRawText(source, indent, style) {
  const first = source.next;
  const extent = findExtent(source, indent);
  source.next = extent.next;
  if (extent.common === Infinity) return { text: null, tab: extent.tab };
  return { text: joinLines(source, first, extent, style), tab: extent.tab };
}
function findExtent(source, indent) {
  const { text, lineStarts } = source;
  let [next, common, firstTab] = [source.next, Infinity, null];
  for (let index = source.next; index < lineStarts.length; index += 1) {
    const start = lineStarts[index] ?? 0;
    const depth = depthOf(text, start);
    if (isBlankLine(text, start + depth)) continue;
    if (text.charCodeAt(start) === tab) firstTab ??= { start, end: start + 1 };
    else if (depth <= indent) break;
    else if (depth < common) common = depth;
    next = index + 1;
  }
  return { next, common, tab: firstTab };
}
function joinLines(source, first, extent, style) {
  const { text, lineStarts } = source;
  const marks = [];
  let [joined, end] = ["", 0];
  for (let index = first; index < extent.next; index += 1) {
    const start = lineStarts[index] ?? 0;
    if (text.charCodeAt(start) === tab && !isBlankLine(text, start)) continue;
    if (marks.length > 0) joined += "\n";
    const from = isBlankLine(text, start) ? start : start + extent.common;
    marks.push({ at: joined.length, source: from });
    end = lineEnd(source, index);
    if (from > start) joined += text.slice(from, end);
  }
  const span = { start: lineStarts[first] ?? 0, end };
  return { form: "string", text: joined, marks, style, span };
}
function depthOf(text, start) {
  let at = start;
  while (text.charCodeAt(at) === blank) at += 1;
  return at - start;
}
function isBlankLine(text, from) {
  let at = from;
  while (text.charCodeAt(at) === blank || text.charCodeAt(at) === tab) at += 1;
  const char = text.charCodeAt(at);
  return at >= text.length || char === lineFeed || char === 13 && isLineFeed(text, at + 1);
}
function isLineFeed(text, at) {
  return text.charCodeAt(at) === lineFeed;
}

// src/core/languages/iter/lexer.ts
var import_moo = __toESM(require_moo(), 1);
var deepest = 100;
var lexer = import_moo.default.compile({
  // Single characters come first: moo finds them without a regular expression.
  ":": ":",
  "=": "=",
  ",": ",",
  ".": ".",
  "*": "*",
  "|": "|",
  "(": "(",
  ")": ")",
  "[": "[",
  "]": "]",
  "{": "{",
  "}": "}",
  quote: '"',
  tick: "`",
  blank: [" ", "	"],
  name: /[A-Za-z_][A-Za-z0-9_]*(?![A-Za-z0-9_]|[^ -~\t])|[\p{L}_][\p{L}\p{M}\p{N}_]*/u,
  "->": "->",
  number: /-?[0-9]+(?:\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)/u,
  whole: /-?[0-9]+/u,
  comment: /#[^\n]*/u,
  bad: /[^\n]/u
});
var [blank2, quote, tick, comment, bad] = [101, 102, 103, 104, 105];
var numbers = new Map([
  ...Object.entries(codes),
  ["blank", blank2],
  ["quote", quote],
  ["tick", tick],
  ["comment", comment],
  ["bad", bad]
]);
function readLogicalLine(source) {
  source.fault = null;
  source.brackets.length = 0;
  let from = source.start;
  for (; ; ) {
    readPhysical(source, from);
    if (source.brackets.length === 0 || !continues(source)) break;
    from = source.start;
  }
}
function continues(source) {
  const { indent } = source;
  const found = lookAtLine(source);
  const { depth } = source;
  const deep = found && depth > indent;
  const closes = found && depth === indent && isCloser(source.text.charCodeAt(source.start));
  source.indent = indent;
  if (found && !deep && !closes) stepBack(source);
  return deep || closes;
}
function isCloser(char) {
  return char === 41 || char === 93 || char === 125;
}
function readPhysical(source, from) {
  const { text, tokens } = source;
  let first = true;
  let base = from;
  let end = lineEnd(source, source.next - 1);
  lexer.reset(text.slice(base, end));
  for (let token = lexer.next(); token !== void 0; token = lexer.next()) {
    const start = base + token.offset;
    const number = numbers.get(token.type) ?? bad;
    switch (number) {
      case blank2:
        continue;
      case codes.name:
        addName(source, token.text, start, first);
        break;
      case comment:
        addComment(source, start, end, false);
        return;
      case bad:
        if (source.fault === null) refuseCharacter(source, start, token.text);
        break;
      case quote:
      case tick: {
        base = readString(source, start, end, number === tick);
        if (base === -1) return;
        if (base > end) end = lineEnd(source, source.next - 1);
        lexer.reset(text.slice(base, end));
        break;
      }
      default:
        if (number >= codes["("] && number <= codes["}"]) countBracket(source, number, start);
        if (source.fault === null) addToken(tokens, number, start, start + token.text.length);
    }
    first = false;
  }
}
function addName(source, text, start, first) {
  const { tokens, brackets } = source;
  if (source.fault !== null) return;
  const open = first && brackets.length > 0 ? brackets[brackets.length - 1] : void 0;
  const entry = open !== void 0 && source.text.charCodeAt(open) === 123;
  if (entry && codeAt(tokens, tokens.count - 1) === codes.string)
    addToken(tokens, codes.gap, start, start);
  addToken(tokens, nameCode(text), start, start + text.length);
}
function nameCode(text) {
  switch (text.length) {
    case 2:
      return text === "as" ? codes.as : codes.name;
    case 3:
      return text === "not" ? codes.not : codes.name;
    case 4:
      if (text === "when") return codes.when;
      if (text === "with") return codes.with;
      return text === "enum" ? codes.enum : codes.name;
    default:
      return codes.name;
  }
}
function countBracket(source, code, start) {
  const { brackets } = source;
  if (code === codes[")"] || code === codes["]"] || code === codes["}"]) {
    brackets.pop();
    return;
  }
  if (brackets.length === deepest)
    source.fault ??= diagnose("E001", { start, end: start + 1 }, { fault: "depth" });
  brackets.push(start);
}
function readString(source, start, end, raw) {
  const { text, tokens } = source;
  const close = raw ? text.indexOf("`", start + 1) : closingQuote(text, start + 1, end);
  if (close === -1) {
    const span = { start, end };
    source.fault ??= diagnose("E004", span, { quote: raw ? "`" : '"' });
    return -1;
  }
  if (raw) while ((source.lineStarts[source.next] ?? Infinity) <= close) source.next += 1;
  else if (source.fault === null && source.hasReturns) refuseReturns(source, start, close);
  if (source.fault === null) addToken(tokens, codes.string, start, close + 1);
  return close + 1;
}
function closingQuote(text, from, end) {
  let at = text.indexOf('"', from);
  while (at !== -1 && at < end) {
    let before = at;
    while (before > from && text.charCodeAt(before - 1) === 92) before -= 1;
    if ((at - before) % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return -1;
}
function refuseReturns(source, start, close) {
  const at = source.text.indexOf("\r", start);
  if (at !== -1 && at < close) refuseCharacter(source, at, "\r");
}
function refuseCharacter(source, start, found) {
  const span = { start, end: start + found.length };
  source.fault = found === "\r" ? diagnose("E001", span, { fault: "carriage-return" }) : diagnose("E001", span, { fault: "character", found });
}

export {
  codes,
  codeNames,
  codeAt,
  startAt,
  endAt,
  isName,
  createSource,
  lookAtLine,
  hasTab,
  lineEnd,
  passDeeper,
  readRawText,
  readLogicalLine
};
