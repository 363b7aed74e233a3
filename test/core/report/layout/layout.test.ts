import fc from "fast-check";
import { expect, it } from "vitest";
import { layOut } from "#core/report/layout/layout.ts";
import type { Layout } from "#core/report/layout/layout.ts";

function draw(arrows: readonly string[], labelWidth = 0): Layout {
  const ends = arrows.map((arrow) => arrow.split(">"));
  const ids = [...new Set(ends.flat())];
  return layOut(
    ids.map((id) => ({ id, width: 100, height: 40 })),
    ends.map(([from = "", to = ""]) => ({ from, to, labelWidth })),
    ids[0] ?? "",
  );
}

const y = ({ nodes }: Layout, id: string): number => nodes.find((node) => node.id === id)?.y ?? 0;

it("puts every node below those that lead to it, but for loops", () => {
  const layout = draw(["a>b", "a>c", "b>d", "c>d", "d>b"]);

  expect(y(layout, "a")).toBeLessThan(y(layout, "b"));
  expect(y(layout, "b")).toBe(y(layout, "c"));
  expect(y(layout, "d")).toBeGreaterThan(y(layout, "c"));
});

it("leads loops back on the right, each in a lane of its own", () => {
  const { edges, nodes } = draw(["a>b", "b>c", "c>b", "c>a", "b>b"], 60);
  const right = Math.max(...nodes.map((node) => node.x + node.width / 2));
  const lanes = edges.slice(2).map(({ label }) => label.x);

  expect(lanes.every((x) => x > right)).toBe(true);
  expect(new Set(lanes).size).toBe(3);
});

it("keeps nodes and labels apart", () => {
  const arrow = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(fc.array(arrow, { minLength: 1, maxLength: 24 }), (arrows) => {
      const layout = draw(arrows.map(([from, to]) => `n${from}>n${to}`));
      for (const [at, one] of layout.nodes.entries()) {
        for (const other of layout.nodes.slice(at + 1)) {
          const apart = Math.abs(one.x - other.x) >= 100 || Math.abs(one.y - other.y) >= 40;
          expect(apart).toBe(true);
        }
        expect(one.x).toBeGreaterThanOrEqual(50);
        expect(one.x + 50).toBeLessThanOrEqual(layout.width);
      }
    }),
  );
});

it("draws the same graph the same way, and one of a thousand nodes quickly", () => {
  const many = Array.from({ length: 1_000 }, (_, n) => `n${n}>n${Math.floor(n / 2) + 1_000}`);

  expect(draw(["a>b", "a>c"])).toEqual(draw(["a>b", "a>c"]));
  expect(draw(many).nodes).toHaveLength(1_500);
});
