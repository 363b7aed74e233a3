/**
 * Makes a script of a bundled module: what Node can load together with code that V8 compiled earlier.
 *
 * The script is a function that returns what the module exports. It is given what only modules have:
 * something that imports, and what `import.meta` is.
 */
import ts from "typescript";

/** A module as a script. */
export interface ModuleScript {
  readonly text: string;
  /** What the object that the script's function returns is made of. */
  readonly exported: readonly string[];
}

/** What the script calls `import` and `import.meta`. */
const given = ["$import", "$meta"] as const;

/** A part of the module, and what the script has in its place. */
type Change = readonly [node: ts.Node, text: string];

/**
 * The script that does what a module does; undefined for one that imports statically, or whose last
 * statement isn't a list of what it exports.
 *
 * @throws {@link Error} if what it exports may change later: only modules would see that.
 */
export function toScript(code: string): ModuleScript | undefined {
  const file = parse(code);
  const last = file.statements.at(-1);
  const list = last !== undefined && ts.isExportDeclaration(last) ? last.exportClause : undefined;
  if (last === undefined || list === undefined || !ts.isNamedExports(list)) return undefined;
  if (file.statements.some((one) => ts.isImportDeclaration(one))) return undefined;
  refuseChanging(file, list);
  const fields = list.elements.map(
    ({ name, propertyName }) => `${name.text}:${(propertyName ?? name).text}`,
  );
  const changes: Change[] = [...moduleWords(file), [last, `return{${fields.join()}}`]];
  const body = changes.reduceRight(
    (text, [node, word]) => text.slice(0, node.getStart()) + word + text.slice(node.end),
    code,
  );
  const text = `(function(${given.join()}){"use strict";${body}})`;
  return { text, exported: list.elements.map(({ name }) => name.text) };
}

/** `import(…)` and `import.meta`, in their order. */
function moduleWords(file: ts.SourceFile): Change[] {
  return nodesOf(file).flatMap((node): Change[] => {
    if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) {
      return [[node, given[0]]];
    }
    return ts.isMetaProperty(node) ? [[node, given[1]]] : [];
  });
}

/** An object has the values that the names had in the end; functions that give them new ones come too late. */
function refuseChanging(file: ts.SourceFile, list: ts.NamedExports): void {
  const checker = checkerOf(file);
  const exported = new Set(
    list.elements.map((one) => checker.getExportSpecifierLocalTargetSymbol(one)),
  );
  const changing = nodesOf(file).filter(
    (node) =>
      ts.isIdentifier(node) &&
      exported.has(symbolOf(checker, node)) &&
      isAssigned(node) &&
      ts.findAncestor(node, ts.isFunctionLike) !== undefined,
  );
  if (changing.length === 0) return;
  const names = [...new Set(changing.map((node) => node.getText()))].join(", ");
  throw new Error(`a start file exports what changes later: ${names}; export functions for it`);
}

/** What a name stands for; in `({a} = b)` that is the variable, not the field. */
function symbolOf(checker: ts.TypeChecker, node: ts.Node): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
}

function checkerOf(file: ts.SourceFile): ts.TypeChecker {
  const options: ts.CompilerOptions = { allowJs: true, noLib: true, noResolve: true };
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    getSourceFile: (name) => (name === file.fileName ? file : undefined),
  };
  return ts.createProgram({ rootNames: [file.fileName], options, host }).getTypeChecker();
}

/** True for a name that is given a value: `a = 1`, `a++`, `[a] = list`, `for (a of list)`. */
function isAssigned(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    const { FirstAssignment, LastAssignment } = ts.SyntaxKind;
    return parent.left === node && kind >= FirstAssignment && kind <= LastAssignment;
  }
  if (ts.isPostfixUnaryExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent)) {
    const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
    return parent.operator === PlusPlusToken || parent.operator === MinusMinusToken;
  }
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) {
    return parent.initializer === node;
  }
  const isWithin =
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node);
  return isWithin && isAssigned(parent);
}

function nodesOf(node: ts.Node): ts.Node[] {
  const inner: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    inner.push(child, ...nodesOf(child));
  });
  return inner;
}

function parse(code: string): ts.SourceFile {
  return ts.createSourceFile("bundle.js", code, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
}
