/** A YAML file as plain data, with the line of every key. */
import { isNode, LineCounter, parseDocument } from "yaml";
import { describeYamlError } from "#core/text/yaml-error.ts";
import type { Value } from "#core/graph/value.ts";

/** Keys and positions from the top of a file. */
export type YamlPath = readonly PropertyKey[];

/** The file, or why it is none. */
export interface YamlFile {
  readonly value: Value;
  readonly broken: { readonly line: number; readonly message: string } | null;
  /** The line of a value, or of the nearest thing around it; the first is 1. */
  lineOf(path: YamlPath): number;
}

/**
 * Reads a text.
 *
 * @example
 * openYaml("on: push").lineOf(["on"]); // 1
 */
export function openYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  return {
    value: broken === undefined ? toPlain(document.toJS({ maxAliasCount: 100 })) : null,
    broken:
      broken === undefined
        ? null
        : { line: lines.linePos(broken.pos[0]).line, message: describeYamlError(broken) },
    lineOf(path) {
      for (let length = path.length; length > 0; length -= 1) {
        const node: unknown = document.getIn(path.slice(0, length), true);
        if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
      }
      return 1;
    },
  };
}

function toPlain(value: unknown): Value {
  return JSON.parse(JSON.stringify(value ?? {})) as Value;
}
