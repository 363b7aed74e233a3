import { describe, expect, it } from "vitest";
import type { Graph, Schema, SchemaField } from "#core/graph/graph.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { calm, edges, graph, node, objectSchema, request, simulator, site } from "./simulation.ts";

const types: Readonly<Record<SchemaField["type"], Fields>> = {
  bool: { type: "boolean" },
  int: { type: "integer" },
  float: { type: "number" },
  string: { type: "string" },
  "string[]": { type: "array", items: { type: "string" } },
  json: {},
};

/** What is made up for `node` if its answer must have these fields. */
async function answer(
  made: Graph,
  nodeId: string,
  fields: Readonly<Record<string, SchemaField["type"]>>,
): Promise<Value> {
  const { models } = simulator(undefined, { graph: made });
  const properties = Object.fromEntries(
    Object.entries(fields).map(([name, type]) => [name, types[type]]),
  );
  const asked = request(nodeId, { schema: objectSchema(properties) });
  const { text, usage } = await models.generate(asked, { signal: calm });
  expect(usage).toMatchObject({ input_tokens: 0, output_tokens: 0, cost_usd: 0 });
  return JSON.parse(text) as Value;
}

function agents(...ids: readonly string[]) {
  return ids.map((id) => node(id, "agent"));
}

it("fits every type of field", async () => {
  const { models } = simulator(undefined, {
    graph: graph(agents("review"), edges("review -> done")),
  });
  const schema = objectSchema({
    ok: { type: "boolean" },
    title: { type: "string" },
    risk: { type: "string", enum: ["low", "high"] },
    count: { type: "integer" },
    share: { type: "number" },
    files: { type: "array", items: { type: "string" } },
    meta: {},
  });

  const { text } = await models.generate(request("review", { schema }), { signal: calm });

  expect(text).toBe(
    '{"ok":true,"title":"review.title","risk":"low","count":1,"share":1,"files":[],"meta":{}}',
  );
});

it("is the node's name without a schema", async () => {
  const { models } = simulator(undefined);

  expect((await models.generate(request("review"), { signal: calm })).text).toBe("review");
});

describe("conditions on fields", () => {
  it("chooses the edge with the shortest way to done", async () => {
    const made = graph(
      agents("check", "fix", "report"),
      edges(
        "check -> fix when needs_work",
        "check -> done when not needs_work",
        "fix -> check",
        "report -> done",
      ),
    );

    expect(await answer(made, "check", { needs_work: "bool" })).toEqual({ needs_work: false });
  });

  it("takes the first of equally short ways", async () => {
    const made = graph(
      agents("pick", "a", "b"),
      edges("pick -> a when not left", "pick -> b when left", "a -> done", "b -> done"),
    );

    expect(await answer(made, "pick", { left: "bool" })).toEqual({ left: false });
  });

  it("lets earlier conditions fail so that a later edge is taken", async () => {
    const made = graph(
      agents("pick", "a", "b"),
      edges("pick -> a when hot", "pick -> b when not cold", "pick -> done", "a -> b", "b -> a"),
    );

    const chosen = await answer(made, "pick", { hot: "bool", cold: "bool", other: "bool" });

    expect(chosen).toEqual({ hot: false, cold: true, other: true });
  });

  it("passes over an edge that can never be taken", async () => {
    const made = graph(
      agents("check", "fix", "report"),
      edges(
        "check -> fix when not ok",
        "check -> done when not ok",
        "check -> report when ok",
        "fix -> check",
        "report -> done",
      ),
    );

    expect(await answer(made, "check", { ok: "bool" })).toEqual({ ok: true });
  });

  it("avoids ways that only fail", async () => {
    const made = graph(
      agents("check", "long"),
      edges("check -> fail when bad", "check -> long when not bad", "long -> done"),
    );

    expect(await answer(made, "check", { bad: "bool" })).toEqual({ bad: false });
  });

  it("looks through a router that hands the answer on", async () => {
    const made = graph(
      [...agents("check", "fix"), node("turn", "router", { mode: "condition" })],
      edges("check -> turn", "turn -> fix when broken", "turn -> done", "fix -> check"),
    );

    expect(await answer(made, "check", { broken: "bool" })).toEqual({ broken: false });
  });
});

