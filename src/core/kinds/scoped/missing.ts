/** What to do about a path that is not there. */
import { parsePlainPath } from "#core/graph/flow-expression/path.ts";
import type { FlowPath } from "#core/graph/flow-expression/path.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import { suggest } from "#core/text/suggest.ts";

/** The hint for the path of a node's field; undefined if the path is there. */
export function hintAt({ frame }: NodeContext, path: string): string | undefined {
  const seen = { scope: frame.scope(), depth: frame.depth };
  return hintOf(parsePlainPath(path, frame.settings.strict), seen);
}

/** A scope, and how many sub-graphs it is in. */
export interface SeenScope {
  readonly scope: Fields;
  readonly depth: number;
}

/** The hint for a path that leads nowhere in a scope; undefined if it does lead somewhere. */
export function hintOf({ segments }: FlowPath, { scope, depth }: SeenScope): string | undefined {
  let found: Value = scope;
  for (const [at, segment] of segments.entries()) {
    const fields: Fields = isFields(found) ? found : {};
    const next = Object.hasOwn(fields, segment) ? fields[segment] : undefined;
    if (next === undefined) {
      return describe(segments, { at, keys: Object.keys(fields), own: depth === 0 });
    }
    found = next;
  }
  return undefined;
}

interface Gap {
  /** The first segment that is not there. */
  readonly at: number;
  /** What is there instead. */
  readonly keys: readonly string[];
  /** True if the input is that of the run. */
  readonly own: boolean;
}

function describe(segments: readonly string[], { at, keys, own }: Gap): string {
  const above = segments.slice(0, at);
  const near = suggest(segments[at] ?? "", keys);
  if (near !== undefined) return `did you mean \`${[...above, near].join(".")}\`?`;
  if (segments[0] === "input" && at > 0) {
    const input = write(segments.slice(1));
    return own
      ? `give it by \`--input '${input}'\` to a new run: a resumed one keeps the input that it has`
      : `whoever calls this flow has to give it the input \`${input}\``;
  }
  const place = at === 0 ? "the scope" : `\`${above.join(".")}\``;
  const list = keys.map((key) => `\`${key}\``).join(", ");
  return `${place} has ${list === "" ? "nothing" : list} when the node runs`;
}

function write([key, ...rest]: readonly string[]): string {
  return key === undefined ? "…" : `{${JSON.stringify(key)}: ${write(rest)}}`;
}
