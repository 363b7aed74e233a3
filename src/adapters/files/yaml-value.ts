/** The value of a YAML document, or in our words why it has none. */
import { isCollection, isNode, LineCounter, parseDocument, visit } from "yaml";
import type { Document } from "yaml";
import { deepestValue, isTooDeep, TooDeep } from "#core/graph/depth.ts";
import type { Value } from "#core/graph/value.ts";
import { describeYamlError } from "#core/text/yaml-error.ts";

/** Why a text can't be read, and where: offsets of the beginning and the end. */
export class NoYamlValue extends Error {
  readonly pos: readonly [number, number];

  constructor(message: string, pos: readonly [number, number]) {
    super(message);
    this.pos = pos;
  }
}

/**
 * The value of a text.
 *
 * @throws Error that says what is wrong, and in which line.
 */
export function readYamlValue(text: string): Value {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  try {
    return toValue(document);
  } catch (error) {
    if (!(error instanceof NoYamlValue)) throw error;
    const { line, col } = lines.linePos(error.pos[0]);
    throw new Error(`${error.message} at line ${line}, column ${col}`, { cause: error });
  }
}

/**
 * The value as data that JSON has; few aliases are followed, since they multiply.
 *
 * @throws NoYamlValue for the first thing that is wrong, TooDeep for what nests too deep, and Error
 * for aliases that multiply.
 */
export function toValue(document: Document): Value {
  // YAML knows values that JSON has not.
  return JSON.parse(JSON.stringify(toPlain(document) ?? null)) as Value;
}

/**
 * The same as YAML has it; undefined of an empty text.
 *
 * @throws as `toValue`.
 */
export function toPlain(document: Document, levels: number = deepestValue): unknown {
  const [error] = document.errors;
  if (error?.code === "RESOURCE_EXHAUSTION") throw new TooDeep();
  if (error !== undefined) throw new NoYamlValue(describeYamlError(error), error.pos);
  refuseKeys(document);
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (isTooDeep(value, levels)) throw new TooDeep();
  return value;
}

/** The parser would write such a key as a text, and tell standard error of it. */
function refuseKeys(document: Document): void {
  visit(document, {
    Pair(_, { key }) {
      if (!isCollection(key)) return;
      throw new NoYamlValue("a key is a list or a mapping, not a text", spanOf(key));
    },
  });
}

function spanOf(node: unknown): readonly [number, number] {
  const [start = 0, end = 0] = (isNode(node) ? node.range : null) ?? [];
  return [start, end];
}
