/**
 * Moves functions that no start calls out of a bundled file, into one that the first call loads.
 *
 * `later.ts` does it with whole modules; most of what a start reads in vain are functions of modules
 * that it needs otherwise.
 */
import ts from "typescript";
import { laterPart } from "./later.ts";

/** A bundled file and what was moved out of it, each as code that ends with its exports. */
export interface Parted {
  readonly code: string;
  readonly later: string;
}

/** Smaller functions aren't worth the call that would stand in their place, if there is one. */
const smallest = 120;

/** Where a moved function is loaded from; there is one file for each bundled one. */
const loader = "$load";

/**
 * Parts a file; null if nothing in it can be moved.
 *
 * `names` are those of functions, without the number that esbuild gives to one of two with the same
 * name; `self` and `later` are how both files are imported.
 */
export function moveFunctions(
  code: string,
  names: ReadonlySet<string>,
  { self, later }: { readonly self: string; readonly later: string },
): Parted | null {
  const file = ts.createSourceFile("bundle.mjs", code, ts.ScriptTarget.Latest, false);
  const top = readTop(file);
  const movable = file.statements
    .filter((one) => ts.isFunctionDeclaration(one))
    .filter((one) => isMovable(one, { names, top }));
  const { moved, kept } = chooseMoved(file, movable);
  if (moved.length === 0) return null;
  const movedNames = new Set(moved.map(nameOf));
  const used = new Set(moved.flatMap((one) => listUses(one)));
  const taken = [...used].filter((name) => !movedNames.has(name) && top.own.has(name));
  const imported = [...used].flatMap((name) => top.imported.get(name) ?? []);
  const stillUsed = new Set(kept.flatMap((one) => listUses(one)));
  const called = [...movedNames].filter((name) => stillUsed.has(name));
  return {
    code: [
      ...kept.map((one) => textOf(one, file)),
      `var $later;function ${loader}(){return $later??=import("./${laterPart}_${later}")}`,
      ...called.map((name) => `function ${name}(...given){return ${loader}().${name}(...given)}`),
      `export{${taken.map((name) => `${name} as $${name}`).join()}};`,
    ].join("\n"),
    later: [
      `import{${taken.map((name) => `$${name} as ${name}`).join()}}from"./${self}";`,
      ...imported,
      ...moved.map((one) => textOf(one, file)),
      `export{${called.join()}};`,
    ].join("\n"),
  };
}

/** All that can be moved but small functions that something calls which stays. */
function chooseMoved(
  file: ts.SourceFile,
  movable: readonly ts.FunctionDeclaration[],
): { readonly moved: readonly ts.FunctionDeclaration[]; readonly kept: readonly ts.Statement[] } {
  const moved = new Set<ts.Statement>(movable);
  const small = movable.filter((one) => textOf(one, file).length < smallest);
  const stillUsed = new Set<string>();
  let left: readonly ts.Statement[] = file.statements.filter((one) => !moved.has(one));
  while (left.length > 0) {
    for (const name of left.flatMap((one) => listUses(one))) stillUsed.add(name);
    left = small.filter((one) => moved.has(one) && stillUsed.has(nameOf(one)));
    for (const one of left) moved.delete(one);
  }
  return {
    moved: movable.filter((one) => moved.has(one)),
    kept: file.statements.filter((one) => !moved.has(one)),
  };
}

function nameOf({ name }: ts.FunctionDeclaration): string {
  return name?.text ?? "";
}

/** What a file has at its top: names of its own, and imports by the names that they give. */
interface Top {
  readonly own: ReadonlySet<string>;
  readonly imported: ReadonlyMap<string, string>;
}

function readTop(file: ts.SourceFile): Top {
  const own = new Set<string>();
  const imported = new Map<string, string>();
  for (const one of file.statements) {
    if (ts.isImportDeclaration(one)) readImport(one, file, imported);
    if ((ts.isFunctionDeclaration(one) || ts.isClassDeclaration(one)) && one.name !== undefined)
      own.add(one.name.text);
    if (ts.isVariableStatement(one))
      for (const { name } of one.declarationList.declarations)
        for (const text of listBound(name)) own.add(text);
  }
  return { own, imported };
}

function readImport(
  { importClause, moduleSpecifier }: ts.ImportDeclaration,
  file: ts.SourceFile,
  imported: Map<string, string>,
): void {
  const from = moduleSpecifier.getText(file);
  const { name, namedBindings: bindings } = importClause ?? {};
  if (name !== undefined) imported.set(name.text, `import ${name.text} from${from};`);
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) {
    imported.set(bindings.name.text, `import*as ${bindings.name.text} from${from};`);
    return;
  }
  for (const one of bindings.elements)
    imported.set(one.name.text, `import{${one.getText(file)}}from${from};`);
}

function listBound(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isOmittedExpression(one) ? [] : listBound(one.name)));
}

/** A function must do the same elsewhere: without a `this`, and without setting what stays behind. */
function isMovable(
  one: ts.FunctionDeclaration,
  { names, top }: { readonly names: ReadonlySet<string>; readonly top: Top },
): boolean {
  const name = nameOf(one);
  if (!names.has(name) && !names.has(baseName(name))) return false;
  let isFree = true;
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.ThisKeyword || ts.isMetaProperty(node)) isFree = false;
    if (ts.isIdentifier(node) && node.text === "arguments") isFree = false;
    const target = targetOf(node);
    if (target !== undefined && top.own.has(target)) isFree = false;
    ts.forEachChild(node, visit);
  };
  visit(one);
  return isFree;
}

/** The name that an assignment sets. */
function targetOf(node: ts.Node): string | undefined {
  const isUpdate = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
  const target = isUpdate ? node.operand : ts.isBinaryExpression(node) ? node.left : undefined;
  return target !== undefined && ts.isIdentifier(target) ? target.text : undefined;
}

/** A function's name in its source. */
export function baseName(name: string): string {
  return name.replace(/\d+$/, "");
}

/** Names that a statement may refer to: all of its words but those of properties. */
function listUses(statement: ts.Node): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.push(node.text);
    else if (ts.isPropertyAccessExpression(node)) visit(node.expression);
    else if (ts.isExportSpecifier(node)) visit(node.propertyName ?? node.name);
    else if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) visit(node.name);
      visit(node.initializer);
    } else ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

function textOf(node: ts.Node, file: ts.SourceFile): string {
  return node.getText(file);
}
