/** Flows of any shape: a row of kinds inside a bounded loop, each with its own way of going on. */
import fc from "fast-check";
import type { FlowRunCase } from "#testing/packs/flow/read-run.ts";

type Draw = (id: string, next: string) => readonly { readonly id: string; readonly type: string }[];

/** What may stand in the row; a node that needs more of them brings them along. */
const draws: readonly Draw[] = [
  (id, next) => [{ id, type: "tool", tool: "count", input: { of: id }, next }],
  (id, next) => [{ id, type: "llm", model: "any/model", prompt: "Go on?", next }],
  (id, next) => [
    { id, type: "map", tool: "count", items_path: "input.items", max_in_flight: 2, next },
  ],
  (id, next) => [{ id, type: "transform", expression: "node_outputs.again", next }],
  (id, next) => [
    { id, type: "condition", expression: "input.yes", on_true: next, on_false: `${id}_t` },
    { id: `${id}_t`, type: "transform", expression: "7", next },
  ],
  (id, next) => [{ id, type: "throttle", key_path: "input.key", window_steps: 4, next }],
  (id, next) => [{ id, type: "debounce", key_path: "input.key", window_steps: 9, next }],
  (id, next) => [
    { id, type: "cache_read", key_path: "input.key", next, on_miss: `${id}_w` },
    { id: `${id}_w`, type: "cache_write", key_path: "input.key", value_path: "input.items", next },
  ],
  (id, next) => [
    {
      id,
      type: "retry_compensate",
      tool: "fail",
      input: null,
      max_retries: 1,
      compensate_tool: "count",
      compensate_input: null,
      next,
    },
  ],
  (id, next) => [
    { id, type: "parallel", branches: [`${id}_a`, `${id}_b`], max_in_flight: 2, next: `${id}_m` },
    { id: `${id}_a`, type: "tool", tool: "count", input: 1 },
    { id: `${id}_b`, type: "map", tool: "count", items_path: "input.items", next: `${id}_m` },
    { id: `${id}_m`, type: "merge", sources: [`${id}_a`, `${id}_b`], policy: "all", next },
  ],
  (id, next) => [
    { id, type: "filter", items_path: "input.items", expression: "item != 2", next: `${id}_r` },
    { id: `${id}_r`, type: "reduce", source: id, operation: "sum", next },
  ],
  (id, next) => [
    { id, type: "batch", items_path: "input.items", next: `${id}_o` },
    {
      id: `${id}_o`,
      type: "router",
      routes: [{ when: "!input.yes", next: `${id}_e` }],
      default: next,
    },
    { id: `${id}_e`, type: "event_trigger", event: "k", event_path: "input.key", next },
  ],
  (id, next) => [
    {
      id,
      type: "human_in_the_loop",
      decision_path: "input.none",
      on_approve: next,
      on_reject: next,
    },
  ],
];

/** A case with a flow of up to five such pieces, gone through up to three times. */
export const anyFlow: fc.Arbitrary<FlowRunCase> = fc
  .record({
    pieces: fc.array(fc.nat(draws.length - 1), { minLength: 1, maxLength: 5 }),
    rounds: fc.integer({ min: 1, max: 3 }),
    yes: fc.boolean(),
  })
  .map(({ pieces, rounds, yes }) => {
    const ids = pieces.map((_, at) => `n${at}`);
    const row = pieces.flatMap((piece, at) => {
      const [next = "again"] = ids.slice(at + 1);
      return draws[piece]?.(ids[at] ?? "", next) ?? [];
    });
    const nodes = [
      { id: "start", type: "start", next: "again" },
      {
        id: "again",
        type: "loop",
        condition: "input.on",
        body: "n0",
        next: "end",
        max_iterations: rounds,
      },
      ...row,
      { id: "end", type: "end" },
    ];
    const gates = row.filter(({ type }) => type === "human_in_the_loop").map(({ id }) => id);
    const asked = Array.from({ length: rounds }, () => gates).flat();
    const input = { yes, on: true, key: "k", items: [1, 2, 3] };
    return toCase(JSON.stringify({ name: "any", nodes }), input, asked);
  });

/** The loop's condition holds for ever, so such a run ends with the loop's limit. */
function toCase(
  text: string,
  input: FlowRunCase["script"]["input"],
  asked: readonly string[],
): FlowRunCase {
  const answers = Array.from({ length: 3 }, (_, at) => ({ text: `answer ${at}` }));
  const ids = Array.from({ length: 5 }, (_, at) => `n${at}`);
  return {
    name: "any",
    folder: "",
    text,
    script: {
      input,
      options: {},
      graphs: {},
      llm: Object.fromEntries(ids.map((id) => [id, answers])),
      tools: { count: { function: "count" }, fail: { function: "fail" } },
      answers: asked.map((node) => ({ node, decision: "approve" })),
      cancel_before_start: false,
    },
    expected: {},
  };
}
