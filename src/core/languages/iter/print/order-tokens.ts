/** The order in which the tokens of a line are written. */
import type { ClauseShape } from "../derivation.ts";
import type { Line } from "../line.ts";

const ranks: Readonly<Record<ClauseShape["form"], number>> = {
  when: 0,
  unless: 0,
  loop: 1,
  mapping: 2,
};

/** All tokens in their order, but clauses as `when`, `as`, `with`, unless one of them is there twice. */
export function orderTokens({ first, last, shape }: Line): readonly number[] {
  const clauses = shape?.form === "edge" ? shape.clauses : [];
  const order: number[] = [];
  const add = (from: number, to: number): void => {
    for (let index = from; index < to; index += 1) order.push(index);
  };
  if (new Set(clauses.map(({ form }) => ranks[form])).size < clauses.length || clauses.length < 2) {
    add(first, last);
    return order;
  }
  const parts = clauses.map(({ form, from }, index) => ({
    rank: ranks[form],
    from: first + from,
    to: first + (clauses[index + 1]?.from ?? last - first),
  }));
  add(first, parts[0]?.from ?? last);
  for (const { from, to } of parts.toSorted((a, b) => a.rank - b.rank)) add(from, to);
  return order;
}
