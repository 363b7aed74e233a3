import fc from "fast-check";
import { expect, it } from "vitest";
import { compileFlow } from "#core/flow.ts";
import type { Graph } from "#core/graph/graph.ts";
import { renderMermaid } from "#core/report/mermaid/mermaid.ts";
import type { DiagramPath } from "#core/report/mermaid/mermaid.ts";
import { createGraph, drawings } from "#support/graph-builder.ts";
import { findMermaidFault } from "#support/mermaid-grammar.ts";
import { sha256 } from "#support/sha256.ts";

const review = createGraph({
  name: "review",
  entry: "reviewer",
  nodes: [{ id: "reviewer", kind: "judge" }],
  edges: [
    { from: "reviewer", to: "done", when: { not: false, field: "ok" } },
    { from: "reviewer", to: "reviewer", when: { not: true, field: "ok" }, loop: "again" },
  ],
  loops: [{ name: "again", max: 2 }],
});

it("draws nodes, edges and classes", () => {
  expect(renderMermaid({ graph: review, drawings })).toMatchInlineSnapshot(`
    "flowchart TD
      reviewer["⚖️ reviewer"]
      done(["✅ done"])
      reviewer -->|"ok"| done
      reviewer -->|"not ok / loop:again(2)"| reviewer
      classDef judge fill:#6a5acd
      classDef done fill:#2e8b57
      classDef entry stroke-width:3px
      class reviewer judge
      class done done
      class reviewer entry"
  `);
});

const everything = createGraph({
  name: "every <kind>",
  entry: "plan",
  vars: [
    { name: "n", type: "int", required: true, implied: false },
    { name: "tags", type: "string[]", required: false, default: ["a", "b"], implied: false },
  ],
  presets: [{ name: "nightly", values: {} }],
  budget: { maxTokens: 1000, maxDurationMs: 90_000, unknownPrice: "ignore" },
  loops: [{ name: "refine", max: 3 }],
  schemas: [
    {
      name: "verdict",
      fields: [
        { name: "ok", type: "bool" },
        { name: "notes", type: "string[]" },
      ],
    },
  ],
  nodes: [
    {
      id: "plan",
      kind: "agent",
      model: "openai/gpt-5",
      input: null,
      output: "verdict",
      session: "fresh",
      system: "planner",
      tools: ["read_file", "github.*"],
      toolMaxSteps: 0,
      readonly: true,
      timeoutMs: 90_000,
      retry: { max: 3, delayMs: 1, factor: 2, maxDelayMs: 1 },
    },
    { id: "größe", kind: "agent", model: "m", session: "inherit", tools: [], await: "wait_all" },
    { id: "end", kind: "router" },
    { id: "gate", kind: "human" },
    { id: "meet", kind: "join", require: ["plan", "end"], await: { quorum: 2 } },
    {
      id: "check",
      kind: "tool",
      command: ["npm test -- ", { ref: ["vars", "tags"] }, " --very-long-option=1\necho"],
    },
    {
      id: "sums",
      kind: "compute",
      expressions: [
        { name: "a", expression: "1 < 2 && x" },
        { name: "b", expression: "c" },
      ],
    },
  ],
  edges: [
    { from: "plan", to: "größe" },
    {
      from: "größe",
      to: "end",
      when: { not: false, expression: 'score > 5 && title == "a very long title indeed"' },
    },
    {
      from: "end",
      to: "plan",
      loop: "refine",
      with: [
        { key: "last", value: [{ ref: ["outputs", "plan"] }] },
        { key: "why", value: ["line 1\nline 2 ", { ref: ["vars", "n"] }] },
      ],
    },
    { from: "end", to: "fail", with: [] },
    { from: "end", to: "nowhere" },
  ],
});

