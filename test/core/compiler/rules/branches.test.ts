import fc from "fast-check";
import { expect, it } from "vitest";
import { compileSource } from "#core/standard.ts";
import { sha256 } from "#support/sha256.ts";

type Kind = "router" | "writer" | "reader" | "join";

interface Way {
  readonly from: number;
  readonly to: number;
  readonly key: boolean;
  readonly when: "ok" | "not ok" | null;
}

interface Plan {
  readonly kinds: readonly Kind[];
  readonly ways: readonly Way[];
}

const size = 8;
const node = fc.nat({ max: size - 1 });
const plans: fc.Arbitrary<Plan> = fc.record({
  kinds: fc.array(fc.constantFrom<Kind>("router", "router", "writer", "reader", "join"), {
    minLength: size,
    maxLength: size,
  }),
  ways: fc.array(
    fc.record({
      from: node,
      to: node,
      key: fc.boolean(),
      when: fc.constantFrom(null, null, null, "ok" as const, "not ok" as const),
    }),
    { minLength: 4, maxLength: 16 },
  ),
});

const declarations: Readonly<Record<Kind, string>> = {
  router: "mode: fan_out_all",
  writer: 'command: "make"',
  reader: 'command: "make"\n  readonly: true',
  join: "strategy: wait_all",
};

/** A file of the plan; the node `n3` is on line `2 + 4 * 3`, edges follow in order. */
function print({ kinds, ways }: Plan): string {
  const nodes = kinds.map((kind, number) => {
    const word = kind === "writer" || kind === "reader" ? "tool" : kind;
    const body = declarations[kind];
    return `${word} n${number}:\n  ${body}\n${kind === "reader" ? "" : "\n"}`;
  });
  const edges = ways.map(({ from, to, key, when }, number) => {
    const condition = when === null ? "" : ` when ${when}`;
    return `  n${from} -> n${to}${condition} as l${number}(1)${key ? ' with { k: "x" }' : ""}\n`;
  });
  return `\n${nodes.map((text) => `${text}\n`).join("")}workflow w:\n  entry: n0\n${edges.join("")}`;
}

/** The numbers of lines on which a code is reported. */
function linesOf(plan: Plan, code: string): number[] {
  const { file, diagnostics } = compileSource("test.iter", print(plan), { sha256 });
  return diagnostics
    .filter((diagnostic) => diagnostic.code === code)
    .map(({ span }) => file.text.slice(0, span.start).split("\n").length);
}

/** The nodes behind an edge, not passing its router, a join, or one node besides. */
function regionOf({ kinds, ways }: Plan, way: Way, besides?: number): Set<number> {
  const region = new Set<number>();
  const open = [way.to];
  for (const next of open) {
    if (next === way.from || next === besides || kinds[next] === "join" || region.has(next))
      continue;
    region.add(next);
    open.push(...ways.filter(({ from }) => from === next).map(({ to }) => to));
  }
  return region;
}

function routersOf({ kinds }: Plan): number[] {
  return [...kinds.keys()].filter((number) => kinds[number] === "router");
}

it("reports routers of which two branches change the workspace", () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const expected = routersOf(plan).filter((router) => {
        const regions = plan.ways
          .filter(({ from }) => from === router)
          .map((way) => regionOf(plan, way));
        const writes = (region: Set<number>): boolean =>
          [...region].some(
            (each) => plan.kinds[each] === "writer" && regions.some((other) => !other.has(each)),
          );
        return regions.filter(writes).length > 1;
      });

      expect(linesOf(plan, "C115")).toEqual(expected.map((router) => 2 + 4 * router));
    }),
    { numRuns: 600 },
  );
});

it("reports keys that two branches bring to one node", () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const mapped = plan.ways.filter(({ key }) => key);
      const meet = (one: Way, other: Way): boolean =>
        routersOf(plan).some((router) => {
          const branches = plan.ways.filter(({ from }) => from === router);
          const brings = (branch: Way, way: Way): boolean =>
            way.from === router ? way === branch : regionOf(plan, branch, way.to).has(way.from);
          return branches.some((f) =>
            branches.some(
              (g) =>
                brings(f, one) &&
                !brings(f, other) &&
                brings(g, other) &&
                !brings(g, one) &&
                !(f.when !== null && g.when !== null && f.when !== g.when),
            ),
          );
        });
      const expected = mapped.filter((later, at) =>
        mapped
          .slice(0, at)
          .some((way) => way.to === later.to && way.from !== later.from && meet(way, later)),
      );

      const first = 2 + 4 * size + 2;
      expect(linesOf(plan, "C028")).toEqual(expected.map((way) => first + plan.ways.indexOf(way)));
    }),
    { numRuns: 600 },
  );
});
