/** Random graphs as people write them: forks, choices and loops inside one another, to any depth. */
import fc from "fast-check";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import type { EdgeSketch } from "../graph.ts";
import { graphOf, join, router } from "../graph.ts";
import { verdict, workDraw, workNode } from "./node-draw.ts";
import type { WorkDraw } from "./node-draw.ts";

type Block =
  | { readonly is: "work"; readonly work: WorkDraw }
  | { readonly is: "row"; readonly blocks: readonly Block[] }
  | {
      readonly is: "choice";
      readonly mode: "condition" | "round_robin" | "llm";
      readonly arms: readonly Block[];
    }
  | { readonly is: "loop"; readonly body: Block; readonly check: WorkDraw; readonly bound: number }
  | {
      readonly is: "fork";
      readonly multi: boolean;
      readonly arms: readonly Block[];
      /** How each arm ends: at the meeting, or before it. */
      readonly ends: readonly ("meets" | "done" | "fail" | "may end")[];
      readonly meeting: "join" | "await" | "any";
      readonly strategy: "wait_all" | "best_effort";
      readonly requires: boolean;
      readonly work: WorkDraw;
    };

const { block } = fc.letrec<{ block: Block; row: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, depthSize: "xsmall", withCrossShrink: true },
    { arbitrary: fc.record({ is: fc.constant("work" as const), work: workDraw }), weight: 4 },
    { arbitrary: tie("row"), weight: 1 },
    {
      arbitrary: fc.record({
        is: fc.constant("fork" as const),
        multi: fc.boolean(),
        arms: fc.array(tie("block"), { minLength: 2, maxLength: 3 }),
        ends: fc.array(
          fc.constantFrom("meets", "meets", "meets", "meets", "meets", "done", "may end", "fail"),
          { minLength: 3, maxLength: 3 },
        ),
        meeting: fc.constantFrom("join", "join", "await", "any"),
        strategy: fc.constantFrom("wait_all", "best_effort"),
        requires: fc.boolean(),
        work: workDraw,
      }),
      weight: 4,
    },
    {
      arbitrary: fc.record({
        is: fc.constant("choice" as const),
        mode: fc.constantFrom("condition", "round_robin", "llm"),
        arms: fc.array(tie("block"), { minLength: 2, maxLength: 2 }),
      }),
      weight: 1,
    },
    {
      arbitrary: fc.record({
        is: fc.constant("loop" as const),
        body: tie("block"),
        check: workDraw,
        bound: fc.integer({ min: 1, max: 2 }),
      }),
      weight: 1,
    },
  ),
  row: fc.record({
    is: fc.constant("row" as const),
    blocks: fc.array(tie("block"), { minLength: 2, maxLength: 2 }),
  }),
})) as { readonly block: fc.Arbitrary<Block> };

/** A first node, anything, and a last one. */
export const nestedGraphs: fc.Arbitrary<Graph> = fc
  .record({
    blocks: fc.array(block, { minLength: 1, maxLength: 2 }),
    work: workDraw,
    slots: fc.constantFrom(0, 0, 1, 2),
  })
  .map(({ blocks, work, slots }) => {
    const drawing = createDrawing();
    let open: readonly Open[] = drawing.put(workNode("n0", { ...work, kind: "agent" }), []);
    for (const part of blocks) open = draw(drawing, part, open);
    drawing.connect(open, "done");
    return graphOf({
      entry: "n0",
      nodes: drawing.nodes,
      edges: drawing.edges,
      loops: drawing.loops,
      schemas: [verdict],
      ...(slots === 0 ? {} : { budget: { maxParallelBranches: slots } }),
    });
  });

/** A way out that leads nowhere yet. */
interface Open {
  readonly from: string;
  readonly when?: string;
}

interface Drawing {
  readonly nodes: GraphNode[];
  readonly edges: (readonly [string, EdgeSketch])[];
  readonly loops: Record<string, number>;
  /** The id of the next node. */
  next(): string;
  put(node: GraphNode, open: readonly Open[]): readonly Open[];
  connect(open: readonly Open[], to: string): void;
}

function createDrawing(): Drawing {
  const nodes: GraphNode[] = [];
  const edges: (readonly [string, EdgeSketch])[] = [];
  function connect(open: readonly Open[], to: string): void {
    for (const { from, when } of open) {
      edges.push([`${from} -> ${to}`, when === undefined ? {} : { when }]);
    }
  }
  return {
    nodes,
    edges,
    loops: {},
    connect,
    next: () => `n${nodes.length}`,
    put(node, open) {
      nodes.push(node);
      connect(open, node.id);
      return [{ from: node.id }];
    },
  };
}

/** Adds a block behind the open ends; what is left open behind it comes back. */
function draw(drawing: Drawing, part: Block, open: readonly Open[]): readonly Open[] {
  if (open.length === 0) return open;
  const id = drawing.next();
  switch (part.is) {
    case "work":
      return drawing.put(workNode(id, part.work), open);
    case "row":
      return part.blocks.reduce((ends, each) => draw(drawing, each, ends), open);
    case "choice":
      drawing.put(router(id, part.mode, { multi: false, model: "simulate/any" }), open);
      return part.arms.flatMap((arm, at) => {
        const when = part.mode === "condition" && at === 0 ? { when: "ok" } : {};
        return draw(drawing, arm, [{ from: id, ...when }]);
      });
    case "loop":
      return drawLoop(drawing, part, open);
    case "fork":
      return drawFork(drawing, part, open);
  }
}

function drawLoop(
  drawing: Drawing,
  { body, check, bound }: Extract<Block, { is: "loop" }>,
  open: readonly Open[],
): readonly Open[] {
  const first = drawing.next();
  const ends = draw(drawing, body, open);
  if (ends.length === 0) return [];
  const id = drawing.next();
  drawing.put(workNode(id, check), ends);
  drawing.loops[`l${id}`] = bound;
  drawing.edges.push([`${id} -> ${first}`, { loop: `l${id}`, when: "not ok" }]);
  return [{ from: id }];
}

function drawFork(
  drawing: Drawing,
  fork: Extract<Block, { is: "fork" }>,
  open: readonly Open[],
): readonly Open[] {
  const id = drawing.next();
  const mode = fork.multi ? "llm" : "fan_out_all";
  drawing.put(router(id, mode, { multi: fork.multi, model: "simulate/any" }), open);
  const firsts: string[] = [];
  const ends = fork.arms.flatMap((arm, at) => {
    firsts.push(drawing.next());
    return endArm(drawing, fork.ends[at] ?? "meets", draw(drawing, arm, [{ from: id }]));
  });
  if (ends.length === 0 || fork.meeting === "any") return ends;
  const meeting = {
    await: fork.strategy,
    require: fork.requires ? firsts.slice(0, 1) : [],
  };
  const node = drawing.next();
  const met = fork.meeting === "join" ? join(node, meeting) : workNode(node, fork.work, meeting);
  return drawing.put(met, ends);
}

/** Some arms end at `done` or `fail`, or may do so. */
function endArm(
  drawing: Drawing,
  end: "meets" | "done" | "fail" | "may end",
  open: readonly Open[],
): readonly Open[] {
  switch (end) {
    case "meets":
      return open;
    case "done":
    case "fail":
      drawing.connect(open, end);
      return [];
    case "may end":
      drawing.connect(
        open.filter(({ when }) => when === undefined).map(({ from }) => ({ from, when: "ok" })),
        "done",
      );
      return open;
  }
}