it("says in the detailed view what is set, cut where it is long", () => {
  expect(renderMermaid({ graph: everything, drawings, view: "detailed" })).toMatchInlineSnapshot(`
    "flowchart TD
      plan["🤖 plan<br/>model: openai/gpt-5<br/>out: verdict"]
      gr__e[["🤖 größe<br/>model: m<br/>session: inherit<br/>await: wait_all"]]
      n_end{"🔀 end"}
      gate>"👤 gate"]
      meet[["🔗 meet<br/>require: plan, end<br/>await: quorum 2"]]
      check["🔧 check<br/>command: npm test -- {{vars.tags}} --very-long-op…"]
      sums[/"🧮 sums<br/>expr: a, b"/]
      fail(["❌ fail"])
      nowhere["❓ nowhere"]
      plan --> gr__e
      gr__e -->|"score #gt; 5 #amp;#amp; title == #quot;a very long title…"| n_end
      n_end -->|"loop:refine(3) / with: last={{outputs.plan}}, why=line 1<br/>line 2 {{vars.n}}"| plan
      n_end -->|"with: nothing"| fail
      n_end --> nowhere
      classDef agent fill:#00f
      classDef router fill:#d2691e
      classDef human fill:#b8860b
      classDef join fill:#708090
      classDef tool fill:#2f4f4f
      classDef compute fill:#008080
      classDef fail fill:#b22222
      classDef entry stroke-width:3px
      class plan,gr__e agent
      class n_end router
      class gate human
      class meet join
      class check tool
      class sums compute
      class fail fail
      class plan entry"
  `);
});

it("says everything in the full view", () => {
  expect(renderMermaid({ graph: everything, drawings, view: "full" })).toMatchInlineSnapshot(`
    "flowchart TD
      subgraph meta["every #lt;kind#gt; (entry: plan)"]
      meta_vars["vars<br/>n: int<br/>tags: string[] = [#quot;a#quot;,#quot;b#quot;]"]
      meta_budget["budget<br/>max_duration: 1m30s<br/>max_tokens: 1000<br/>unknown_price: ignore"]
      meta_loops["loops<br/>refine: max 3"]
      meta_presets["presets<br/>nightly"]
      end
      plan["🤖 plan<br/>model: openai/gpt-5<br/>out: verdict (ok: bool, notes: string[])<br/>system: planner<br/>tools: read_file, github.*<br/>readonly: true<br/>timeout: 1m30s<br/>retry: 3"]
      gr__e[["🤖 größe<br/>model: m<br/>session: inherit<br/>tools: none<br/>await: wait_all"]]
      n_end{"🔀 end"}
      gate>"👤 gate"]
      meet[["🔗 meet<br/>require: plan, end<br/>await: quorum 2"]]
      check["🔧 check<br/>command: npm test -- {{vars.tags}} --very-long-option=1"]
      sums[/"🧮 sums<br/>a = 1 #lt; 2 #amp;#amp; x<br/>b = c"/]
      fail(["❌ fail"])
      nowhere["❓ nowhere"]
      plan --> gr__e
      gr__e -->|"score #gt; 5 #amp;#amp; title == #quot;a very long title indeed#quot;"| n_end
      n_end -->|"loop:refine(3) / with: last={{outputs.plan}}, why=line 1<br/>line 2 {{vars.n}}"| plan
      n_end -->|"with: nothing"| fail
      n_end --> nowhere
      classDef agent fill:#00f
      classDef router fill:#d2691e
      classDef human fill:#b8860b
      classDef join fill:#708090
      classDef tool fill:#2f4f4f
      classDef compute fill:#008080
      classDef fail fill:#b22222
      classDef entry stroke-width:3px
      class plan,gr__e agent
      class n_end router
      class gate human
      class meet join
      class check tool
      class sums compute
      class fail fail
      class plan entry"
  `);
});

it("marks a run's way", () => {
  const path: DiagramPath = {
    nodes: new Map([["reviewer", "waiting"]]),
    edges: new Map([[1, 2]]),
  };

  expect(renderMermaid({ graph: review, drawings, path })).toMatchInlineSnapshot(`
    "flowchart TD
      reviewer["⚖️ reviewer"]
      done(["✅ done"])
      reviewer -->|"ok"| done
      reviewer -->|"not ok / loop:again(2) / ×2"| reviewer
      classDef waiting fill:#fff8c5,stroke:#9a6700
      classDef skipped fill:none,stroke:#8c959f,stroke-dasharray:3
      class reviewer waiting
      class done skipped
      linkStyle 1 stroke-width:3px"
  `);
});

