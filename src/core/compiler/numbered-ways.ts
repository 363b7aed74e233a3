/**
 * Ways through a graph of numbered vertices, in time linear in the graph.
 *
 * Nothing here recurses: a chain of a hundred thousand vertices is no deeper than one of two.
 */

/** Vertices and the arrows between them, both directions, in the order in which arrows were given. */
export interface NumberedWays {
  readonly size: number;
  readonly forward: Arrows;
  readonly backward: Arrows;
}

/** One direction: the arrows of vertex `v` are at `starts[v]` up to `starts[v + 1]`. */
export interface Arrows {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Which of the given arrows each of them is. */
  readonly numbers: Int32Array;
}

/** Groups of vertices that can all reach one another. A group only leads to groups of lower numbers. */
export interface Groups {
  readonly count: number;
  /** The group of each vertex. */
  readonly of: Int32Array;
  /** 1 for a group with an arrow inside it. */
  readonly cyclic: Uint8Array;
  /** The vertices of group `g` are at `starts[g]` up to `starts[g + 1]`. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/** An arrow from one vertex to another. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
}

/** Makes ways of arrows. */
export function numberedWays(size: number, arrows: readonly Arrow[]): NumberedWays {
  const from = new Int32Array(arrows.length);
  const to = new Int32Array(arrows.length);
  arrows.forEach((arrow, number) => {
    from[number] = arrow.from;
    to[number] = arrow.to;
  });
  let backward: Arrows | undefined;
  return {
    size,
    forward: createArrows(size, from, to),
    get backward() {
      return (backward ??= createArrows(size, to, from));
    },
  };
}

/** The vertices at the other end of a vertex's arrows. */
export function endsOf(arrows: Pick<Arrows, "starts" | "ends">, vertex: number): Int32Array {
  return arrows.ends.subarray(arrows.starts[vertex] ?? 0, arrows.starts[vertex + 1] ?? 0);
}

/** 1 for each vertex that is one of the seeds or that arrows lead to from one; the blocked are left out. */
export function spread(
  arrows: Arrows,
  seeds: Iterable<number>,
  blocked: (vertex: number) => boolean = () => false,
): Uint8Array {
  const reached = new Uint8Array(arrows.starts.length - 1);
  const open: number[] = [];
  const visit = (vertex: number): void => {
    if (reached[vertex] === 1 || blocked(vertex)) return;
    reached[vertex] = 1;
    open.push(vertex);
  };
  for (const seed of seeds) visit(seed);
  for (let vertex = open.pop(); vertex !== undefined; vertex = open.pop()) {
    const last = arrows.starts[vertex + 1] ?? 0;
    for (let at = arrows.starts[vertex] ?? 0; at < last; at += 1) visit(arrows.ends[at] ?? 0);
  }
  return reached;
}

/** 1 for each vertex that one or more arrows lead to from one of the seeds. */
export function spreadBehind(arrows: Arrows, seeds: Iterable<number>): Uint8Array {
  const next = function* (): Generator<number> {
    for (const seed of seeds) yield* endsOf(arrows, seed);
  };
  return spread(arrows, next());
}

/** The groups of vertices that can all reach one another (Tarjan's algorithm, on a stack of its own). */
export function findGroups({ size, forward }: NumberedWays): Groups {
  const of = new Int32Array(size).fill(-1);
  const entered = new Int32Array(size).fill(-1);
  const lowest = new Int32Array(size);
  const next = Int32Array.from(forward.starts);
  const path: number[] = [];
  const pending: number[] = [];
  let [clock, count] = [0, 0];
  const enter = (vertex: number): void => {
    entered[vertex] = lowest[vertex] = clock;
    clock += 1;
    path.push(vertex);
    pending.push(vertex);
  };
  const lower = (vertex: number, to: number): void => {
    if (to < (lowest[vertex] ?? 0)) lowest[vertex] = to;
  };
  const leave = (vertex: number): void => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) lower(parent, lowest[vertex] ?? 0);
    if (lowest[vertex] !== entered[vertex]) return;
    for (let member = pending.pop(); member !== undefined; member = pending.pop()) {
      of[member] = count;
      if (member === vertex) break;
    }
    count += 1;
  };
  for (let root = 0; root < size; root += 1) {
    if (entered[root] === -1) enter(root);
    for (let vertex = path.at(-1); vertex !== undefined; vertex = path.at(-1)) {
      const at = next[vertex] ?? 0;
      if (at === forward.starts[vertex + 1]) {
        leave(vertex);
        continue;
      }
      next[vertex] = at + 1;
      const to = forward.ends[at] ?? 0;
      if (entered[to] === -1) enter(to);
      else if (of[to] === -1) lower(vertex, entered[to] ?? 0);
    }
  }
  return describeGroups(forward, of, count);
}

