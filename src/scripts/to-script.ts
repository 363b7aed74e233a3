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
 * The script that does what a module does; undefined for one that has something of another module,
 * or whose last statement isn't a list of what it exports.
 *
 * @throws {@link Error} if what it exports may change later, which only modules would see, if it
 * waits for something before it is done, or if a name in it is one that the script needs.
 */
export function toScript(code: string): ModuleScript | undefined {
  const file = ts.createSourceFile("bundle.js", code, ts.ScriptTarget.ESNext, true);
  const last = file.statements.at(-1);
  const list = last !== undefined && ts.isExportDeclaration(last) ? last.exportClause : undefined;
  if (last === undefined || list === undefined || !ts.isNamedExports(list)) return undefined;
  if (file.statements.some(isOfAnother)) return undefined;
  const nodes = nodesOf(file);
  refuseUnfit(nodes);
  refuseChanging(file, list, nodes);
  const fields = list.elements.map(
    ({ name, propertyName }) => `${name.getText()}:${(propertyName ?? name).text}`,
  );
  const changes: Change[] = [...nodes.flatMap(moduleWord), [last, `return{${fields.join()}}`]];
  const body = changes.reduceRight(
    (text, [node, word]) => text.slice(0, node.getStart()) + word + text.slice(node.end),
    code,
  );
  return {
    text: `(function(${given.join()}){"use strict";${body}})`,
    exported: list.elements.map(({ name }) => name.getText()),
  };
}

/** True for what imports from another module, or exports what that has. */
function isOfAnother(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return true;
  return ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
}

/** `import(…)` and `import.meta`, which only modules have. */
function moduleWord(node: ts.Node): Change[] {
  if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) {
    return [[node, given[0]]];
  }
  return ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword
    ? [[node, given[1]]]
    : [];
}

function refuseUnfit(nodes: readonly ts.Node[]): void {
  for (const node of nodes) {
    if (waits(node) && ts.findAncestor(node, ts.isFunctionLike) === undefined) {
      throw new Error("a start file waits for something before it is done");
    }
    if (ts.isIdentifier(node) && given.some((name) => name === node.text)) {
      throw new Error(`a start file has a name that its script needs: ${node.text}`);
    }
  }
}

function waits(node: ts.Node): boolean {
  if (ts.isForOfStatement(node)) return node.awaitModifier !== undefined;
  return ts.isAwaitExpression(node);
}

/** An object has the values that the names had in the end; functions that give them new ones come too late. */
function refuseChanging(
  file: ts.SourceFile,
  list: ts.NamedExports,
  nodes: readonly ts.Node[],
): void {
  const checker = checkerOf(file);
  const exported = new Map(
    list.elements.map((one) => [
      checker.getExportSpecifierLocalTargetSymbol(one),
      one.name.getText(),
    ]),
  );
  const changing = nodes.flatMap((node) => {
    const name = ts.isIdentifier(node) ? exported.get(symbolOf(checker, node)) : undefined;
    return name !== undefined && isAssigned(node) && isLater(node) ? [name] : [];
  });
  if (changing.length === 0) return;
  const names = [...new Set(changing)].join(", ");
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

/** True for what isn't done while the file is run: bodies of functions, fields of instances. */
function isLater(node: ts.Node): boolean {
  const isBody = (one: ts.Node): boolean => ts.isFunctionLike(one) || ts.isPropertyDeclaration(one);
  return ts.findAncestor(node, isBody) !== undefined;
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
    ts.isParenthesizedExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node);
  return isWithin && isAssigned(parent);
}

/** A bundle has more nodes than a call may have arguments. */
function nodesOf(file: ts.SourceFile): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return nodes;
}
