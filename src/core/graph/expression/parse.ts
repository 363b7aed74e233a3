/** Parses expressions by precedence: or, and, not, comparison, sum, product, sign. */
import { suggest } from "#core/text/suggest.ts";
import { arities, isFunctionName } from "./expression.ts";
import type { Chain, Comparison, Expression, FunctionName, Literal } from "./expression.ts";
import { findPatternFault } from "./pattern/pattern.ts";
import { SyntaxFaultError, scanToken } from "./scan.ts";
import type { SyntaxFault, Token } from "./scan.ts";

/** A tree, or why there is none. */
export type ParsedExpression =
  { readonly expression: Expression } | { readonly faults: readonly SyntaxFault[] };

interface Parser {
  readonly text: string;
  token: Token;
  depth: number;
  /** What is wrong with calls; parsing goes on behind it. */
  readonly faults: SyntaxFault[];
}

/** More levels of brackets, calls, signs and negations than anybody writes. */
const maxDepth = 100;

const constants = new Map<string, Literal["value"]>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
const words = new Set(["and", "or", "not"]);

/**
 * The tree of an expression, or its faults (C100) with offsets in the text.
 *
 * @example
 * const parsed = parseExpression("score > 5 && not vars.strict");
 * if ("faults" in parsed) throw new Error(parsed.faults[0]?.message);
 */
export function parseExpression(text: string): ParsedExpression {
  const faults: SyntaxFault[] = [];
  try {
    const parser: Parser = { text, token: scanToken(text, 0), depth: 0, faults };
    const expression = parseOr(parser);
    if (parser.token.kind !== "end") throw unexpected(parser);
    return faults.length > 0 ? { faults } : { expression };
  } catch (error) {
    if (error instanceof SyntaxFaultError) return { faults: [...faults, error.fault] };
    throw error;
  }
}

function parseOr(parser: Parser): Expression {
  return parseLogic(parser, "or", "||", parseAnd);
}

function parseAnd(parser: Parser): Expression {
  return parseLogic(parser, "and", "&&", parseNot);
}

function parseLogic(
  parser: Parser,
  kind: "and" | "or",
  sign: string,
  parseOperand: (parser: Parser) => Expression,
): Expression {
  const first = parseOperand(parser);
  if (!isAt(parser, sign, kind)) return first;
  const operands = first.kind === kind ? [...first.operands] : [first];
  while (isAt(parser, sign, kind)) {
    advance(parser);
    operands.push(parseOperand(parser));
  }
  return { kind, operands };
}

function parseNot(parser: Parser): Expression {
  if (!isAt(parser, "!", "not")) return parseComparison(parser);
  return deeper(parser, () => {
    advance(parser);
    return { kind: "not", operand: parseNot(parser) };
  });
}

function parseComparison(parser: Parser): Expression {
  const left = parseSum(parser);
  const operator = readComparison(parser.token);
  if (operator === undefined) return left;
  advance(parser);
  const right = parseSum(parser);
  if (readComparison(parser.token) !== undefined) {
    throw fault(parser.token, "Comparisons can't be chained.", "join two with `&&`");
  }
  return { kind: "comparison", operator, left, right };
}

function parseSum(parser: Parser): Expression {
  return parseChain(parser, "sum", ["+", "-"], parseProduct);
}

function parseProduct(parser: Parser): Expression {
  return parseChain(parser, "product", ["*", "/", "%"], parseSign);
}

function parseChain(
  parser: Parser,
  kind: "sum" | "product",
  operators: readonly Chain["rest"][number]["operator"][],
  parseOperand: (parser: Parser) => Expression,
): Expression {
  const first = parseOperand(parser);
  const rest: Chain["rest"][number][] = [];
  for (;;) {
    const operator = operators.find((sign) => isAt(parser, sign));
    if (operator === undefined) break;
    advance(parser);
    rest.push({ operator, operand: parseOperand(parser) });
  }
  if (rest.length === 0) return first;
  if (first.kind !== kind) return { kind, first, rest };
  return { kind, first: first.first, rest: [...first.rest, ...rest] };
}

function parseSign(parser: Parser): Expression {
  if (!isAt(parser, "-")) return parsePrimary(parser);
  return deeper(parser, () => {
    advance(parser);
    return { kind: "minus", operand: parseSign(parser) };
  });
}

function parsePrimary(parser: Parser): Expression {
  const { token } = parser;
  if (token.kind === "number" || token.kind === "string") {
    advance(parser);
    return { kind: "literal", value: token.value ?? null };
  }
  if (token.kind === "path" && !words.has(token.text)) return parseName(parser);
  if (!isAt(parser, "(")) throw unexpected(parser);
  return deeper(parser, () => {
    advance(parser);
    const expression = parseOr(parser);
    close(parser, token);
    return expression;
  });
}

