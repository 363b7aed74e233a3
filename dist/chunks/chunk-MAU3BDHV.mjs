import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  describeKind,
  equalValues,
  isFields,
  isList,
  toText
} from "./chunk-4QXECC3P.mjs";
import {
  suggest
} from "./chunk-QL42ZRVT.mjs";

// src/core/graph/reference.ts
var namespaces = [
  "vars",
  "input",
  "outputs",
  "artifacts",
  "loop",
  "run",
  "github"
];
function isNamespace(name2) {
  return namespaces.some((namespace) => namespace === name2);
}
var name = "[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*";
var inside = new RegExp(`^ *(${name}(?:\\.(?:${name}|[0-9]+))*) *$`, "u");
var index = /^(?:0|[1-9][0-9]*)$/;
function parseTemplate(text) {
  const parts = [];
  const faults = [];
  let plain = "";
  let from = 0;
  for (let open = text.indexOf("{{"); open !== -1; open = text.indexOf("{{", from)) {
    const found = readReference(text, open, from);
    plain += text.slice(from, found.kind === "escaped" ? open - 1 : open);
    from = found.end;
    if (found.kind === "reference") {
      if (plain !== "") parts.push(plain);
      parts.push({ ref: found.ref, start: open, end: found.end });
      plain = "";
    } else {
      plain += text.slice(open, found.end);
      if (found.kind !== "escaped") faults.push({ start: open, end: found.end, kind: found.kind });
      if (found.kind === "unclosed") break;
    }
  }
  plain += text.slice(from);
  if (plain !== "") parts.push(plain);
  return { parts, faults };
}
function toTemplate(parsed) {
  return parsed.parts.map((part) => typeof part === "string" ? part : { ref: part.ref });
}
function resolvePath(path2, scope) {
  let value = scope;
  for (const step of path2) {
    value = member(value, step);
    if (value === null) return null;
  }
  return value;
}
function resolverOf(scope) {
  return (path2) => resolvePath(path2, scope);
}
function renderTemplate(template, resolve) {
  let text = "";
  for (const part of template) text += typeof part === "string" ? part : toText(resolve(part.ref));
  return text;
}
function evaluateTemplate(template, resolve) {
  const reference = loneReference(template);
  return reference === void 0 ? renderTemplate(template, resolve) : resolve(reference);
}
function loneReference(template) {
  const [part] = template;
  if (template.length !== 1 || part === void 0 || typeof part === "string") return void 0;
  return part.ref;
}
function evaluateMapping(entries, resolve) {
  return Object.fromEntries(
    entries.map(({ key, value }) => [key, evaluateTemplate(value, resolve)])
  );
}
function printTemplate(template) {
  return template.map(printPart).join("");
}
function printPart(part) {
  return typeof part === "string" ? part.replaceAll("{{", "\\{{") : `{{${part.ref.join(".")}}}`;
}
function readReference(text, open, from) {
  if (open > from && text[open - 1] === "\\") return { kind: "escaped", end: open + 2 };
  const close2 = text.indexOf("}}", open + 2);
  if (close2 === -1) return { kind: "unclosed", end: open + 2 };
  const path2 = inside.exec(text.slice(open + 2, close2))?.[1];
  if (path2 === void 0) return { kind: "not-a-path", end: close2 + 2 };
  return { kind: "reference", end: close2 + 2, ref: path2.split(".") };
}
function member(value, key) {
  if (isList(value)) return index.test(key) ? value[Number(key)] ?? null : null;
  if (!isFields(value) || !Object.hasOwn(value, key)) return null;
  return value[key] ?? null;
}

// src/core/graph/expression/truth.ts
function isTrue(value) {
  if (typeof value !== "object" || value === null) return Boolean(value);
  return isList(value) ? value.length > 0 : Object.keys(value).length > 0;
}

// src/core/graph/expression/fault.ts
var ExpressionFaultError = class extends Error {
  name = "ExpressionFaultError";
  fault;
  constructor(fault2) {
    super(fault2.message);
    this.fault = fault2;
  }
};
function fail(kind, message) {
  throw new ExpressionFaultError({ kind, message });
}

