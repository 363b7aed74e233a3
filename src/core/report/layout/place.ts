/** Where each slot of ordered layers is: as near to its neighbours as the others let it. */
import type { Link, Point, Slot } from "./layout.ts";
import { neighbours } from "./order.ts";

const gapBeside = 36;
const gapBelow = 26;
const rounds = 10;

/** The middles of all slots, by key. */
export function placeLayers(
  layers: readonly (readonly Slot[])[],
  links: readonly Link[],
): ReadonlyMap<string, Point> {
  const [above, below] = neighbours(links);
  const middles = new Map<string, number>();
  for (const layer of layers) {
    let x = 0;
    for (const { key, width } of layer) {
      middles.set(key, x + width / 2);
      x += width + gapBeside;
    }
    for (const { key } of layer) middles.set(key, (middles.get(key) ?? 0) - (x - gapBeside) / 2);
  }
  for (let round = 0; round < rounds; round += 1) {
    const down = round % 2 === 0;
    for (const layer of down ? layers : layers.toReversed()) {
      pull(layer, middles, down ? above : below);
    }
  }
  return withHeights(layers, middles);
}

/** Moves a layer's slots to where their neighbours want them, then apart from one another. */
function pull(
  layer: readonly Slot[],
  middles: Map<string, number>,
  linked: ReadonlyMap<string, readonly string[]>,
): void {
  const wanted = layer.map(({ key }) => {
    const near = (linked.get(key) ?? []).map((each) => middles.get(each) ?? 0);
    if (near.length === 0) return middles.get(key) ?? 0;
    return near.reduce((sum, each) => sum + each, 0) / near.length;
  });
  const [fromLeft, fromRight] = [
    pack(layer, wanted),
    pack(
      layer.toReversed(),
      wanted.toReversed().map((x) => -x),
    ),
  ];
  for (const [at, { key }] of layer.entries()) {
    const right = -(fromRight[layer.length - 1 - at] ?? 0);
    middles.set(key, ((fromLeft[at] ?? 0) + right) / 2);
  }
}

/** Nobody further left than wanted, and nobody over their left neighbour. */
function pack(layer: readonly Slot[], wanted: readonly number[]): number[] {
  const placed: number[] = [];
  for (const [at, { width }] of layer.entries()) {
    const before = layer[at - 1];
    const least =
      before === undefined
        ? Number.NEGATIVE_INFINITY
        : (placed[at - 1] ?? 0) + before.width / 2 + gapBeside + width / 2;
    placed.push(Math.max(least, wanted[at] ?? 0));
  }
  return placed;
}

function withHeights(
  layers: readonly (readonly Slot[])[],
  middles: ReadonlyMap<string, number>,
): Map<string, Point> {
  const slots = layers.flat();
  const left = Math.min(0, ...slots.map(({ key, width }) => (middles.get(key) ?? 0) - width / 2));
  const places = new Map<string, Point>();
  let y = 0;
  for (const layer of layers) {
    const height = Math.max(0, ...layer.map((slot) => slot.height));
    for (const { key } of layer) {
      places.set(key, { x: (middles.get(key) ?? 0) - left, y: y + height / 2 });
    }
    y += height + gapBelow;
  }
  return places;
}