it("gives every name an id of its own", () => {
  const names = ["a-b", "a b", "a_b", "1st", "é", "END", "style", "class_", "meta", ""];
  const graph = createGraph({ nodes: names.map((id) => ({ id, kind: "agent" })) });
  const ids = Array.from(
    renderMermaid({ graph, drawings, view: "full" }).matchAll(/^ {2}(\w+)\["🤖/gm),
    ([, id]) => id,
  );

  expect(ids).toEqual([
    "a_b",
    "a_b_2",
    "a_b_3",
    "n_1st",
    "n__",
    "n_END",
    "n_style",
    "class_",
    "meta",
    "n_",
  ]);
  expect(renderMermaid({ graph, drawings, view: "full" })).toContain('subgraph meta_2["');
});

it("draws a graph of which little could be read", () => {
  const graph = createGraph({ name: "", entry: "gone", edges: [{ from: "a", to: "b" }] });

  expect(findMermaidFault(renderMermaid({ graph, drawings, view: "full" }))).toBeUndefined();
});

const anything = fc.string({ unit: "binary", maxLength: 12 });
const nasty = fc.oneof(
  anything,
  fc.constantFrom(
    '"',
    "`",
    "]",
    '"]',
    "-->",
    "%%{init: {}}%%",
    "%%%",
    "<script>",
    "\nend\n",
    "&quot;",
    "#quot;",
    "|",
    "\r",
    "@{ shape: x }",
  ),
);

const graphs = fc
  .record({
    names: fc.uniqueArray(nasty, { minLength: 1, maxLength: 4 }),
    text: nasty,
    kind: fc.constantFrom(...drawings.keys()),
  })
  .map(({ names, text, kind }): Graph => {
    const [first = ""] = names;
    return createGraph({
      name: text,
      nodes: names.map((id) => ({
        id,
        kind,
        model: text,
        command: [text],
        expressions: [{ name: text, expression: text }],
      })),
      edges: names.map((to) => ({
        from: first,
        to,
        loop: text,
        when: { not: true, expression: text },
        with: [{ key: text, value: [text] }],
      })),
      vars: [{ name: text, type: "string", required: false, default: text, implied: false }],
    });
  });

it("stays within the grammar whatever names and texts hold", () => {
  fc.assert(
    fc.property(graphs, fc.constantFrom("compact", "detailed", "full"), (graph, view) => {
      expect(findMermaidFault(renderMermaid({ graph, drawings, view }))).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

it("leaves out of a flow what its file alone knows: kinds, and edges that nobody wrote", () => {
  const text = JSON.stringify({
    name: "small",
    nodes: [
      { id: "start", type: "start", next: "once" },
      { id: "once", type: "throttle", key_path: "input.k", window_steps: 2, next: "end" },
      { id: "end", type: "end" },
    ],
  });
  const { graph } = compileFlow({ path: "small.flow.json", text }, { sha256 });

  expect(graph && renderMermaid({ graph, drawings })).toMatchInlineSnapshot(`
    "flowchart TD
      start["start"]
      once["once"]
      n_end["end"]
      start --> once
      once --> n_end
      classDef entry stroke-width:3px
      class start entry"
  `);
});

it("draws a flow's way in the order written, with the ports that it took", () => {
  const text = JSON.stringify({
    name: "small",
    nodes: [
      { id: "start", type: "start", next: "once" },
      { id: "once", type: "throttle", key_path: "input.k", window_steps: 2, next: "is_it" },
      { id: "is_it", type: "condition", expression: "input.ok", on_true: "end", on_false: "once" },
      { id: "end", type: "end" },
    ],
  });
  const { graph } = compileFlow({ path: "small.flow.json", text }, { sha256 });
  const taken = graph?.edges.findIndex(({ port }) => port === "true") ?? -1;
  const path: DiagramPath = { nodes: new Map([["end", "done"]]), edges: new Map([[taken, 1]]) };

  const drawn = graph && renderMermaid({ graph, drawings, path });

  expect(drawn).toMatchInlineSnapshot(`
    "flowchart TD
      start["start"]
      once["once"]
      is_it["is_it"]
      n_end["end"]
      start --> once
      once --> is_it
      is_it -->|"true / ×1"| n_end
      is_it -->|"false"| once
      classDef done fill:#dafbe1,stroke:#1a7f37
      classDef skipped fill:none,stroke:#8c959f,stroke-dasharray:3
      class n_end done
      class start,once,is_it skipped
      linkStyle 2 stroke-width:3px"
  `);
  expect(drawn).toContain("linkStyle 2 ");
});
