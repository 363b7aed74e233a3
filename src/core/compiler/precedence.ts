/**
 * Which nodes can have run before which others.
 *
 * Asked for pairs, thousands of them. One walk over the groups of the graph answers for a whole block
 * of groups at once; blocks are kept while they are asked for, and their number and size are bounded.
 */
import { endsOf } from "./numbered-ways.ts";
import type { Groups, NumberedWays } from "./numbered-ways.ts";

/** Does a path of one arrow or more lead from the first vertex to the second? */
export type Precedence = (first: number, second: number) => boolean;

/** Bits of one block: about four megabytes at most, whatever the size of the graph. */
const mostWords = 1 << 20;
const mostBlocks = 16;

/** Answers for the ways given; nothing is worked out before the first question. */
export function createPrecedence(ways: NumberedWays, groups: Groups): Precedence {
  const width = Math.min(32, Math.max(1, Math.floor(mostWords / Math.max(1, groups.count))));
  const blocks = new Map<number, Uint32Array>();
  const blockOf = (number: number): Uint32Array => {
    const block = blocks.get(number) ?? spreadBlock(ways, groups, number, width);
    blocks.delete(number);
    blocks.set(number, block);
    const [oldest] = blocks.keys();
    if (blocks.size > mostBlocks && oldest !== undefined) blocks.delete(oldest);
    return block;
  };
  return (first, second) => {
    const [from, to] = [groups.of[first] ?? 0, groups.of[second] ?? 0];
    if (from === to) return groups.cyclic[from] === 1;
    // Groups lead to lower numbers only.
    if (from < to) return false;
    const number = Math.floor(from / (width * 32));
    const bit = from - number * width * 32;
    const word = blockOf(number)[to * width + (bit >> 5)] ?? 0;
    return (word & (1 << (bit & 31))) !== 0;
  };
}

/** For each group, as bits, which groups of the block lead to it. */
function spreadBlock(
  ways: NumberedWays,
  groups: Groups,
  number: number,
  width: number,
): Uint32Array {
  const bits = new Uint32Array(groups.count * width);
  const first = number * width * 32;
  const last = Math.min(groups.count, first + width * 32) - 1;
  for (let group = last; group >= 0; group -= 1) {
    const here = group * width;
    if (group >= first) {
      const at = here + ((group - first) >> 5);
      bits[at] = (bits[at] ?? 0) | (1 << ((group - first) & 31));
    }
    if (isEmpty(bits, here, width)) continue;
    for (const next of nextGroups(ways, groups, group)) {
      const there = next * width;
      for (let word = 0; word < width; word += 1)
        bits[there + word] = (bits[there + word] ?? 0) | (bits[here + word] ?? 0);
    }
  }
  return bits;
}

function nextGroups(ways: NumberedWays, groups: Groups, group: number): Set<number> {
  const next = new Set<number>();
  for (const member of endsOf({ starts: groups.starts, ends: groups.members }, group)) {
    for (const end of endsOf(ways.forward, member)) next.add(groups.of[end] ?? 0);
  }
  next.delete(group);
  return next;
}

function isEmpty(bits: Uint32Array, from: number, width: number): boolean {
  for (let at = from; at < from + width; at += 1) if (bits[at] !== 0) return false;
  return true;
}