function parseName(parser: Parser): Expression {
  const { token } = parser;
  advance(parser);
  const constant = constants.get(token.text);
  if (constant !== undefined) return { kind: "literal", value: constant };
  if (isAt(parser, "(") && !token.text.includes(".")) return parseCall(parser, token);
  return { kind: "path", path: token.text.split("."), start: token.start, end: token.end };
}

function parseCall(parser: Parser, name: Token): Expression {
  const open = parser.token;
  return deeper(parser, () => {
    advance(parser);
    const args: Expression[] = [];
    const starts: Token[] = [];
    while (!isAt(parser, ")")) {
      if (args.length > 0) separate(parser, open);
      starts.push(parser.token);
      args.push(parseOr(parser));
    }
    close(parser, open);
    if (isFunctionName(name.text)) {
      checkCall(parser, name, name.text, args, starts);
      return { kind: "call", name: name.text, arguments: args };
    }
    const near = suggest(name.text, Object.keys(arities));
    parser.faults.push({
      start: name.start,
      end: name.end,
      message: `There is no function \`${name.text}\`.`,
      help:
        near === undefined
          ? `use one of ${Object.keys(arities)
              .map((each) => `\`${each}\``)
              .join(", ")}`
          : `did you mean \`${near}\`?`,
    });
    return { kind: "literal", value: null };
  });
}

function checkCall(
  parser: Parser,
  token: Token,
  name: FunctionName,
  args: readonly Expression[],
  starts: readonly Token[],
): void {
  const [least, most]: readonly [number, number] = arities[name];
  if (args.length < least || args.length > most) {
    const wanted = least === most ? String(least) : `at least ${least}`;
    parser.faults.push({
      start: token.start,
      end: token.end,
      message: `\`${name}\` takes ${wanted} ${wanted.endsWith("1") ? "value" : "values"}, not ${args.length}.`,
      help: args.length < least ? "add what is missing" : "remove what is too much",
    });
    return;
  }
  const [, pattern] = args;
  const place = starts[1];
  if (name !== "matches" || pattern === undefined || place === undefined) return;
  const what =
    pattern.kind === "literal" && typeof pattern.value === "string"
      ? findPatternFault(pattern.value)
      : "is no text in quotes";
  if (what === undefined) return;
  parser.faults.push({
    start: place.start,
    end: place.end,
    message: `The pattern of \`matches\` ${what}.`,
    help: 'write a regular expression in quotes: `matches(title, "^fix")`',
  });
}

function separate(parser: Parser, open: Token): void {
  if (parser.token.kind === "end") throw neverClosed(open);
  if (!isAt(parser, ",")) throw unexpected(parser);
  advance(parser);
}

function close(parser: Parser, open: Token): void {
  if (parser.token.kind === "end") throw neverClosed(open);
  if (!isAt(parser, ")")) throw unexpected(parser);
  advance(parser);
}

function deeper(parser: Parser, parse: () => Expression): Expression {
  if (parser.depth === maxDepth) {
    throw fault(
      parser.token,
      `This is nested more than ${maxDepth} levels deep.`,
      "split it into several expressions of a `compute` node",
    );
  }
  parser.depth += 1;
  const expression = parse();
  parser.depth -= 1;
  return expression;
}

function isAt({ token }: Parser, sign: string, word?: string): boolean {
  return token.kind === "operator"
    ? token.text === sign
    : token.kind === "path" && token.text === word;
}

function advance(parser: Parser): void {
  parser.token = scanToken(parser.text, parser.token.end);
}

function readComparison({ kind, text }: Token): Comparison["operator"] | undefined {
  if (kind !== "operator") return undefined;
  switch (text) {
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return text;
    default:
      return undefined;
  }
}

function unexpected({ token, text }: Parser): SyntaxFaultError {
  if (token.kind !== "end") {
    return fault(
      token,
      `\`${token.text}\` can't stand here.`,
      "remove it, or put an operator before it",
    );
  }
  const written = text.trim();
  if (written === "")
    return fault(token, "There is nothing to evaluate.", "write an expression: `score > 5`");
  return fault(
    token,
    `\`${written}\` lacks a value at its end.`,
    "add one, or remove the operator",
  );
}

function neverClosed(open: Token): SyntaxFaultError {
  return fault(open, "The bracket that opens here is never closed.", "add the closing `)`");
}

function fault({ start, end }: Token, message: string, help: string): SyntaxFaultError {
  return new SyntaxFaultError({ start, end, message, help });
}
