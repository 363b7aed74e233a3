import { describe, expect, it } from "vitest";
import type { Graph, Variable } from "#core/graph/graph.ts";
import type { FieldError } from "#core/run/failure.ts";
import { createPlan } from "#core/run/plan.ts";
import type { PlanRequest, RunPlan } from "#core/run/plan.ts";
import { Refusal } from "#core/run/failure.ts";

const vars: readonly Variable[] = [
  { name: "n", type: "int", required: true, implied: false },
  { name: "title", type: "string", required: false, default: "top", implied: false },
  { name: "tags", type: "string[]", required: false, default: [], implied: false },
];

const base: Graph = {
  format: "iter/graph@1",
  language: "iter",
  name: "w",
  entry: "use",
  vars,
  presets: [{ name: "nightly", values: { title: "preset", n: 1 } }],
  schemas: [],
  prompts: [{ name: "system", text: ["old"] }],
  mcpServers: [],
  mcp: { autoloadProject: false, servers: [], disable: [] },
  budget: { maxTokens: 100, maxDurationMs: 60_000, unknownPrice: "ignore" },
  toolPolicy: null,
  nodes: [
    { id: "use", kind: "agent", input: null },
    { id: "done", kind: "done" },
  ],
  edges: [],
  loops: [],
  environment: ["HOME"],
  hash: "sha256:x",
};

const source = { path: "w.iter", text: "…", sha256: "00" };

function plan(request: Partial<PlanRequest>): RunPlan {
  const planned = createPlan({ graph: base, source, ...request });
  if ("refusal" in planned) throw planned.refusal;
  return planned.plan;
}

function refusal(request: Partial<PlanRequest>): Refusal {
  const planned = createPlan({ graph: base, source, ...request });
  if ("plan" in planned) throw new Error("was planned");
  return planned.refusal;
}

function errors(request: Partial<PlanRequest>): readonly FieldError[] {
  return refusal(request).errors;
}

describe("variables", () => {
  it("come from flag, recipe, preset, default, the nearest first", () => {
    const recipe = { path: "r.json", content: { name: "r", preset_vars: { n: "2", tags: ["r"] } } };
    const given = [{ name: "tags", text: "a, b" }];

    expect(plan({ preset: "nightly" }).vars).toEqual({ n: 1, title: "preset", tags: [] });
    expect(plan({ preset: "nightly", recipe }).vars).toEqual({
      n: 2,
      title: "preset",
      tags: ["r"],
    });
    expect(plan({ preset: "nightly", recipe, given }).vars).toEqual({
      n: 2,
      title: "preset",
      tags: ["a", "b"],
    });
  });

  it("take the workflow's block over the top-level one", () => {
    const graph: Graph = {
      ...base,
      vars: [
        { name: "b", type: "string", required: false, default: "workflow", implied: false },
        { name: "b", type: "int", required: false, default: 1, implied: false },
      ],
    };

    expect(plan({ graph }).vars).toEqual({ b: "workflow" });
  });

  it("take the last value given", () => {
    const given = [
      { name: "n", text: "1" },
      { name: "n", value: 2 },
      { name: "n", text: "3" },
    ];

    expect(plan({ given }).input).toEqual({ n: 3, title: "top", tags: [] });
  });

  it("are refused together, each with what is wrong", () => {
    expect(
      errors({
        given: [
          { name: "n", text: "three" },
          { name: "tags", value: "a" },
        ],
      }),
    ).toEqual([
      { field: "n", message: 'must be a whole number, but is "three"' },
      { field: "tags", message: 'must be a list of strings, but is "a"' },
    ]);
  });

  it("of a wrong type are refused with what could be given", () => {
    expect(refusal({ given: [{ name: "n", text: "three" }] }).hint).toBe(
      "give it such as `3`: `--var n=…`",
    );
  });

  it("that are missing are refused with the flag that gives them", () => {
    const refused = refusal({});

    expect(refused).toBeInstanceOf(Refusal);
    expect(refused.code).toBe("INPUT_INVALID");
    expect(refused.message).toBe("The run can't start: `n` is missing, and has no default.");
    expect(refused.hint).toBe("give it: `--var n=…`");
  });

  it("name the environment variable that a default is missing", () => {
    const dir: Variable = {
      name: "dir",
      type: "string",
      required: true,
      unset: ["HOME_DIR"],
      implied: false,
    };

    expect(refusal({ graph: { ...base, vars: [dir] } }).message).toBe(
      "The run can't start: `dir` is missing, and its default needs `HOME_DIR`, which isn't set.",
    );
  });

  it("that nothing declares are strings, unless the entry has an input schema", () => {
    const strict: Graph = { ...base, nodes: [{ id: "use", kind: "agent", input: "request" }] };
    const given = [
      { name: "n", text: "1" },
      { name: "titel", text: "3" },
    ];

    expect(plan({ given }).vars).toEqual({ n: 1, title: "top", tags: [], titel: "3" });
    expect(errors({ graph: strict, given })).toEqual([
      { field: "titel", message: "there is no variable `titel`; did you mean `title`?" },
    ]);
  });

  it("that nothing declares are named where another is missing", () => {
    const refused = refusal({ given: [{ name: "nn", text: "1" }] });

    expect(refused.message).toBe(
      "The run can't start: `n` is missing, and has no default; there is no variable `nn`; did you mean `n`?",
    );
    expect(refused.hint).toBe("give it: `--var n=…`");
  });

  it("that nothing declares are warned of, with the name that was meant", () => {
    const given = [
      { name: "n", text: "1" },
      { name: "titel", text: "3" },
    ];

    expect(createPlan({ graph: base, source, given })).toMatchObject({
      warnings: [
        "nothing declares the variable `titel`, so it is taken as it is; did you mean `title`?",
      ],
    });
  });

  it("may be called like something inherited", () => {
    const given = [
      { name: "n", text: "1" },
      { name: "__proto__", text: "x" },
      { name: "constructor", text: "y" },
    ];

    expect(Object.entries(plan({ given }).vars)).toContainEqual(["__proto__", "x"]);
  });
});

