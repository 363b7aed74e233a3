/**
 * Lists of numbers that mostly grow by the same amount, as steps: the first number, how many there
 * are, and by how much each is more than the one before it.
 */

/** Three numbers for each stretch of a list. */
export type Steps = readonly number[];

/** A list as steps. */
export function writeSteps(list: readonly number[]): Steps {
  const steps: number[] = [];
  for (let at = 0; at < list.length;) {
    const first = list[at] ?? 0;
    const step = (list[at + 1] ?? first) - first;
    let count = 1;
    while (at + count < list.length && list[at + count] === first + count * step) count += 1;
    steps.push(first, count, step);
    at += count;
  }
  return steps;
}

/** The list of steps. */
export function readSteps(steps: Steps): number[] {
  const list: number[] = [];
  for (let at = 0; at < steps.length; at += 3) {
    const [first = 0, count = 0, step = 0] = steps.slice(at, at + 3);
    for (let n = 0; n < count; n += 1) list.push(first + n * step);
  }
  return list;
}