describe("conditions that are expressions", () => {
  it.each([
    ["score >= 7", { score: "int" }, { score: 10 }],
    ["score > 50", { score: "float" }, { score: 100 }],
    ["approved && score < 1", { approved: "bool", score: "int" }, { approved: true, score: 0 }],
    ["!risky", { risky: "bool" }, { risky: false }],
    ["outputs.check.score == 1", { score: "int" }, { score: 1 }],
    ["score >= 7 || loop.again.iteration > 3", { score: "int" }, { score: 10 }],
  ] as const)("finds values for %s", async (expression, fields, expected) => {
    const made = graph(
      agents("check", "fix"),
      edges(`check -> done when ${expression} `, "check -> fix", "fix -> check"),
    );

    expect(await answer(made, "check", fields)).toEqual(expected);
  });

  it("falls back to the first values if none hold", async () => {
    const made = graph(
      agents("check", "fix"),
      edges("check -> done when score > 1000", "check -> fix", "fix -> check"),
    );

    expect(await answer(made, "check", { score: "int" })).toEqual({ score: 0 });
  });

  it("tries no more than 64 combinations", async () => {
    const names = ["a", "b", "c", "d"];
    const made = graph(
      agents("check", "fix"),
      edges("check -> done when a + b + c + d >= 400", "check -> fix", "fix -> check"),
    );
    const fields = Object.fromEntries(names.map((name) => [name, "int" as const]));

    expect(await answer(made, "check", fields)).toEqual({ a: 0, b: 0, c: 0, d: 0 });
  });
});

describe("model-chosen routes", () => {
  const nodes = (multi: boolean) => [
    node("pick", "router", { mode: "llm", multi }),
    ...agents("long", "short"),
  ];
  const ways = edges("pick -> long", "pick -> short", "long -> short", "short -> done");
  const schema = objectSchema({ selected_route: { type: "string" } });

  it("is the target with the shortest way to done", async () => {
    const { models } = simulator(undefined, { graph: graph(nodes(false), ways) });

    const { text } = await models.generate(request("pick", { schema }), { signal: calm });

    expect(JSON.parse(text)).toMatchObject({ selected_route: "short" });
  });

  it("is all targets where several may be chosen", async () => {
    const { models } = simulator(undefined, { graph: graph(nodes(true), ways) });

    const { text } = await models.generate(request("pick", { schema }), { signal: calm });

    expect(JSON.parse(text)).toMatchObject({ selected_routes: ["long", "short"] });
  });
});

it("answers for a person without passing the question on", async () => {
  const made = graph(
    [node("gate", "human", { interaction: "llm_or_human" })],
    edges("gate -> done"),
  );

  expect(await answer(made, "gate", { approved: "bool", needs_human_input: "bool" })).toEqual({
    approved: true,
    needs_human_input: false,
  });
});

it("lets a tool print an object that fits its schema, or nothing", async () => {
  const schema: Schema = {
    name: "result",
    fields: [
      { name: "passed", type: "bool" },
      { name: "count", type: "int" },
    ],
  };
  const made = graph(
    [node("test", "tool", { output: "result" }), node("plain", "tool")],
    edges("test -> plain when not passed", "test -> done when passed", "plain -> test"),
    [schema],
  );
  const { shell } = simulator(undefined, { graph: made });
  const run = async (nodeId: string) => {
    const place = site(nodeId, { step: "command" });
    const task = { command: "make", env: {}, passEnv: [], site: place };
    const { exitCode, stdout } = await shell.run(task, { signal: calm });
    return [exitCode, stdout];
  };

  expect(await run("test")).toEqual([0, '{"passed":true,"count":1}']);
  expect(await run("plain")).toEqual([0, ""]);
});

it("answers for a delegate, structured if a schema asks for it", async () => {
  const { delegates } = simulator(undefined);
  const base = {
    backend: "codex",
    model: null,
    system: "",
    prompt: "go",
    readonly: false,
    tools: null,
    mcpServers: [],
    maxTurns: 0,
    reasoningEffort: null,
    session: null,
    mayAsk: false,
    budgetUsd: null,
    env: [],
    site: site("review", { step: "delegate:0" }),
  } as const;
  const options = { signal: calm, onEvent: () => undefined };
  const schema = objectSchema({ ok: { type: "boolean" } });

  const structured = await delegates.execute({ ...base, schema }, options);
  const plain = await delegates.execute({ ...base, schema: null }, options);

  expect(structured).toMatchObject({ structured: { ok: true }, text: '{"ok":true}' });
  expect(plain).toMatchObject({ structured: undefined, text: "review" });
});
