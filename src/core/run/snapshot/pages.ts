/**
 * The long lists of a snapshot, in pages that are read when somebody asks for what they hold.
 *
 * Activations are most of a long run's state, and a run that goes on looks at few of them. A page
 * has some of them, with those values and loops that none before it has. It is a line of the
 * snapshot's text, so whoever opens the file finds the pages without reading them; JSON has no line
 * end inside a value.
 */
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { createDictionary } from "../dictionary.ts";
import type { ActivationState, BranchState, LoopCount } from "../state.ts";
import { readActivation, writeActivation } from "./activations.ts";
import type { Row } from "./activations.ts";
import { createPlaces } from "./places.ts";
import type { Places } from "./places.ts";

type Loops = BranchState["loops"];
type LoopRows = readonly (readonly [name: string, count: number, previousOutput: number])[];

interface Page {
  readonly activations: readonly Row[];
  readonly values: readonly Value[];
  readonly loops: readonly LoopRows[];
}

/** How many values and how many loops the pages before one hold. */
export type Begin = readonly [values: number, loops: number];

/** Fills pages; the last one takes what is asked for after all activations. */
export interface PageWriter {
  readonly values: Places<Value, Value>;
  readonly loops: Places<Loops, LoopRows>;
  /** The texts of all pages, and where each begins. */
  finish(): { readonly pages: readonly string[]; readonly begins: readonly Begin[] };
}

/** What pages hold. */
export interface PageReader {
  activationAt(place: number): ActivationState;
  loopsAt(place: number): Loops;
}

const pageSize = 256;

/** Writes activations page by page. */
export function createPageWriter(activations: readonly ActivationState[]): PageWriter {
  const values = createPlaces<Value, Value>((value) => value);
  const loops = createPlaces<Loops, LoopRows>((counts) =>
    Object.entries(counts).map(
      ([name, { count, previousOutput }]) => [name, count, values.placeOf(previousOutput)] as const,
    ),
  );
  const pages: string[] = [];
  const begins: Begin[] = [];
  let begin: Begin = [0, 0];

  function endPage(rows: readonly Row[]): void {
    const [value, loop] = begin;
    const page: Page = {
      activations: rows,
      values: values.list.slice(value),
      loops: loops.list.slice(loop),
    };
    pages.push(JSON.stringify(page));
    begins.push(begin);
    begin = [values.list.length, loops.list.length];
  }

  for (let at = 0; at < activations.length; at += pageSize) {
    const some = activations.slice(at, at + pageSize);
    endPage(some.map((activation) => writeActivation(activation, { values, loops })));
  }
  return {
    values,
    loops,
    finish() {
      endPage([]);
      return { pages, begins };
    },
  };
}

/** Reads pages as far as it is asked for what they hold. */
export function createPageReader(texts: readonly string[], begins: readonly Begin[]): PageReader {
  const pages: Page[] = [];
  const known = new Map<number, Loops>();

  function pageAt(index: number): Page {
    return (pages[index] ??= readPage(texts[index] ?? ""));
  }

  /** The last page that begins at a place or before it. */
  function pageWith(kind: 0 | 1, place: number): number {
    let [low, high] = [0, begins.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((begins[middle]?.[kind] ?? Infinity) <= place) low = middle;
      else high = middle;
    }
    return low;
  }

  function valueAt(place: number): Value {
    const index = pageWith(0, place);
    return pageAt(index).values[place - (begins[index]?.[0] ?? 0)] ?? null;
  }

  function loopsAt(place: number): Loops {
    const before = known.get(place);
    if (before !== undefined) return before;
    const index = pageWith(1, place);
    const loops = createDictionary<LoopCount>();
    const rows = pageAt(index).loops[place - (begins[index]?.[1] ?? 0)] ?? [];
    for (const [name, count, value] of rows)
      loops[name] = { count, previousOutput: valueAt(value) };
    known.set(place, loops);
    return loops;
  }

  return {
    loopsAt,
    activationAt(place) {
      const row = pageAt(Math.floor(place / pageSize)).activations[place % pageSize];
      if (row === undefined) throw new Error(`A snapshot has no activation ${place}.`);
      return readActivation(row, { valueAt, loopsAt });
    },
  };
}

/** Only looks whether all parts are there: what they hold was written by a page writer. */
function readPage(text: string): Page {
  const page = JSON.parse(text) as Value;
  const { activations, values, loops }: Fields = isFields(page) ? page : {};
  if (![activations, values, loops].every(isList)) throw new Error("This is no page.");
  return page as unknown as Page;
}
