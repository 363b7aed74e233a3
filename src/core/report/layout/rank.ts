/** In which layer each node stands: below everything that leads to it, loops apart. */

interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** The layer of each node, the entry's is 0. */
export function rankNodes(
  ids: readonly string[],
  edges: readonly Arrow[],
  entry: string,
): Map<string, number> {
  const targets = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of edges) targets.get(from)?.push(to);
  const order = finishOrder([entry, ...ids], targets);
  const place = new Map(order.map((id, at) => [id, at]));
  const ranks = new Map<string, number>();
  for (const id of order) {
    const rank = ranks.get(id) ?? 0;
    ranks.set(id, rank);
    for (const to of targets.get(id) ?? []) {
      // Whoever comes earlier is led back to, and stays where it is.
      if ((place.get(to) ?? 0) > (place.get(id) ?? 0)) {
        ranks.set(to, Math.max(ranks.get(to) ?? 0, rank + 1));
      }
    }
  }
  return ranks;
}

/** Depth first, last finished first: an order in which only edges of loops lead back. */
function finishOrder(
  starts: readonly string[],
  targets: ReadonlyMap<string, readonly string[]>,
): string[] {
  const seen = new Set<string>();
  const finished: string[] = [];
  for (const start of starts) {
    if (seen.has(start) || !targets.has(start)) continue;
    seen.add(start);
    const stack = [{ id: start, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const to = targets.get(top.id)?.[top.next];
      top.next += 1;
      if (to === undefined) {
        finished.push(top.id);
        stack.pop();
      } else if (!seen.has(to) && targets.has(to)) {
        seen.add(to);
        stack.push({ id: to, next: 0 });
      }
    }
  }
  return finished.reverse();
}
