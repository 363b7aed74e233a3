/** Ids of activations in names of files and of gates, where `/` and `#` don't stand. Spec: runtime §16.2, §23. */
import type { World } from "../world.ts";

/** An id of an activation; two may be spelt alike: `x/a_b#0` and `x_a/b#0`. */
export function spellId(id: string): string {
  return id.replaceAll("/", "_").replaceAll("#", "-");
}

/** The same for one whose plain name another one has. */
export function spellApart({ sha256 }: Pick<World, "sha256">, id: string): string {
  return `${spellId(id)}.${sha256(id).slice(0, 8)}`;
}
