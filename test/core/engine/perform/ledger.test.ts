import { expect, it } from "vitest";
import { createLedger } from "#core/engine/perform/ledger.ts";
import type { Ledger, Reserve } from "#core/engine/perform/ledger.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Budget } from "#core/graph/graph.ts";
import { agent, graphOf, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";

/** The ledger of a run in which steps of some nodes have used so much. */
function after(used: Readonly<Record<string, Fields>>, budget: Partial<Budget>): Ledger {
  const nodes = ["a", "b", "c"];
  const graph = graphOf({
    entry: "f",
    nodes: [router("f"), ...nodes.map((id) => agent(id))],
    edges: nodes.flatMap((id) => [`f -> ${id}`, `${id} -> done`]),
    budget,
  });
  const story = given(graph);
  for (const [node, usage] of Object.entries(used)) story.use(`f#0.${node}/${node}#0`, usage);
  return createLedger(story.state);
}

/** Whether a reservation was made at once. */
function isMade(reserved: Reserve | Promise<Reserve>): reserved is Reserve {
  return !(reserved instanceof Promise);
}

/** Whether it has been made by now. */
async function isMadeNow(reserved: Reserve | Promise<Reserve>): Promise<boolean> {
  return Promise.race([Promise.resolve(reserved).then(() => true), later(false)]);
}

async function later<Result>(result: Result): Promise<Result> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  return result;
}

function made(reserved: Reserve | Promise<Reserve>): Reserve {
  if (!isMade(reserved)) throw new Error("it has to wait");
  return reserved;
}

it("reserves what the node's largest step has used, and nothing for one that has used nothing", () => {
  const used = { a: { input_tokens: 20, output_tokens: 5, cost_usd: 0.5 } };
  const ledger = after(used, { maxTokens: 1_000 });

  expect(ledger.reserve("a")).toEqual({ tokens: 25, costUsd: 0.5 });
  expect(ledger.reserve("b")).toEqual({ tokens: 0, costUsd: 0 });
});

it("never keeps a step waiting that is alone", () => {
  const ledger = after({ a: { input_tokens: 60 } }, { maxTokens: 100 });

  const first = made(ledger.reserve("a"));
  ledger.settle(first);

  expect(isMade(ledger.reserve("a"))).toBe(true);
});

it.each([
  ["tokens", { input_tokens: 20, output_tokens: 5 }, { maxTokens: 75 }, { maxTokens: 74 }],
  ["cost", { cost_usd: 0.25 }, { maxCostUsd: 0.75 }, { maxCostUsd: 0.74 }],
])("lets several go on together up to the limit of %s", async (_, usage, enough, little) => {
  // 25 are spent, and two in flight may use 25 each.
  const wide = after({ a: usage }, enough);
  const narrow = after({ a: usage }, little);

  const both = [wide.reserve("a"), wide.reserve("a")];
  const [first, second] = [narrow.reserve("a"), narrow.reserve("a")];
  const before = await isMadeNow(second);
  narrow.settle(made(first));

  expect(both.map(isMade)).toEqual([true, true]);
  expect(before).toBe(false);
  expect(await second).toEqual(first);
});

it("keeps nobody waiting without a limit", () => {
  const ledger = after({ a: { input_tokens: 1_000_000, cost_usd: 99 } }, {});

  expect([1, 2, 3].map(() => isMade(ledger.reserve("a")))).toEqual([true, true, true]);
});

it("lets those that wait go on in their order, as many as fit", async () => {
  const used = { a: { input_tokens: 30 }, b: { input_tokens: 5 } };
  const ledger = after(used, { maxTokens: 80 });
  const first = made(ledger.reserve("a"));

  const large = ledger.reserve("a");
  const small = ledger.reserve("b");
  const nothing = ledger.reserve("c");
  const before = await Promise.all([large, small, nothing].map(isMadeNow));
  ledger.settle(first);
  const behind = await Promise.all([large, small, nothing].map(isMadeNow));

  expect(before).toEqual([false, false, false]);
  expect(behind).toEqual([true, true, true]);
});

it("goes on to keep waiting whoever doesn't fit yet", async () => {
  const ledger = after({ a: { input_tokens: 30 }, b: { input_tokens: 2 } }, { maxTokens: 92 });
  const [first, second] = [made(ledger.reserve("a")), made(ledger.reserve("a"))];

  const third = ledger.reserve("a");
  const small = ledger.reserve("b");
  ledger.settle(first);
  const afterOne = [await isMadeNow(third), await isMadeNow(small)];
  const fourth = ledger.reserve("a");
  ledger.settle(second);
  const afterTwo = [await isMadeNow(third), await isMadeNow(small), await isMadeNow(fourth)];

  expect(afterOne).toEqual([true, false]);
  expect(afterTwo).toEqual([true, true, false]);
});