it("refuses a preset that isn't there", () => {
  expect(errors({ preset: "nightli" })).toEqual([
    { field: "preset", message: "there is no preset `nightli`; did you mean `nightly`?" },
  ]);
});

describe("limits", () => {
  const given = [{ name: "n", text: "1" }];

  it("are the graph's, then the recipe's, then those of flags", () => {
    const recipe = {
      path: "r.json",
      content: { name: "r", budget: { max_duration: "10m", max_cost_usd: 5 } },
    };
    const budget = { max_tokens: "+50", max_cost_usd: "+0.1", max_iterations: 3 };

    expect(plan({ given, recipe, budget }).limits).toEqual({
      maxTokens: 150,
      maxDurationMs: 600_000,
      maxCostUsd: 5.1,
      maxIterations: 3,
      unknownPrice: "ignore",
    });
  });

  it.each([
    ["max_tokens", "0", 'must be a whole number from 1, but is "0"'],
    ["max_tokens", "1.5", 'must be a whole number from 1, but is "1.5"'],
    ["max_cost_usd", "-1", 'must be a number above 0, but is "-1"'],
    ["max_duration", "+soon", 'must be a duration like "30m", but is "+soon"'],
    ["max_cost_usd", "+1", "has no limit that could be added to"],
    ["max_token", "1", "is no limit; did you mean `max_tokens`?"],
    [
      "__proto__",
      "1",
      "is no limit; there are `max_parallel_branches`, `max_duration`, `max_cost_usd`, `max_tokens`, `max_iterations`",
    ],
  ])("are refused as %s=%s", (name, change, message) => {
    expect(errors({ given, budget: Object.fromEntries([[name, change]]) })).toEqual([
      { field: name, message },
    ]);
  });

  it("say that there are none", () => {
    expect(plan({ given, graph: { ...base, budget: null } }).limits).toEqual({
      unknownPrice: "error",
    });
  });
});

describe("recipes", () => {
  const given = [{ name: "n", text: "1" }];

  it("replace prompts and are recorded, and the hash stays", () => {
    const content = {
      name: "strict",
      prompt_pack: { system: "Be {{vars.title}}." },
    };
    const planned = plan({ given, recipe: { path: "r.json", content } });

    expect(planned.graph.prompts).toEqual([
      { name: "system", text: ["Be ", { ref: ["vars", "title"] }, "."] },
    ]);
    expect(planned.graph.hash).toBe(base.hash);
    expect(planned.recipe).toEqual({ name: "strict", path: "r.json", content });
  });
});

it("is frozen, and records what made it", () => {
  const planned = plan({
    preset: "nightly",
    simulated: true,
    script: { path: "s.yaml", sha256: "11" },
  });

  expect(planned).toMatchObject({
    workflow: "w",
    env: ["HOME"],
    preset: "nightly",
    simulated: true,
    script: { path: "s.yaml", sha256: "11" },
    source,
  });
  expect(planned).not.toHaveProperty("recipe");
  expect(Object.isFrozen(planned)).toBe(true);
});
