import { describe, expect, it } from "vitest";
import type { Graph } from "#core/graph/graph.ts";
import type { Value } from "#core/graph/value.ts";
import { applyRecipe, findRecipeFaults } from "#core/run/recipe/apply.ts";
import { recipePages } from "#core/run/recipe/pages.ts";
import { graphOf } from "#support/compile.ts";

const graph = graphOf(`vars:
  depth: int = 1
  rules: string = "all"

prompt review_system:
  Rules: {{vars.rules}}

schema verdict:
  approved: bool
  grade: string [enum: "good", "bad"]

agent look:
  model: "simulate/any"
  output: verdict
  system: review_system
  tools: [read_file, github.get_issue, write_file]
  tool_policy: [read_file, github.*]

agent fix:
  model: "simulate/any"
  output: verdict
  tools: [write_file]

workflow review:
  entry: look
  budget:
    max_tokens: 100
  look -> done when approved with { approved: "{{outputs.look.approved}}" }
  look -> fix when not approved
  fix -> done
`);

function faults(content: Value, of: Graph | null = graph): string[] {
  return findRecipeFaults(of, { path: "r.json", content }).map(
    ({ code, path, at, message, help }) => `${code} ${at} ${path.join("/")}: ${message} ${help}`,
  );
}

function apply(content: Value): Graph {
  const applied = applyRecipe(graph, { path: "r.json", content });
  if ("refusal" in applied) throw applied.refusal;
  return applied.graph;
}

describe("a recipe that fits", () => {
  it("may say nothing but its name", () => {
    expect(faults({ name: "r" })).toEqual([]);
    expect(apply({ name: "r" })).toBe(graph);
  });

  it("may have everything", () => {
    const everything = {
      $schema: "x",
      name: "r",
      description: "all of it",
      workflow_ref: { name: "review", path: "elsewhere.iter" },
      preset_vars: { depth: "3", rules: "few" },
      prompt_pack: { review_system: "{{vars.rules}} {{outputs.look.approved}} \\{{ {{input.x}}" },
      budget: { max_tokens: "+5", max_duration: "10m", max_cost_usd: 5 },
      tool_policy: ["read_file", "github.*"],
      evaluation_policy: {
        primary_metric: "look.grade",
        success_value: "good",
        secondary_metrics: ["approved", "total_tokens", "outputs.fix.approved"],
      },
    };

    expect(faults(everything)).toEqual([]);
  });

  it("narrows what tools may be used, and never opens what was closed", () => {
    const policies = (policy: readonly string[]): unknown =>
      apply({ name: "r", tool_policy: policy })
        .nodes.filter(({ kind }) => kind === "agent")
        .map((node) => (node as { toolPolicy?: unknown }).toolPolicy);

    expect(policies(["github.get_issue", "write_file"])).toEqual([
      ["github.get_issue"],
      ["github.get_issue", "write_file"],
    ]);
    expect(policies(["*"])).toEqual([["read_file", "github.*"], ["*"]]);
    expect(policies([])).toEqual([[], []]);
  });

  it("keeps the graph's hash", () => {
    expect(apply({ name: "r", prompt_pack: { review_system: "x" } }).hash).toBe(graph.hash);
  });
});

