/**
 * Has the functions that every start calls compiled together with their file.
 *
 * V8 only skims a function that it comes across, and reads it again to compile it when it is called
 * first. One in parentheses it takes to be called soon: it reads it once, and compiles it at once.
 * For a function that isn't called this costs more than it saves, so those that are stand in lists,
 * which `npm run starts` makes from starts that it watches. They have the names of the bundle, some
 * with a number that another module may take over: an old list costs speed, nothing else.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Where the list of a program lies: names as they are in the bundle before they are shortened. */
export function listOf(root: string, program: string): string {
  return join(root, "src/scripts/early", `${program.replace("/index", "")}.txt`);
}

/** The names that are listed for a program, for example `action/index`. */
export function readEarly(root: string, program: string): ReadonlySet<string> {
  const path = listOf(root, program);
  return new Set(existsSync(path) ? readFileSync(path, "utf8").split(/\s+/) : []);
}

/** A function of a file, by its name and by where it begins. */
export interface FunctionPlace {
  readonly name: string;
  readonly start: number;
}

/** The functions that a file declares, not those inside of others. */
export function listFunctions(code: string): FunctionPlace[] {
  return declarationsIn(code).map((one) => ({ name: one.name.text, start: one.getStart() }));
}

/**
 * Makes the named functions the values of the file's first declaration.
 *
 * They are there before the file does anything else. Other than declared functions they aren't there
 * before that, which only files that import one another in a circle could notice; bundled ones don't.
 */
export function gatherEarly(code: string, early: ReadonlySet<string>): string {
  const found = declarationsIn(code).filter(({ name }) => early.has(name.text));
  if (found.length === 0) return code;
  // Without a name of its own inside: it would take a scope of its own.
  const gathered = found.map((one) => {
    const words = code.slice(one.getStart(), one.name.getStart());
    return `${one.name.text}=${words}${code.slice(one.name.end, one.end)}`;
  });
  const start = code.startsWith("#!") ? code.indexOf("\n") + 1 : 0;
  return `${code.slice(0, start)}var ${gathered.join(",")};${cutOut(code, found).slice(start)}`;
}

/** Puts parentheses around the functions that were gathered, once nothing takes them away again. */
export function compileEarly(code: string): string {
  const first = parse(code).statements.find((one) => !ts.isImportDeclaration(one));
  if (first === undefined || !ts.isVariableStatement(first)) return code;
  const functions = first.declarationList.declarations.flatMap(({ initializer }) =>
    initializer !== undefined && ts.isFunctionExpression(initializer) ? [initializer] : [],
  );
  return functions.reduceRight(
    (text, one) =>
      `${text.slice(0, one.getStart())}(${text.slice(one.getStart(), one.end)})${text.slice(one.end)}`,
    code,
  );
}

/** A declared function with a name. */
type Declared = ts.FunctionDeclaration & { readonly name: ts.Identifier };

function declarationsIn(code: string): Declared[] {
  return parse(code).statements.filter(
    (one): one is Declared => ts.isFunctionDeclaration(one) && one.name !== undefined,
  );
}

function parse(code: string): ts.SourceFile {
  return ts.createSourceFile("bundle.mjs", code, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
}

function cutOut(code: string, nodes: readonly ts.Node[]): string {
  let rest = "";
  let at = 0;
  for (const node of nodes) {
    rest += code.slice(at, node.getStart());
    at = node.end;
  }
  return rest + code.slice(at);
}
