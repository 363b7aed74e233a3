/** Ids of activations in names of files and of gates, where `/` and `#` don't stand. Spec: runtime §16.2, §23. */
import type { World } from "./world.ts";

/** An id of an activation; two may be spelt alike: `x/a_b#0` and `x_a/b#0`. */
export function spellId(id: string): string {
  return id.replaceAll("/", "_").replaceAll("#", "-");
}

/** The same for one whose plain name another one has. */
export function spellApart({ sha256 }: Pick<World, "sha256">, id: string): string {
  return `${spellId(id)}.${sha256(id).slice(0, 8)}`;
}

/**
 * What file systems take as a name is 255 bytes; `.json` comes behind it, and `.<pid>-<n>.tmp` where
 * a file is written before it is renamed.
 */
const mostBytes = 255 - ".json".length - 30;

/**
 * A name that a file may have: a longer one is cut, and ends in a hash of all of it.
 *
 * Ids have no end: each fork inside another, and each branch that comes to its own fork again, adds to
 * them.
 */
export function fitName({ sha256 }: Pick<World, "sha256">, name: string): string {
  if (name.length * 3 <= mostBytes || bytesOf(name) <= mostBytes) return name;
  const hash = sha256(name).slice(0, 16);
  let left = mostBytes - 1 - hash.length;
  let kept = "";
  for (const letter of name) {
    left -= bytesOf(letter);
    if (left < 0) break;
    kept += letter;
  }
  return `${kept}-${hash}`;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