describe("a recipe that doesn't", () => {
  it.each<[Value, ...string[]]>([
    [[], 'R003 value : A recipe must be an object, but this is a list. write `{ "name": "…" }`'],
    [{}, 'R003 key : The recipe has no `name`. name it: `"name": "fast_review"`'],
    [
      { name: 1 },
      'R003 value name: `name` must be a string, but is a number. put it in quotes: `"…"`',
    ],
    [
      { name: "r", bugdet: {} },
      "R002 key bugdet: A recipe has no key `bugdet`. did you mean `budget`?",
    ],
    [
      { name: "r", workflow_ref: { file: "x" } },
      "R002 key workflow_ref/file: `workflow_ref` has no key `file`. use one of `name`, `path`",
    ],
    [
      { name: "r", workflow_ref: { name: "other" } },
      'R005 value workflow_ref/name: The recipe is for the workflow `other`, but this one is `review`. write `"name": "review"`, or run the workflow that it is for',
    ],
    [
      { name: "r", workflow_ref: { name: "other", path: "other.iter" } },
      'R005 value workflow_ref/name: The recipe is for the workflow `other`, but this one is `review`. run it with `other.iter`, or write `"name": "review"`',
    ],
    [
      { name: "r", preset_vars: [] },
      "R003 value preset_vars: `preset_vars` must be an object, but is a list. write `{ … }` with a key for each name",
    ],
    [
      { name: "r", preset_vars: { dept: 1, depth: "many" } },
      "R004 key preset_vars/dept: There is no variable `dept`. did you mean `depth`?",
      'R003 value preset_vars/depth: `depth` must be a whole number, but is "many". `depth` is declared as `int`',
    ],
    [
      { name: "r", prompt_pack: { review: "x" } },
      "R004 key prompt_pack/review: No node uses a prompt `review`. did you mean `review_system`?",
    ],
    [
      { name: "r", prompt_pack: { review_system: 1 } },
      'R003 value prompt_pack/review_system: `prompt_pack.review_system` must be a string, but is a number. put it in quotes: `"…"`',
    ],
    [
      { name: "r", prompt_pack: { review_system: "{{x" } },
      "R006 value prompt_pack/review_system: `{{` is never closed. write `{{vars.name}}`, or `\\{{` for plain text",
    ],
    [
      { name: "r", prompt_pack: { review_system: "{{vars.rule}}{{secrets.x}}{{outputs.lok}}" } },
      "R006 value prompt_pack/review_system: `{{vars.rule}}` leads nowhere. did you mean `rules`?",
      "R006 value prompt_pack/review_system: `{{secrets.x}}` leads nowhere. begin it with `vars`, `input`, `outputs` or another namespace",
      "R006 value prompt_pack/review_system: `{{outputs.lok}}` leads nowhere. did you mean `look`?",
    ],
    [
      { name: "r", budget: { max_tokns: 1, max_duration: "soon", max_cost_usd: true } },
      'R003 value budget/max_cost_usd: `budget.max_cost_usd` must be a number or a text, but is a bool. write a limit such as `"30m"` or `5`',
      "R002 key budget/max_tokns: `max_tokns` is no limit. did you mean `max_tokens`?",
      'R003 value budget/max_duration: `max_duration` must be a duration like "30m", but is "soon". write what the workflow\'s `budget:` takes',
    ],
    [
      { name: "r", tool_policy: ["read_fil", 1] },
      'R003 value tool_policy/1: `tool_policy.1` must be a string, but is a number. put it in quotes: `"…"`',
      "R004 value tool_policy/0: No node lists a tool `read_fil`. did you mean `read_file`?",
    ],
    [
      { name: "r", tool_policy: "read_file" },
      'R003 value tool_policy: `tool_policy` must be a list of strings, but is a string. write `["…", "…"]`',
    ],
    [
      { name: "r", evaluation_policy: {} },
      'R003 key evaluation_policy: The recipe has no `evaluation_policy.primary_metric`. name the field that decides: `"primary_metric": "approved"`',
    ],
    [
      { name: "r", evaluation_policy: { primary_metric: "aproved" } },
      "R004 value evaluation_policy/primary_metric: No output has a field `aproved`. did you mean `approved`?",
    ],
    [
      { name: "r", evaluation_policy: { primary_metric: "look.aproved" } },
      "R004 value evaluation_policy/primary_metric: The output of `look` has no field `aproved`. did you mean `approved`?",
    ],
    [
      { name: "r", evaluation_policy: { primary_metric: "outputs.lok.approved" } },
      "R004 value evaluation_policy/primary_metric: There is no node `lok`. did you mean `look`?",
    ],
    [
      { name: "r", evaluation_policy: { primary_metric: "grade", success_value: "great" } },
      "R003 value evaluation_policy/success_value: `grade` is never `great`: it is one of `good`, `bad`. write a `success_value` that is one of `good`, `bad`",
    ],
    [
      {
        name: "r",
        evaluation_policy: {
          primary_metric: "grade",
          success_value: "good",
          secondary_metrics: ["x"],
        },
      },
      "R004 value evaluation_policy/secondary_metrics/0: No output has a field `x`. use one of `approved`, `grade`",
    ],
  ])("says where and how to mend it: %j", (content, ...expected) => {
    expect(faults(content)).toEqual(expected);
  });

  it("is only read if there is no graph", () => {
    expect(faults({ name: "r", preset_vars: { nothing: 1 } }, null)).toEqual([]);
  });
});

describe("a metric where a node may put out anything", () => {
  const open = graphOf(`schema verdict:
  ok: bool
  score: float

tool probe:
  command: "cat result.json"

judge critic:
  model: "simulate/any"
  output: verdict

workflow review:
  entry: probe
  probe -> critic
  critic -> done
`);
  const written = (primary: string, ...secondary: readonly string[]): string[] =>
    faults(
      {
        name: "r",
        evaluation_policy: { primary_metric: primary, secondary_metrics: secondary },
      },
      open,
    );

  it("has no mistyped node", () => {
    expect(written("crtic.ok", "crtic.score")).toEqual([
      "R004 value evaluation_policy/primary_metric: There is no node `crtic`. did you mean `critic`? A field of that name is written behind its node: `node.crtic.ok`",
      "R004 value evaluation_policy/secondary_metrics/0: There is no node `crtic`. did you mean `critic`? A field of that name is written behind its node: `node.crtic.score`",
    ]);
  });

  it("has no mistyped metric of the run", () => {
    expect(written("critic.ok", "total_retrys", "probe.total_retrys")).toEqual([
      "R004 value evaluation_policy/secondary_metrics/0: There is no metric `total_retrys`. did you mean `total_retries`? A field of that name is written behind its node: `node.total_retrys`",
    ]);
  });

  it("may be of a node, or a field with fields of its own", () => {
    expect(written("critic.ok", "probe.crtic.ok", "probe.any", "summary.lines", "ok", "x")).toEqual(
      [],
    );
  });
});

it("explains each of its codes", () => {
  expect(Object.keys(recipePages)).toEqual(["R001", "R002", "R003", "R004", "R005", "R006"]);
});