// src/core/graph/hash.ts
function toCanonicalJson(value, options = {}) {
  if (isList(value)) return `[${value.map((item) => toCanonicalJson(item, options)).join(",")}]`;
  if (!isFields(value)) return JSON.stringify(value);
  const keys2 = Object.keys(value).sort();
  const kept = options.skipNulls === true ? keys2.filter((key) => value[key] !== null) : keys2;
  const entries = kept.map(
    (key) => `${JSON.stringify(key)}:${toCanonicalJson(value[key] ?? null, options)}`
  );
  return `{${entries.join(",")}}`;
}
function hashGraph(graph, sha256) {
  const { nodes, edges } = graph;
  const content = {
    ...graph,
    nodes: nodes.map(withoutPlace),
    edges: edges.map(withoutPlace),
    hash: void 0
  };
  return `sha256:${sha256(toCanonicalJson(readPlain(content)))}`;
}
function withoutPlace(placed) {
  return { ...placed, at: void 0 };
}
function readPlain(value) {
  return JSON.parse(JSON.stringify(value));
}

// src/core/graph/expression/pattern/parse.ts
var PatternError = class extends Error {
  name = "PatternError";
};
var maxDepth = 100;
var quantifier = /\*|\+|\?|\{(\d+)(?:(,)(\d*))?\}/y;
var escape = /\\(?:u\{[0-9A-Fa-f]+\}|u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|[pP]\{[^}]*\}|[^])/y;
var set = /\[(?:\\[^]|[^\]\\])*\]/y;
var group = /\((?:\?(?:(:|=|!|<=|<!)|<[^=!][^>]*>))?/y;
function parsePattern(text) {
  const reader = { text, at: 0, depth: 0 };
  return parseChoice(reader);
}
function parseChoice(reader) {
  const options = [parseSequence(reader)];
  while (reader.text[reader.at] === "|") {
    reader.at += 1;
    options.push(parseSequence(reader));
  }
  const [only] = options;
  return options.length === 1 && only !== void 0 ? only : { kind: "choice", options };
}
function parseSequence(reader) {
  const parts = [];
  for (; ; ) {
    const character = reader.text[reader.at];
    if (character === void 0 || character === "|" || character === ")") break;
    parts.push(parseRepeat(reader, parseAtom(reader)));
  }
  return { kind: "sequence", parts };
}
function parseRepeat(reader, part) {
  quantifier.lastIndex = reader.at;
  const found = quantifier.exec(reader.text);
  if (found === null) return part;
  reader.at = quantifier.lastIndex;
  if (reader.text[reader.at] === "?") reader.at += 1;
  const [sign, least = "", comma, most = ""] = found;
  if (sign === "*") return { kind: "repeat", part, min: 0, max: Infinity };
  if (sign === "+") return { kind: "repeat", part, min: 1, max: Infinity };
  if (sign === "?") return { kind: "repeat", part, min: 0, max: 1 };
  const min = Number(least);
  const max = comma === void 0 ? min : most === "" ? Infinity : Number(most);
  return { kind: "repeat", part, min, max };
}
function parseAtom(reader) {
  const { text, at } = reader;
  const point = text.codePointAt(at) ?? 0;
  switch (text[at]) {
    case "^":
      reader.at += 1;
      return { kind: "start" };
    case "$":
      reader.at += 1;
      return { kind: "end" };
    case ".":
      reader.at += 1;
      return { kind: "set", source: "." };
    case "[":
      return { kind: "set", source: take(reader, set) };
    case "(":
      return parseGroup(reader);
    case "\\":
      return readEscape(take(reader, escape));
    default:
      reader.at += point > 65535 ? 2 : 1;
      return { kind: "literal", point };
  }
}
function parseGroup(reader) {
  group.lastIndex = reader.at;
  const [open = "(", look = ":"] = group.exec(reader.text) ?? [];
  if (open === "(" && reader.text[reader.at + 1] === "?")
    throw new PatternError("has inline flags");
  reader.at += open.length;
  reader.depth += 1;
  if (reader.depth > maxDepth) throw new PatternError(`has more than ${maxDepth} levels of groups`);
  const part = parseChoice(reader);
  reader.depth -= 1;
  reader.at += 1;
  if (look === ":") return part;
  return { kind: "look", ahead: !look.startsWith("<"), not: look.endsWith("!"), part };
}
function readEscape(source) {
  if (source === "\\b") return { kind: "boundary" };
  if (source === "\\B") return { kind: "no-boundary" };
  if (/^\\[1-9k]/.test(source)) {
    throw new PatternError("refers back to a group, which could take for ever");
  }
  return { kind: "set", source };
}
function take(reader, token) {
  token.lastIndex = reader.at;
  const found = token.exec(reader.text)?.[0];
  if (found === void 0) throw new PatternError("is no regular expression");
  reader.at += found.length;
  return found;
}

// src/core/graph/expression/pattern/automaton.ts
var maxStates = 5e3;
function buildAutomaton(pattern, backwards = false) {
  const builder = { states: [{ kind: "found" }], backwards, inner: 0 };
  const start = build(builder, pattern, 0);
  return { states: builder.states, start, size: builder.states.length + builder.inner };
}
function build(builder, pattern, next) {
  switch (pattern.kind) {
    case "sequence": {
      const parts = builder.backwards ? pattern.parts : pattern.parts.toReversed();
      return parts.reduce((after, part) => build(builder, part, after), next);
    }
    case "choice":
      return pattern.options.map((option) => build(builder, option, next)).reduce((other, option) => add(builder, { kind: "split", next: option, other }));
    case "repeat":
      return buildRepeat(builder, pattern, next);
    case "literal": {
      const { point } = pattern;
      return add(builder, { kind: "point", test: (given) => given === point, next });
    }
    case "set":
      return add(builder, { kind: "point", test: testOf(pattern.source), next });
    case "look": {
      const automaton = buildAutomaton(pattern.part, pattern.ahead);
      builder.inner += automaton.size;
      const { ahead, not } = pattern;
      return add(builder, { kind: "place", place: { kind: "look", ahead, not, automaton }, next });
    }
    case "start":
    case "end":
    case "boundary":
    case "no-boundary":
      return add(builder, { kind: "place", place: { kind: pattern.kind }, next });
  }
}
function buildRepeat(builder, { part, min, max }, next) {
  let entry = next;
  if (max === Infinity) {
    const loop = { kind: "split", next: 0, other: next };
    entry = add(builder, loop);
    loop.next = build(builder, part, entry);
  } else {
    for (let count = min; count < max; count += 1) {
      entry = add(builder, { kind: "split", next: build(builder, part, entry), other: next });
    }
  }
  for (let count = 0; count < min; count += 1) {
    const before = builder.states.length;
    entry = build(builder, part, entry);
    if (builder.states.length === before) break;
  }
  return entry;
}
function add(builder, state) {
  if (builder.states.length + builder.inner >= maxStates) throw new PatternError("is too large");
  builder.states.push(state);
  return builder.states.length - 1;
}
function testOf(source) {
  const pattern = new RegExp(`^${source}$`, "u");
  const known = /* @__PURE__ */ new Map();
  return (point) => {
    const answer = known.get(point);
    if (answer !== void 0) return answer;
    const fits = pattern.test(String.fromCodePoint(point));
    known.set(point, fits);
    return fits;
  };
}

// src/core/graph/expression/pattern/search.ts
function searchText(automaton, text) {
  const points = Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const answers = /* @__PURE__ */ new Map();
  answerPlaces(automaton, points, answers);
  return sweep(automaton, points, answers, false, () => true);
}
function answerPlaces({ states }, points, answers) {
  for (const state of states) {
    if (state.kind !== "place") continue;
    const { place } = state;
    if (place.kind === "look") answerPlaces(place.automaton, points, answers);
    answers.set(place, answerPlace(place, points, answers));
  }
}
function answerPlace(place, points, answers) {
  const holds = new Uint8Array(points.length + 1);
  if (place.kind === "look") {
    sweep(place.automaton, points, answers, place.ahead, (at) => {
      holds[at] = 1;
      return false;
    });
    return place.not ? holds.map((held) => 1 - held) : holds;
  }
  for (let at = 0; at < holds.length; at += 1) holds[at] = isPlace(place.kind, points, at) ? 1 : 0;
  return holds;
}
function isPlace(kind, points, at) {
  if (kind === "start") return at === 0;
  if (kind === "end") return at === points.length;
  const between = isWord(points[at - 1]) !== isWord(points[at]);
  return kind === "boundary" ? between : !between;
}
function sweep({ states, start }, points, answers, backwards, found) {
  const entered = new Int32Array(states.length).fill(-1);
  let active = [];
  for (let step = 0; step <= points.length; step += 1) {
    const at = backwards ? points.length - step : step;
    const stack = [...active, start];
    const waiting = [];
    let ended = false;
    for (let index2 = stack.pop(); index2 !== void 0; index2 = stack.pop()) {
      if (entered[index2] === step) continue;
      entered[index2] = step;
      const state = states[index2];
      if (state?.kind === "found") ended = true;
      else if (state?.kind === "point") waiting.push(index2);
      else if (state !== void 0) stack.push(...waysOn(state, answers, at));
    }
    if (ended && found(at)) return true;
    const point = points[backwards ? at - 1 : at];
    active = point === void 0 ? [] : advance(states, waiting, point);
  }
  return false;
}
function waysOn(state, answers, at) {
  if (state.kind === "split") return [state.other, state.next];
  return answers.get(state.place)?.[at] === 1 ? [state.next] : [];
}
function advance(states, waiting, point) {
  const next = [];
  for (const index2 of waiting) {
    const state = states[index2];
    if (state?.kind === "point" && state.test(point)) next.push(state.next);
  }
  return next;
}
function isWord(point) {
  return point !== void 0 && point < 128 && /\w/.test(String.fromCharCode(point));
}

// src/core/graph/expression/pattern/pattern.ts
var maxWork = 5e8;
var prepared = /* @__PURE__ */ new Map();
var maxPrepared = 100;
function findPatternFault(pattern) {
  try {
    new RegExp(pattern, "u");
  } catch {
    return "is no regular expression";
  }
  try {
    prepare(pattern);
    return void 0;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}
function matchesPattern(text, pattern) {
  let search2 = prepared.get(pattern);
  if (search2 === void 0) {
    search2 = prepare(pattern);
    if (prepared.size === maxPrepared) prepared.delete(prepared.keys().next().value ?? "");
    prepared.set(pattern, search2);
  }
  return search2(text);
}
function prepare(pattern) {
  const tree = parsePattern(pattern);
  if (!branches(tree)) {
    const native = new RegExp(pattern, "u");
    return (text) => native.test(text);
  }
  const automaton = buildAutomaton(tree);
  return (text) => search(automaton, text, pattern);
}
function search(automaton, text, pattern) {
  if (automaton.size * text.length > maxWork) {
    return fail("limit", `A text of ${text.length} characters is too long for \`${pattern}\`.`);
  }
  return searchText(automaton, text);
}
function branches(pattern) {
  switch (pattern.kind) {
    case "repeat":
    case "choice":
      return true;
    case "sequence":
      return pattern.parts.some(branches);
    case "look":
      return branches(pattern.part);
    case "literal":
    case "set":
    case "start":
    case "end":
    case "boundary":
    case "no-boundary":
      return false;
  }
}

// src/core/graph/expression/text.ts
var maxLength = 1 << 27;
function compareText(a, b) {
  const length2 = Math.min(a.length, b.length);
  for (let at = 0; at < length2; at += 1) {
    const difference = rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
function countPoints(text) {
  let count = text.length;
  for (let at = 0; at + 1 < text.length; at += 1) {
    if ((text.codePointAt(at) ?? 0) <= 65535) continue;
    count -= 1;
    at += 1;
  }
  return count;
}
function joinTexts(texts, separator) {
  let length2 = separator.length * texts.length;
  for (const text of texts) length2 += text.length;
  return length2 > maxLength ? fail("overflow", "A text is too long.") : texts.join(separator);
}
function rank(unit) {
  return unit >= 55296 && unit <= 57343 ? unit + 65536 : unit;
}

// src/core/graph/expression/functions.ts
var nothing = { kind: "literal", value: null };
var functions = {
  length: eager(([value = null]) => length(value)),
  concat: eager(concat),
  unique: eager(([value = null]) => unique(value)),
  contains: eager(([value = null, item = null]) => contains(value, item)),
  join: eager(([list = null, separator = null]) => join(list, separator)),
  if: ([condition = nothing, yes = nothing, no = nothing], evaluate2) => evaluate2(isTrue(evaluate2(condition)) ? yes : no),
  default: ([first = nothing, otherwise = nothing], evaluate2) => {
    const value = evaluate2(first);
    return isEmpty(value) ? evaluate2(otherwise) : value;
  },
  coalesce: (args, evaluate2) => {
    for (const argument of args) {
      const value = evaluate2(argument);
      if (value !== null) return value;
    }
    return null;
  },
  startsWith: eager(([text = null, part = null]) => compareTexts("startsWith", text, part)),
  endsWith: eager(([text = null, part = null]) => compareTexts("endsWith", text, part)),
  matches: eager(([text = null, pattern = null]) => matches(text, pattern)),
  any: (args, evaluate2) => quantify("any", args, evaluate2),
  all: (args, evaluate2) => quantify("all", args, evaluate2),
  keys: eager(([value = null]) => keys(value)),
  min: eager((values) => extreme("min", values)),
  max: eager((values) => extreme("max", values))
};
function eager(implementation) {
  return (args, evaluate2) => implementation(args.map(evaluate2));
}
function length(value) {
  if (value === null) return 0;
  if (typeof value === "string") return countPoints(value);
  if (isList(value)) return value.length;
  return isFields(value) ? Object.keys(value).length : wrongType("length", value);
}
function concat(values) {
  const given = values.filter((value) => value !== null);
  if (given.length > 0 && given.every(isList)) return given.flat();
  return joinTexts(given.map(toText), "");
}
function unique(value) {
  if (value === null) return [];
  if (!isList(value)) return wrongType("unique", value);
  const seen = /* @__PURE__ */ new Set();
  return value.filter((item) => {
    const identity = toCanonicalJson(item, { skipNulls: true });
    return !seen.has(identity) && seen.add(identity);
  });
}
function contains(value, item) {
  if (value === null) return false;
  if (isList(value)) return value.some((each) => equalValues(each, item));
  if (typeof value !== "string" && !isFields(value)) return wrongType("contains", value);
  if (typeof item !== "string") return wrongType("contains", item);
  return typeof value === "string" ? value.includes(item) : Object.hasOwn(value, item);
}
function join(list, separator) {
  if (list === null) return "";
  if (!isList(list)) return wrongType("join", list);
  if (typeof separator !== "string") return wrongType("join", separator);
  return joinTexts(list.map(toText), separator);
}
function isEmpty(value) {
  if (value === null || value === "") return true;
  if (isList(value)) return value.length === 0;
  return isFields(value) && Object.keys(value).length === 0;
}
function compareTexts(name2, text, part) {
  if (text === null) return false;
  if (typeof text !== "string") return wrongType(name2, text);
  return typeof part === "string" ? text[name2](part) : wrongType(name2, part);
}
function matches(text, pattern) {
  if (text === null) return false;
  if (typeof text !== "string") return wrongType("matches", text);
  return typeof pattern === "string" ? matchesPattern(text, pattern) : wrongType("matches", pattern);
}
function quantify(name2, args, evaluate2) {
  const [only = nothing] = args;
  if (args.length > 1) {
    const holds = (argument) => isTrue(evaluate2(argument));
    return name2 === "any" ? args.some(holds) : args.every(holds);
  }
  const value = evaluate2(only);
  if (isFields(value)) return wrongType(name2, value);
  const items = isList(value) ? value : value === null ? [] : [value];
  return name2 === "any" ? items.some(isTrue) : items.every(isTrue);
}
function keys(value) {
  if (value === null) return [];
  return isFields(value) ? Object.keys(value).sort(compareText) : wrongType("keys", value);
}
function extreme(name2, values) {
  const [only] = values;
  const items = (values.length === 1 && isList(only) ? only : values).filter(
    (item) => item !== null
  );
  const sign = name2 === "min" ? 1 : -1;
  let best = items[0] ?? null;
  for (const item of items) {
    if (typeof item === "number" && typeof best === "number") {
      if (sign * (item - best) < 0) best = item;
    } else if (typeof item === "string" && typeof best === "string") {
      if (sign * compareText(item, best) < 0) best = item;
    } else {
      return fail(
        "type",
        `\`${name2}\` takes numbers only or strings only, not ${describeKind(best)} and ${describeKind(item)}.`
      );
    }
  }
  return best;
}
function wrongType(name2, value) {
  return fail("type", `\`${name2}\` can't take ${describeKind(value)}.`);
}

// src/core/graph/expression/evaluate.ts
function evaluateExpression(expression, scope) {
  try {
    return { value: evaluate(expression, scope) };
  } catch (error) {
    if (error instanceof ExpressionFaultError) return { fault: error.fault };
    throw error;
  }
}
function evaluate(expression, scope) {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "number" ? finite(expression.value) : expression.value;
    case "path":
      return follow(expression, scope);
    case "call":
      return functions[expression.name](
        expression.arguments,
        (operand) => evaluate(operand, scope)
      );
    case "not":
      return !isTrue(evaluate(expression.operand, scope));
    case "minus":
      return finite(-toNumber(evaluate(expression.operand, scope), "-"));
    case "comparison":
      return compare(expression, scope);
    case "sum":
    case "product":
      return evaluateChain(expression, scope);
    case "and":
      return expression.operands.every((operand) => isTrue(evaluate(operand, scope)));
    case "or":
      return expression.operands.some((operand) => isTrue(evaluate(operand, scope)));
  }
}
function follow({ path: path2 }, { resolve, self }) {
  return isNamespace(path2[0]) ? resolve(path2) : resolvePath(path2, self);
}
function compare({ operator: operator2, left, right }, scope) {
  const a = evaluate(left, scope);
  const b = evaluate(right, scope);
  if (operator2 === "==") return equalValues(a, b);
  if (operator2 === "!=") return !equalValues(a, b);
  if (a === null || b === null) return false;
  const order = orderOf(a, b, operator2);
  if (operator2 === "<") return order < 0;
  if (operator2 === "<=") return order <= 0;
  return operator2 === ">" ? order > 0 : order >= 0;
}
function orderOf(a, b, operator2) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  return fail(
    "type",
    `\`${operator2}\` compares two numbers or two strings, not ${describeKind(a)} and ${describeKind(b)}.`
  );
}
function evaluateChain({ first, rest }, scope) {
  let value = evaluate(first, scope);
  for (const { operator: operator2, operand } of rest) {
    const right = evaluate(operand, scope);
    value = operator2 === "+" ? add2(value, right) : calculate(operator2, value, right);
  }
  return value;
}
function add2(a, b) {
  if (typeof a === "number" && typeof b === "number") return finite(a + b);
  if (typeof a === "string" || typeof b === "string") return joinTexts([toText(a), toText(b)], "");
  return fail(
    "type",
    `\`+\` takes two numbers, or a string, not ${describeKind(a)} and ${describeKind(b)}.`
  );
}
function calculate(operator2, left, right) {
  const a = toNumber(left, operator2);
  const b = toNumber(right, operator2);
  if (operator2 === "-") return finite(a - b);
  if (operator2 === "*") return finite(a * b);
  if (b === 0) return fail("division_by_zero", `\`${operator2}\` divides ${a} by 0.`);
  return finite(operator2 === "/" ? a / b : a % b);
}
function toNumber(value, operator2) {
  if (typeof value === "number") return value;
  return fail("type", `\`${operator2}\` takes numbers, not ${describeKind(value)}.`);
}
function finite(value) {
  return Number.isFinite(value) ? value + 0 : fail("overflow", "A number is too large.");
}

// src/core/graph/expression/expression.ts
var arities = {
  length: [1, 1],
  concat: [1, Infinity],
  unique: [1, 1],
  contains: [2, 2],
  join: [2, 2],
  if: [3, 3],
  default: [2, 2],
  coalesce: [1, Infinity],
  startsWith: [2, 2],
  endsWith: [2, 2],
  matches: [2, 2],
  any: [1, Infinity],
  all: [1, Infinity],
  keys: [1, 1],
  min: [1, Infinity],
  max: [1, Infinity]
};
function isFunctionName(name2) {
  return Object.hasOwn(arities, name2);
}
function listPaths(expression) {
  switch (expression.kind) {
    case "literal":
      return [];
    case "path":
      return [expression];
    case "call":
      return expression.arguments.flatMap(listPaths);
    case "not":
    case "minus":
      return listPaths(expression.operand);
    case "comparison":
      return [...listPaths(expression.left), ...listPaths(expression.right)];
    case "sum":
    case "product":
      return [
        ...listPaths(expression.first),
        ...expression.rest.flatMap(({ operand }) => listPaths(operand))
      ];
    case "and":
    case "or":
      return expression.operands.flatMap(listPaths);
  }
}
function isBare(path2) {
  return !isNamespace(path2.path[0]);
}

// src/core/graph/expression/scan.ts
var SyntaxFaultError = class extends Error {
  name = "SyntaxFaultError";
  fault;
  constructor(fault2) {
    super(fault2.message);
    this.fault = fault2;
  }
};
var blank = /[ \t\r\n]*/y;
var path = /[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.(?:[\p{L}_][\p{L}\p{M}\p{N}_]*|[0-9]+))*/uy;
var number = /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
var operator = /\|\||&&|[=!<>]=|[<>+\-*/%!(),]/y;
function scanToken(text, from) {
  const start = from + (matchAt(blank, text, from)?.length ?? 0);
  if (start >= text.length) return { kind: "end", text: "", start, end: start };
  const name2 = matchAt(path, text, start);
  if (name2 !== void 0) return { kind: "path", text: name2, start, end: start + name2.length };
  const digits = matchAt(number, text, start);
  if (digits !== void 0) {
    const end = start + digits.length;
    return { kind: "number", text: digits, value: Number(digits), start, end };
  }
  const quoted = quotedAt(text, start);
  if (quoted !== void 0) {
    const end = start + quoted.length;
    return { kind: "string", text: quoted, value: unescape(quoted), start, end };
  }
  const sign = matchAt(operator, text, start);
  if (sign === void 0) throw new SyntaxFaultError(describeCharacter(text, start));
  return { kind: "operator", text: sign, start, end: start + sign.length };
}
function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
function quotedAt(text, start) {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return void 0;
  for (let at = start + 1; at < text.length; at += text[at] === "\\" ? 2 : 1) {
    if (text[at] === quote) return text.slice(start, at + 1);
  }
  return void 0;
}
function unescape(quoted) {
  return quoted.slice(1, -1).replaceAll(
    /\\([\\"'nt])/g,
    (_, letter) => letter === "n" ? "\n" : letter === "t" ? "	" : letter
  );
}
function describeCharacter(text, start) {
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const fault2 = { start, end: start + character.length };
  switch (character) {
    case '"':
    case "'":
      return {
        ...fault2,
        message: "The text that begins here isn't closed.",
        help: `add the closing ${character}`
      };
    case "=":
      return { ...fault2, message: "A single `=` compares nothing.", help: "write `==`" };
    case "&":
    case "|":
      return {
        ...fault2,
        message: `A single \`${character}\` means nothing.`,
        help: `write \`${character.repeat(2)}\``
      };
    case "[":
      return {
        ...fault2,
        message: "Items are not taken with brackets.",
        help: "write a dot and the number: `list.0`"
      };
    default:
      return {
        ...fault2,
        message: `\`${character}\` means nothing in an expression.`,
        help: "remove it"
      };
  }
}

// src/core/graph/expression/parse.ts
var maxDepth2 = 100;
var constants = /* @__PURE__ */ new Map([
  ["true", true],
  ["false", false],
  ["null", null]
]);
var words = /* @__PURE__ */ new Set(["and", "or", "not"]);
function parseExpression(text) {
  const faults = [];
  try {
    const parser = { text, token: scanToken(text, 0), depth: 0, faults };
    const expression = parseOr(parser);
    if (parser.token.kind !== "end") throw unexpected(parser);
    return faults.length > 0 ? { faults } : { expression };
  } catch (error) {
    if (error instanceof SyntaxFaultError) return { faults: [...faults, error.fault] };
    throw error;
  }
}
function parseOr(parser) {
  return parseLogic(parser, "or", "||", parseAnd);
}
function parseAnd(parser) {
  return parseLogic(parser, "and", "&&", parseNot);
}
function parseLogic(parser, kind, sign, parseOperand) {
  const first = parseOperand(parser);
  if (!isAt(parser, sign, kind)) return first;
  const operands = first.kind === kind ? [...first.operands] : [first];
  while (isAt(parser, sign, kind)) {
    advance2(parser);
    operands.push(parseOperand(parser));
  }
  return { kind, operands };
}
function parseNot(parser) {
  if (!isAt(parser, "!", "not")) return parseComparison(parser);
  return deeper(parser, () => {
    advance2(parser);
    return { kind: "not", operand: parseNot(parser) };
  });
}
function parseComparison(parser) {
  const left = parseSum(parser);
  const operator2 = readComparison(parser.token);
  if (operator2 === void 0) return left;
  advance2(parser);
  const right = parseSum(parser);
  if (readComparison(parser.token) !== void 0) {
    throw fault(parser.token, "Comparisons can't be chained.", "join two with `&&`");
  }
  return { kind: "comparison", operator: operator2, left, right };
}
function parseSum(parser) {
  return parseChain(parser, "sum", ["+", "-"], parseProduct);
}
function parseProduct(parser) {
  return parseChain(parser, "product", ["*", "/", "%"], parseSign);
}
function parseChain(parser, kind, operators, parseOperand) {
  const first = parseOperand(parser);
  const rest = [];
  for (; ; ) {
    const operator2 = operators.find((sign) => isAt(parser, sign));
    if (operator2 === void 0) break;
    advance2(parser);
    rest.push({ operator: operator2, operand: parseOperand(parser) });
  }
  if (rest.length === 0) return first;
  if (first.kind !== kind) return { kind, first, rest };
  return { kind, first: first.first, rest: [...first.rest, ...rest] };
}
function parseSign(parser) {
  if (!isAt(parser, "-")) return parsePrimary(parser);
  return deeper(parser, () => {
    advance2(parser);
    return { kind: "minus", operand: parseSign(parser) };
  });
}
function parsePrimary(parser) {
  const { token } = parser;
  if (token.kind === "number" || token.kind === "string") {
    advance2(parser);
    return { kind: "literal", value: token.value ?? null };
  }
  if (token.kind === "path" && !words.has(token.text)) return parseName(parser);
  if (!isAt(parser, "(")) throw unexpected(parser);
  return deeper(parser, () => {
    advance2(parser);
    const expression = parseOr(parser);
    close(parser, token);
    return expression;
  });
}
function parseName(parser) {
  const { token } = parser;
  advance2(parser);
  const constant = constants.get(token.text);
  if (constant !== void 0) return { kind: "literal", value: constant };
  if (isAt(parser, "(") && !token.text.includes(".")) return parseCall(parser, token);
  return { kind: "path", path: token.text.split("."), start: token.start, end: token.end };
}
function parseCall(parser, name2) {
  const open = parser.token;
  return deeper(parser, () => {
    advance2(parser);
    const args = [];
    const starts = [];
    while (!isAt(parser, ")")) {
      if (args.length > 0) separate(parser, open);
      starts.push(parser.token);
      args.push(parseOr(parser));
    }
    close(parser, open);
    if (isFunctionName(name2.text)) {
      checkCall(parser, name2, name2.text, args, starts);
      return { kind: "call", name: name2.text, arguments: args };
    }
    const near = suggest(name2.text, Object.keys(arities));
    parser.faults.push({
      start: name2.start,
      end: name2.end,
      message: `There is no function \`${name2.text}\`.`,
      help: near === void 0 ? `use one of ${Object.keys(arities).map((each) => `\`${each}\``).join(", ")}` : `did you mean \`${near}\`?`
    });
    return { kind: "literal", value: null };
  });
}
function checkCall(parser, token, name2, args, starts) {
  const [least, most] = arities[name2];
  if (args.length < least || args.length > most) {
    const wanted = least === most ? String(least) : `at least ${least}`;
    parser.faults.push({
      start: token.start,
      end: token.end,
      message: `\`${name2}\` takes ${wanted} ${wanted.endsWith("1") ? "value" : "values"}, not ${args.length}.`,
      help: args.length < least ? "add what is missing" : "remove what is too much"
    });
    return;
  }
  const [, pattern] = args;
  const place = starts[1];
  if (name2 !== "matches" || pattern === void 0 || place === void 0) return;
  const what = pattern.kind === "literal" && typeof pattern.value === "string" ? findPatternFault(pattern.value) : "is no text in quotes";
  if (what === void 0) return;
  parser.faults.push({
    start: place.start,
    end: place.end,
    message: `The pattern of \`matches\` ${what}.`,
    help: 'write a regular expression in quotes: `matches(title, "^fix")`'
  });
}
function separate(parser, open) {
  if (parser.token.kind === "end") throw neverClosed(open);
  if (!isAt(parser, ",")) throw unexpected(parser);
  advance2(parser);
}
function close(parser, open) {
  if (parser.token.kind === "end") throw neverClosed(open);
  if (!isAt(parser, ")")) throw unexpected(parser);
  advance2(parser);
}
function deeper(parser, parse) {
  if (parser.depth === maxDepth2) {
    throw fault(
      parser.token,
      `This is nested more than ${maxDepth2} levels deep.`,
      "split it into several expressions of a `compute` node"
    );
  }
  parser.depth += 1;
  const expression = parse();
  parser.depth -= 1;
  return expression;
}
function isAt({ token }, sign, word) {
  return token.kind === "operator" ? token.text === sign : token.kind === "path" && token.text === word;
}
function advance2(parser) {
  parser.token = scanToken(parser.text, parser.token.end);
}
function readComparison({ kind, text }) {
  if (kind !== "operator") return void 0;
  switch (text) {
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return text;
    default:
      return void 0;
  }
}
function unexpected({ token, text }) {
  if (token.kind !== "end") {
    return fault(
      token,
      `\`${token.text}\` can't stand here.`,
      "remove it, or put an operator before it"
    );
  }
  const written = text.trim();
  if (written === "")
    return fault(token, "There is nothing to evaluate.", "write an expression: `score > 5`");
  return fault(
    token,
    `\`${written}\` lacks a value at its end.`,
    "add one, or remove the operator"
  );
}
function neverClosed(open) {
  return fault(open, "The bracket that opens here is never closed.", "add the closing `)`");
}
function fault({ start, end }, message, help) {
  return new SyntaxFaultError({ start, end, message, help });
}

// src/core/graph/group-by.ts
function groupBy(items, keyOf) {
  const groups = /* @__PURE__ */ new Map();
  for (const item of items) {
    const key = keyOf(item);
    const group2 = groups.get(key);
    if (group2 === void 0) groups.set(key, [item]);
    else group2.push(item);
  }
  return groups;
}

export {
  isNamespace,
  parseTemplate,
  toTemplate,
  resolvePath,
  resolverOf,
  renderTemplate,
  loneReference,
  evaluateMapping,
  printTemplate,
  hashGraph,
  isTrue,
  evaluateExpression,
  listPaths,
  isBare,
  parseExpression,
  groupBy
};
