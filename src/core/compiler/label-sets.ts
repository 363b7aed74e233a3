/** Which of several beginnings lead to each vertex, as sets of labels. */
import { endsOf } from "./numbered-ways.ts";
import type { Arrows } from "./numbered-ways.ts";

/** A set of labels: label `n` is bit `n & 31` of word `n >> 5`. */
export type LabelSet = Uint32Array;

/** A vertex at which a label begins. */
export interface Seed {
  readonly vertex: number;
  readonly label: number;
}

/** How labels spread. */
export interface Spreading {
  readonly arrows: Arrows;
  readonly seeds: readonly Seed[];
  /** How many labels there are. */
  readonly labels: number;
  /** Vertices that labels don't come to. */
  readonly blocked: (vertex: number) => boolean;
  /** Lower places go first; labels spread once to each vertex if arrows lead to higher places. */
  readonly place: (vertex: number) => number;
  /**
   * Stops when all vertices that are still to pass labels on have the same ones; nothing new can
   * come of it but these labels further on.
   */
  readonly stopWhenAlike?: boolean;
  /** Stops when this is true of a vertex and the labels that it is about to pass on. */
  readonly until?: (vertex: number, set: LabelSet) => boolean;
}

/**
 * The labels that come to vertices.
 *
 * A vertex with all labels passes none on: what lies behind it has all of them as well, and nobody
 * needs to go there. So a vertex may have more labels than its set says, but then it lies behind one
 * with all of them.
 */
export function spreadLabels(spreading: Spreading): Map<number, LabelSet> {
  const { arrows, seeds, labels, blocked, place } = spreading;
  const sets = new Map<number, LabelSet>();
  const open = createQueue(place);
  const width = Math.ceil(labels / 32);
  const add = (vertex: number, more: LabelSet): void => {
    const set = sets.get(vertex) ?? new Uint32Array(width);
    if (blocked(vertex) || !include(set, more)) return;
    sets.set(vertex, set);
    open.push(vertex);
  };
  for (const { vertex, label } of seeds) add(vertex, labelSet(width, label));
  for (let vertex = open.pop(); vertex !== undefined; vertex = open.pop()) {
    const set = sets.get(vertex);
    if (set === undefined) continue;
    if (spreading.until?.(vertex, set) === true) break;
    if (countLabels(set) === labels) continue;
    if (spreading.stopWhenAlike === true && areAlike(open.items, sets, set)) break;
    for (const next of endsOf(arrows, vertex)) add(next, set);
  }
  return sets;
}

/** How many labels a set has. */
export function countLabels(set: LabelSet): number {
  return listLabels(set).length;
}

/** The labels of a set that another one hasn't, in order. */
export function listLabels(set: LabelSet, without?: LabelSet): number[] {
  const labels: number[] = [];
  for (const [word, bits] of set.entries()) {
    for (let rest = bits & ~(without?.[word] ?? 0); rest !== 0; rest &= rest - 1)
      labels.push(word * 32 + 31 - Math.clz32(rest & -rest));
  }
  return labels;
}

/** A set of one label. */
export function labelSet(width: number, label: number): LabelSet {
  const set = new Uint32Array(width);
  set[label >> 5] = 1 << (label & 31);
  return set;
}

/** Adds labels; true if there were new ones among them. */
function include(set: LabelSet, more: LabelSet): boolean {
  let grown = false;
  for (const [word, bits] of more.entries()) {
    const before = set[word] ?? 0;
    set[word] = before | bits;
    grown ||= set[word] !== before;
  }
  return grown;
}

function areAlike(
  vertices: readonly number[],
  sets: ReadonlyMap<number, LabelSet>,
  like: LabelSet,
): boolean {
  return vertices.every((vertex) => like.every((bits, word) => sets.get(vertex)?.[word] === bits));
}

interface Queue {
  readonly items: readonly number[];
  readonly push: (vertex: number) => void;
  readonly pop: () => number | undefined;
}

/** A heap of vertices, each in it once at most. */
function createQueue(place: (vertex: number) => number): Queue {
  const items: number[] = [];
  const waiting = new Set<number>();
  const placeAt = (at: number): number => {
    const vertex = items[at];
    return vertex === undefined ? Infinity : place(vertex);
  };
  const swap = (a: number, b: number): void => {
    [items[a], items[b]] = [items[b] ?? 0, items[a] ?? 0];
  };
  const push = (vertex: number): void => {
    if (waiting.has(vertex)) return;
    waiting.add(vertex);
    let at = items.push(vertex) - 1;
    for (let above = (at - 1) >> 1; at > 0 && placeAt(at) < placeAt(above); above = (at - 1) >> 1) {
      swap(at, above);
      at = above;
    }
  };
  const pop = (): number | undefined => {
    const [first] = items;
    const last = items.pop();
    if (first === undefined || last === undefined) return undefined;
    waiting.delete(first);
    if (items.length === 0) return first;
    items[0] = last;
    for (let at = 0, below = 1; below < items.length; below = 2 * at + 1) {
      if (placeAt(below + 1) < placeAt(below)) below += 1;
      if (placeAt(at) <= placeAt(below)) break;
      swap(at, below);
      at = below;
    }
    return first;
  };
  return { items, push, pop };
}
