import { expect, it } from "vitest";
import type { Graph } from "#core/graph/graph.ts";
import { graphOf } from "#support/compile.ts";

function nodeOf(graph: Graph, id: string): Readonly<Record<string, unknown>> {
  return { ...graph.nodes.find((node) => node.id === id) };
}

it("is the graph that the language describes", () => {
  const graph = graphOf(`schema verdict:
  ok: bool

judge reviewer:
  model: "openai/gpt-5"
  output: verdict

workflow review:
  entry: reviewer
  reviewer -> done when ok
  reviewer -> reviewer when not ok as again(2) with { last: "{{outputs.reviewer}}" }
`);

  expect(graph).toEqual({
    format: "iter/graph@1",
    language: "iter",
    name: "review",
    entry: "reviewer",
    vars: [],
    presets: [],
    prompts: [],
    mcpServers: [],
    schemas: [{ name: "verdict", fields: [{ name: "ok", type: "bool" }] }],
    mcp: { autoloadProject: false, servers: [], disable: [] },
    budget: null,
    toolPolicy: null,
    environment: [],
    nodes: [
      {
        id: "reviewer",
        kind: "judge",
        at: [4, 7],
        input: null,
        output: "verdict",
        publish: null,
        await: null,
        readonly: false,
        mutates: false,
        model: "openai/gpt-5",
        delegate: null,
        system: null,
        user: null,
        session: "fresh",
        tools: null,
        toolPolicy: null,
        toolMaxSteps: 0,
        reasoningEffort: null,
        mcp: { inherit: true, servers: [], disable: [] },
        interaction: "none",
        interactionPrompt: null,
        interactionModel: null,
        timeoutMs: null,
        retry: null,
        env: [],
      },
      { id: "done", kind: "done" },
      { id: "fail", kind: "fail" },
    ],
    edges: [
      {
        id: "e0",
        from: "reviewer",
        to: "done",
        port: "next",
        when: { not: false, field: "ok" },
        loop: null,
        with: null,
        at: [10, 3],
      },
      {
        id: "e1",
        from: "reviewer",
        to: "reviewer",
        port: "next",
        when: { not: true, field: "ok" },
        loop: "again",
        with: [{ key: "last", value: [{ ref: ["outputs", "reviewer"] }] }],
        at: [11, 3],
      },
    ],
    loops: [{ name: "again", max: 2 }],
    hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
});

it("says of nodes of every kind what was written and what holds without", () => {
  const graph = graphOf(`schema answer:
  ok: bool
  size: string [enum: "s", "m"]

prompt ask:
  Merge {{input}}?

router split:
  mode: fan_out_all

router pick:
  mode: llm
  multi: true
  timeout: "1m30s"

join both:
  require: [work]

human owner:
  instructions: ask
  output: answer

human stand_in:
  mode: auto_answer
  output: answer
  interaction_model: "openai/gpt-5"

agent work:
  tools: [read_file, mcp.tracker.*, "vendor-tool"]
  model: "openai/gpt-5"
  retry: 3

tool shell:
  command: "echo {{outputs.work.text}} \${HOME}"
  env: [CI]
  retry:
    max: 2
    delay: "500ms"

tool program:
  script: "print({{input}})"
  language: python
  readonly: true

compute sum:
  expr:
    a: "1 + 1"
    b: "length(input)"

workflow w:
  entry: split
  tool_policy: [*]
  default_backend: "codex"
  budget:
    max_duration: "2h"
    max_cost_usd: 1.5
  split -> work
  split -> owner
  work -> both
  owner -> both
  both -> pick
  pick -> stand_in
  pick -> shell
  stand_in -> sum
  shell -> program
  program -> sum
  sum -> done
`);

  expect(graph.nodes.map((node) => [node.id, node.mutates ?? null])).toEqual([
    ["split", false],
    ["pick", false],
    ["both", false],
    ["owner", false],
    ["stand_in", false],
    ["work", true],
    ["shell", true],
    ["program", false],
    ["sum", false],
    ["done", null],
    ["fail", null],
  ]);
  expect(nodeOf(graph, "split")).toEqual({
    ...common("split", "router", [8, 8]),
    mode: "fan_out_all",
    multi: false,
  });
  expect(nodeOf(graph, "pick")).toEqual({
    ...common("pick", "router", [11, 8]),
    mode: "llm",
    multi: true,
    model: null,
    delegate: "codex",
    system: null,
    user: null,
    reasoningEffort: null,
    timeoutMs: 90_000,
    retry: null,
  });
  expect(nodeOf(graph, "both")).toEqual({
    ...common("both", "join", [16, 6]),
    await: "wait_all",
    require: ["work"],
  });
  expect(nodeOf(graph, "owner")).toEqual({
    ...common("owner", "human", [19, 7]),
    output: "answer",
    interaction: "human",
    instructions: "ask",
    minAnswers: 1,
    model: null,
    interactionModel: null,
    system: null,
    interactionPrompt: null,
  });
  expect(nodeOf(graph, "stand_in")).toMatchObject({
    interaction: "llm",
    interactionModel: "openai/gpt-5",
    model: null,
  });
  expect(nodeOf(graph, "work")).toMatchObject({
    model: "openai/gpt-5",
    delegate: "codex",
    tools: ["read_file", "mcp.tracker.*", "vendor-tool"],
    toolPolicy: ["*"],
    interaction: "none",
    retry: { max: 3, delayMs: 1000, factor: 2, maxDelayMs: 60_000 },
  });
  expect(nodeOf(graph, "shell")).toEqual({
    ...common("shell", "tool", [33, 6]),
    mutates: true,
    command: ["echo ", { ref: ["outputs", "work", "text"] }, " ${HOME}"],
    timeoutMs: null,
    retry: { max: 2, delayMs: 500, factor: 2, maxDelayMs: 60_000 },
    env: ["CI", "HOME"],
  });
  expect(nodeOf(graph, "program")).toEqual({
    ...common("program", "tool", [40, 6]),
    readonly: true,
    script: ["print(", { ref: ["input"] }, ")"],
    language: "python",
    timeoutMs: null,
    retry: null,
    env: [],
  });
  expect(nodeOf(graph, "sum")).toEqual({
    ...common("sum", "compute", [45, 9]),
    expressions: [
      { name: "a", expression: "1 + 1" },
      { name: "b", expression: "length(input)" },
    ],
  });
  expect(graph).toMatchObject({
    budget: { maxDurationMs: 7_200_000, maxCostUsd: 1.5, unknownPrice: "error" },
    toolPolicy: ["*"],
    environment: ["CI", "HOME"],
    prompts: [{ name: "ask", text: ["Merge ", { ref: ["input"] }, "?"] }],
    schemas: [
      {
        name: "answer",
        fields: [
          { name: "ok", type: "bool" },
          { name: "size", type: "string", enum: ["s", "m"] },
        ],
      },
    ],
  });
});

function common(id: string, kind: string, at: readonly [number, number]): object {
  return {
    id,
    kind,
    at,
    input: null,
    output: null,
    publish: null,
    await: null,
    readonly: false,
    mutates: false,
  };
}
