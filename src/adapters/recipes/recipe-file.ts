/** Reads the files of recipes, JSON or YAML, and knows where in the text everything stands. */
import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument } from "yaml";
import type { Document, Node } from "yaml";
import { messageOf } from "#core/text/fault.ts";
import { NoYamlValue, toValue } from "#adapters/files/yaml-value.ts";
import { parseJson, TooDeep } from "#core/graph/depth.ts";
import type { Value } from "#core/graph/value.ts";
import { InvalidRecipe } from "#core/run/recipe/invalid-recipe.ts";
import type { RecipeFile, RecipeSource } from "#core/run/recipe/recipe.ts";
import { createSourceFile } from "#core/text/source-file.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import type { Span } from "#core/text/span.ts";

/**
 * Reads a recipe's file; a name that ends in `.json` takes nothing but JSON.
 *
 * @throws InvalidRecipe with the place of what can't be read.
 * @example
 * createPlan({ graph, source, recipe: readRecipeFile("fast.json", text) });
 */
export function readRecipeFile(path: string, text: string): RecipeFile {
  const file = createSourceFile(path, text);
  const document = parseDocument(file.text, { prettyErrors: false });
  const source: RecipeSource = {
    file,
    locate: (keys, at) => locate(file, document, keys, at),
  };
  try {
    const content = path.endsWith(".json") ? readJson(file, document) : toValue(document);
    return { path, content, source };
  } catch (error) {
    throw unreadable(source, error);
  }
}

/** Where a file can't be read, and why. */
class Unreadable extends Error {
  readonly span: Span;

  constructor(message: string, [start, end]: readonly [number, number]) {
    super(message);
    this.span = { start, end };
  }
}

function unreadable({ file, locate: find }: RecipeSource, error: unknown): InvalidRecipe {
  const span = placeOf(error) ?? find([], "value");
  const message = messageOf(error).replace(/\.$/, "");
  const place: RecipeSource = { file, locate: () => span };
  return new InvalidRecipe({ path: file.path, source: place }, [
    {
      code: "R001",
      path: [],
      at: "value",
      message: `This can't be read: ${message}.`,
      help: helpFor(file.path, error),
    },
  ]);
}

function placeOf(error: unknown): Span | undefined {
  if (error instanceof Unreadable) return error.span;
  return error instanceof NoYamlValue ? { start: error.pos[0], end: error.pos[1] } : undefined;
}

function helpFor(path: string, error: unknown): string {
  if (error instanceof TooDeep) return "make the value flatter";
  return path.endsWith(".json")
    ? "write JSON, or name the file `.yaml`"
    : "write YAML or JSON, each key once";
}

/** JSON as it is, but for a key given twice, of which JSON would silently keep the last. */
function readJson(file: SourceFile, document: Document): Value {
  let content: Value;
  try {
    content = parseJson(file.text);
  } catch (error) {
    throw error instanceof TooDeep ? error : notJson(file, error);
  }
  const twice = document.errors.find(({ code }) => code === "DUPLICATE_KEY");
  if (twice !== undefined) throw new Unreadable("this key is given twice", twice.pos);
  return content;
}

/** Node says what, but often not where: the shortest beginning that can't be the beginning of JSON ends there. */
function notJson({ text }: SourceFile, error: unknown): Unreadable {
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (mayGoOn(text.slice(0, middle))) low = middle + 1;
    else high = middle;
  }
  const message = messageOf(error);
  const [reason = message] = message.split(/ in JSON| after JSON|, (?:\.{3})?"/);
  return new Unreadable(reason, [Math.max(0, low - 1), low]);
}

/** True for a text that JSON may begin with. */
function mayGoOn(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const position = /at position (\d+)/.exec(message)?.[1];
    return message.includes("end of JSON") || Number(position ?? -1) >= text.length;
  }
}

/** The key or value at a path, else what is around it. */
function locate(
  { text }: SourceFile,
  document: Document,
  keys: readonly string[],
  at: "key" | "value",
): Span {
  let found: Span = spanOf(document.contents) ?? { start: 0, end: 0 };
  let node: unknown = document.contents;
  for (const [index, name] of keys.entries()) {
    const pair = stepInto(isAlias(node) ? node.resolve(document) : node, name);
    if (pair === undefined) break;
    node = pair.value;
    const wanted = index === keys.length - 1 && at === "key" ? pair.key : pair.value;
    found = spanOf(wanted) ?? spanOf(pair.key) ?? found;
  }
  // A frame shows one line; the whole of a mapping would be underlined to its end.
  const end = text.indexOf("\n", found.start);
  return { start: found.start, end: end === -1 ? found.end : Math.min(found.end, end) };
}

function stepInto(
  node: unknown,
  name: string,
): { readonly key: unknown; readonly value: unknown } | undefined {
  if (isMap(node)) {
    return node.items.find(({ key }) => isScalar(key) && String(key.value) === name);
  }
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(name)];
  return item === undefined ? undefined : { key: item, value: item };
}

function spanOf(node: unknown): Span | undefined {
  if (!isNode(node)) return undefined;
  const { range }: Pick<Node, "range"> = node;
  return range ? { start: range[0], end: Math.max(range[1], range[0]) } : undefined;
}
