/** Names of tools on the wire, where only letters, digits, `_` and `-` are allowed. */

/** Turns names of tools into names on the wire and back. */
export interface ToolNames {
  toWire(name: string): string;
  fromWire(name: string): string;
}

const longest = 64;

/** Names for one request; the same list of tools always gives the same names. */
export function createToolNames(names: Iterable<string>): ToolNames {
  const wireNames = new Map<string, string>();
  const ours = new Map<string, string>();
  for (const name of names) {
    if (wireNames.has(name)) continue;
    const wire = unused(clean(name), ours);
    wireNames.set(name, wire);
    ours.set(wire, name);
  }
  return {
    toWire: (name) => wireNames.get(name) ?? clean(name),
    fromWire: (name) => ours.get(name) ?? name,
  };
}

function clean(name: string): string {
  const cleaned = name.replaceAll(/[^\w-]/g, "_").slice(0, longest);
  return cleaned === "" ? "_" : cleaned;
}

function unused(wire: string, taken: ReadonlyMap<string, string>): string {
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? "" : `_${number}`;
    const name = wire.slice(0, longest - end.length) + end;
    if (!taken.has(name)) return name;
  }
}
