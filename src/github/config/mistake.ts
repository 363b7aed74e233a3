/** One mistake in `.github/iter.yml`, with its place. */
import type { YamlPath } from "../yaml-file.ts";

/** One mistake. */
export interface ConfigMistake {
  /** Keys from the top of the file. */
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** The line of a value, or of the nearest thing around it. */
export type LineOf = (path: YamlPath) => number;

/** A mistake at a value; its message may name the value by `showPath`. */
export function mistakeAt(path: YamlPath, at: LineOf, message: string): ConfigMistake {
  return { path: showPath(path), line: at(path), message };
}

/** Keys as people write them down. */
export function showPath(path: YamlPath): string {
  return path.map(String).join(".");
}