/** An arrow that leads back to a vertex that is still being searched. */
export interface Closing {
  /** The arrow that closes the cycle. */
  readonly arrow: number;
  /** The arrow by which the search left the vertex that it comes back to; the same for a vertex with itself. */
  readonly opening: number;
}

/** Arrows that close cycles in a search, depth first, from the roots in order. */
export function findClosings({ size, forward }: NumberedWays, roots: Iterable<number>): Closing[] {
  const state = new Uint8Array(size);
  const next = Int32Array.from(forward.starts);
  const leaving = new Int32Array(size);
  const path: number[] = [];
  const closings: Closing[] = [];
  const enter = (vertex: number): void => {
    if (state[vertex] !== 0) return;
    state[vertex] = 1;
    path.push(vertex);
  };
  for (const root of roots) {
    enter(root);
    for (let vertex = path.at(-1); vertex !== undefined; vertex = path.at(-1)) {
      const at = next[vertex] ?? 0;
      if (at === forward.starts[vertex + 1]) {
        state[vertex] = 2;
        path.pop();
        continue;
      }
      next[vertex] = at + 1;
      const arrow = forward.numbers[at] ?? 0;
      leaving[vertex] = arrow;
      const to = forward.ends[at] ?? 0;
      if (state[to] === 1) closings.push({ arrow, opening: leaving[to] ?? arrow });
      enter(to);
    }
  }
  return closings;
}

/**
 * The place of each vertex in an order in which, but for ways back in cycles, every arrow leads on:
 * the reverse of the order in which a search, depth first, leaves vertices.
 */
export function findOrder({ size, forward }: NumberedWays): Int32Array {
  const place = new Int32Array(size);
  const seen = new Uint8Array(size);
  const next = Int32Array.from(forward.starts);
  const path: number[] = [];
  let last = size;
  for (let root = 0; root < size; root += 1) {
    if (seen[root] === 0) path.push(root);
    seen[root] = 1;
    for (let vertex = path.at(-1); vertex !== undefined; vertex = path.at(-1)) {
      const at = next[vertex] ?? 0;
      if (at === forward.starts[vertex + 1]) {
        last -= 1;
        place[vertex] = last;
        path.pop();
        continue;
      }
      next[vertex] = at + 1;
      const to = forward.ends[at] ?? 0;
      if (seen[to] === 0) path.push(to);
      seen[to] = 1;
    }
  }
  return place;
}

/** Arrows sorted by the vertex at their near end. */
function createArrows(size: number, near: Int32Array, far: Int32Array): Arrows {
  const starts = new Int32Array(size + 1);
  for (const vertex of near) starts[vertex + 1] = (starts[vertex + 1] ?? 0) + 1;
  for (let at = 0; at < size; at += 1) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
  const free = starts.slice();
  const ends = new Int32Array(near.length);
  const numbers = new Int32Array(near.length);
  for (let number = 0; number < near.length; number += 1) {
    const vertex = near[number] ?? 0;
    const at = free[vertex] ?? 0;
    free[vertex] = at + 1;
    ends[at] = far[number] ?? 0;
    numbers[at] = number;
  }
  return { starts, ends, numbers };
}

function describeGroups(forward: Arrows, of: Int32Array, count: number): Groups {
  const cyclic = new Uint8Array(count);
  for (let vertex = 0; vertex < of.length; vertex += 1) {
    const group = of[vertex] ?? 0;
    const last = forward.starts[vertex + 1] ?? 0;
    for (let at = forward.starts[vertex] ?? 0; at < last; at += 1)
      if (of[forward.ends[at] ?? 0] === group) cyclic[group] = 1;
  }
  const vertices = new Int32Array(of.length).map((_, vertex) => vertex);
  const { starts, ends } = createArrows(count, of, vertices);
  return { count, of, cyclic, starts, members: ends };
}
