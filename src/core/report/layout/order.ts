/** The order within layers: everybody moves towards the middle of their neighbours, up and down in turn. */
import type { Link, Slot } from "./layout.ts";

const sweeps = 12;
/** More slots than this stay in their source order: looking for crossings would take too long. */
const mostSlots = 1_500;

/** The layers with their slots in an order that crosses few links. */
export function orderLayers(
  layers: readonly (readonly Slot[])[],
  links: readonly Link[],
): readonly (readonly Slot[])[] {
  if (layers.flat().length > mostSlots) return layers;
  const [above, below] = neighbours(links);
  let best = layers;
  let fewest = countCrossings(layers, below);
  let current = layers;
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep += 1) {
    current = sweep % 2 === 0 ? sweepDown(current, above) : sweepUp(current, below);
    const crossings = countCrossings(current, below);
    if (crossings < fewest) [best, fewest] = [current, crossings];
  }
  return best;
}

/** Who is linked to whom, upwards and downwards. */
export function neighbours(
  links: readonly Link[],
): [above: ReadonlyMap<string, string[]>, below: ReadonlyMap<string, string[]>] {
  const [above, below] = [new Map<string, string[]>(), new Map<string, string[]>()];
  for (const { from, to } of links) {
    above.set(to, [...(above.get(to) ?? []), from]);
    below.set(from, [...(below.get(from) ?? []), to]);
  }
  return [above, below];
}

type Layers = readonly (readonly Slot[])[];
type Neighbours = ReadonlyMap<string, readonly string[]>;

function sweepDown(layers: Layers, above: Neighbours): Layers {
  const sorted: (readonly Slot[])[] = [];
  for (const layer of layers) sorted.push(sortBy(layer, sorted.at(-1) ?? [], above));
  return sorted;
}

function sweepUp(layers: Layers, below: Neighbours): Layers {
  return sweepDown(layers.toReversed(), below).toReversed();
}

function sortBy(layer: readonly Slot[], fixed: readonly Slot[], linked: Neighbours): Slot[] {
  const places = new Map(fixed.map(({ key }, at) => [key, at]));
  const middles = new Map(
    layer.map(({ key }, at) => {
      const near = (linked.get(key) ?? []).flatMap((each) => places.get(each) ?? []);
      return [
        key,
        near.length === 0 ? at : near.reduce((sum, each) => sum + each, 0) / near.length,
      ];
    }),
  );
  return layer.toSorted((a, b) => (middles.get(a.key) ?? 0) - (middles.get(b.key) ?? 0));
}

function countCrossings(layers: Layers, below: Neighbours): number {
  let count = 0;
  for (const [at, layer] of layers.entries()) {
    const places = new Map(layers[at + 1]?.map(({ key }, place) => [key, place]));
    const ends = layer.map(({ key }) => (below.get(key) ?? []).map((to) => places.get(to) ?? 0));
    for (const [left, ours] of ends.entries()) {
      for (const theirs of ends.slice(left + 1)) {
        for (const end of ours) count += theirs.filter((other) => other < end).length;
      }
    }
  }
  return count;
}
