/** The nearest known name to a mistyped one, for "did you mean". */

/**
 * The nearest candidate within a third of the name's length (at least 1, at most 3 edits), else the
 * only one that begins with the name; undefined if there is neither.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.min(3, Math.max(1, Math.floor(name.length / 3)));
  const wanted = name.toLowerCase();
  const letters = lettersOf(wanted);
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const known = candidate.toLowerCase();
    // One edit changes two letters at most, so most names are ruled out without a closer look.
    if (countBits(letters ^ lettersOf(known)) > 2 * limit) continue;
    const distance = editDistance(wanted, known);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best ?? findLonger(wanted, candidates);
}

/** `did you mean …?` if a known name is near, else what is handed in. */
export function didYouMean(name: string, known: readonly string[], otherwise: string): string {
  const nearest = suggest(name, known);
  return nearest === undefined ? otherwise : `did you mean \`${nearest}\`?`;
}

/** Fewer letters than this begin too many words. */
const leastLetters = 5;

/** The only candidate that begins with the name, whatever is joined by `_` in either of them. */
function findLonger(name: string, candidates: Iterable<string>): string | undefined {
  const beginning = name.replaceAll("_", "");
  if (beginning.length < leastLetters) return undefined;
  const longer = [...candidates].filter((candidate) =>
    candidate.toLowerCase().replaceAll("_", "").startsWith(beginning),
  );
  return longer.length === 1 ? longer[0] : undefined;
}

/** Which characters a word has, as 32 bits that several characters may share. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Insertions, deletions, replacements and swaps of neighbours from one word to the other. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
