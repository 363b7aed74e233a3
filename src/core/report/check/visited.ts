/**
 * Whether nodes were visited in an order that a case allows.
 *
 * A list fixes an order; `{parallel: [list, …]}` inside it lets its lists run beside one another in
 * any interleaving. What comes after it comes after all of them.
 */

/** A list of visits; groups of lists run beside one another. */
export type Visits = readonly (string | ParallelVisits)[];

/** Lists that run beside one another. */
export interface ParallelVisits {
  readonly parallel: readonly Visits[];
}

/** Where one list stands: at an item, and inside the group that it has entered. */
interface Position {
  readonly items: Visits;
  readonly at: number;
  readonly inside: readonly Position[] | null;
}

/** Whether an item of a list means a visit: `node`, or `branch id/node` outside the main branch. */
export type MeansVisit = (item: string, visit: string) => boolean;

/** A node alone means a visit of it in any branch. */
export const inAnyBranch: MeansVisit = (item, visit) =>
  item === visit || (!item.includes("/") && visit.endsWith(`/${item}`));

const exactly: MeansVisit = (item, visit) => item === visit;

/** The index of the first visit that no allowed order has there, or null; the length if visits are missing. */
export function firstStray(
  allowed: Visits,
  actual: readonly string[],
  means: MeansVisit = exactly,
): number | null {
  let positions = [start(allowed)];
  for (const [index, visit] of actual.entries()) {
    positions = distinct(
      positions.flatMap((position) => step(position, (item) => means(item, visit))),
    );
    if (positions.length === 0) return index;
  }
  return positions.some(isOver) ? null : actual.length;
}

function start(items: Visits): Position {
  return settle({ items, at: 0, inside: null });
}

/** Enters a group that begins here and leaves one that is over. */
function settle(position: Position): Position {
  const item = position.items[position.at];
  if (position.inside === null) {
    if (typeof item !== "object") return position;
    return settle({ ...position, inside: item.parallel.map(start) });
  }
  if (!position.inside.every(isOver)) return position;
  return settle({ items: position.items, at: position.at + 1, inside: null });
}

function isOver(position: Position): boolean {
  return position.at >= position.items.length;
}

/** All positions after a visit; several lists of a group may begin with the same node. */
function step(position: Position, fits: (item: string) => boolean): readonly Position[] {
  const { inside } = position;
  if (inside === null) {
    const item = position.items[position.at];
    if (typeof item !== "string" || !fits(item)) return [];
    return [settle({ ...position, at: position.at + 1 })];
  }
  return inside.flatMap((list, index) =>
    step(list, fits).map((moved) => settle({ ...position, inside: inside.with(index, moved) })),
  );
}

function distinct(positions: readonly Position[]): Position[] {
  if (positions.length < 2) return [...positions];
  return [...new Map(positions.map((position) => [keyOf(position), position])).values()];
}

function keyOf(position: Position): string {
  return `${position.at}(${position.inside?.map(keyOf).join(",") ?? ""})`;
}
