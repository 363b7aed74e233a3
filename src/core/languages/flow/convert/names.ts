/** Names of a flow's nodes where only letters, digits and `_` make a name. */

/** Words that mean something where a node's name could stand. */
const taken = ["done", "fail", "vars", "input", "outputs", "artifacts", "loop", "run", "github"];

/** A name for each id, none of them twice. */
export function nameNodes(ids: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const used = new Set(taken);
  for (const id of ids) {
    const plain = id.replaceAll(/[^A-Za-z0-9_]/g, "_");
    const stem = /^[A-Za-z]/.test(plain) ? plain : `n_${plain}`;
    let name = stem;
    for (let count = 2; used.has(name); count += 1) name = `${stem}_${count}`;
    used.add(name);
    names.set(id, name);
  }
  return names;
}
