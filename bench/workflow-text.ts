/**
 * Writes workflows of any length, of the sort that people write: prompts of several lines, schemas,
 * agents with settings, judges, tools, a fork with a join every fifth stage, bounded loops.
 *
 * The same number of stages gives the same text.
 */

const areas = [
  "lexer", "parser", "scheduler", "ledger", "router", "cache", "journal", "session", "report",
  "planner", "uploader", "indexer", "resolver", "registry", "watcher", "exporter",
] as const; // prettier-ignore

const duties = [
  "Keep every public name as it is, and say which ones you would have changed and why.",
  "Move one function at a time; a step that doesn't build isn't finished.",
  "Errors carry the place where they arose and what the caller can do about it.",
  "A table of inputs and outcomes comes before the code that makes it true.",
  "Nothing is shared between goroutines but channels and values that never change.",
  "Measure before you make anything faster, and leave the measurement behind.",
  "Where the old code and its documentation disagree, the tests decide.",
  "Comments say why; the code already says what.",
] as const;

/** A workflow that ports a program, one stage for each of its parts. */
export function writeWorkflow(stages: number): string {
  const numbers = Array.from({ length: stages }, (_, index) => index + 1);
  return [
    header(stages),
    ...numbers.map((stage) => declarations(stage)),
    "workflow port_everything:",
    "  entry: plan_1",
    "  budget:",
    '    max_duration: "6h"',
    "    max_cost_usd: 120.5",
    "    max_parallel_branches: 3",
    "",
    ...numbers.map((stage) => edges(stage, stages)),
  ].join("\n");
}

/** A workflow of about so many lines. */
export function writeWorkflowOfLines(lines: number): string {
  const perStage = writeWorkflow(11).split("\n").length - writeWorkflow(1).split("\n").length;
  return writeWorkflow(Math.max(1, Math.round((lines * 10) / perStage)));
}

function header(stages: number): string {
  return `## Ports a program of ${stages} parts from Rust to Go, one part after the other.

vars:
  source_dir: string = "./old"
  target_dir: string = "./new"
  rules: string = "Small steps, green tests, no new dependencies."

schema review_result:
  approved: bool
  summary: string
  findings: string[]

schema check_result:
  passed: bool

prompt conventions:
  You port a program from Rust to Go, one part at a time, next to the parts that are done.

  - Ownership becomes plain values where they are small, and pointers with one owner where not.
  - Result and Option become an error and a second result; nothing panics that a caller can cause.
  - Traits become small interfaces beside the code that uses them, never beside the type.
  - Enums with data become a struct with a kind, or an interface with an unexported method.
  - Async code becomes goroutines that are awaited; none is left behind when a function returns.
  - Macros are written out; generated code is generated again, by a program in tools.
  - Iterators become loops. A loop that is hard to read becomes a function with a good name.
  - Feature flags of Cargo become build tags only where the platform differs.

  Say what you did in three sentences at most. If a decision could have gone the other way, name it.

prompt reviewer:
  You review ports from Rust to Go. The rules are: {{vars.rules}}
  Approve what is right; list what isn't, one finding a line, with file and line.
`;
}

function declarations(stage: number): string {
  const area = areas[stage % areas.length] ?? "part";
  const rules = [0, 1, 2].map((offset) => duties[(stage + offset) % duties.length] ?? "");
  return `## Stage ${stage}: the ${area}.

prompt plan_${stage}_user:
  Part: ${area} ${stage}, in {{vars.source_dir}}/${area}_${stage}.
  Read it, then plan how it becomes Go under {{vars.target_dir}}/${area}${stage}.

  ${rules.join("\n  ")}

prompt write_${stage}_user:
  Plan: {{outputs.plan_${stage}.steps}}
  What a reviewer or the tests said about the last attempt, if anything: {{input.objections}}

  - ${rules[2] ?? ""}
  - Answer with the files you changed.

schema plan_${stage}_result:
  summary: string
  steps: string[]
  risk: string [enum: "low", "medium", "high"]

schema write_${stage}_result:
  summary: string
  files: string[]

agent plan_${stage}:
  model: "anthropic/claude-sonnet-4-5"
  output: plan_${stage}_result
  system: conventions
  user: plan_${stage}_user
  publish: plan_${stage}
  readonly: true

agent write_${stage}:
  delegate: "claude_code"
  output: write_${stage}_result
  user: write_${stage}_user
  tools: [read_file, write_file, run_command]
  tool_max_steps: 40
  reasoning_effort: high
  retry: 2

${stage % 5 === 0 ? reviewers(stage) : reviewer(stage)}
tool test_${stage}:
  command: "cd {{vars.target_dir}} && go test ./${area}${stage}/..."
  output: check_result
  timeout: "15m"
`;
}

function reviewer(stage: number): string {
  return `judge review_${stage}:
  model: "openai/gpt-5"
  output: review_result
  system: reviewer
`;
}

function reviewers(stage: number): string {
  const judges = ["style", "facts", "speed"].map(
    (view) => `judge ${view}_${stage}:
  model: "openai/gpt-5"
  output: review_result
  system: reviewer
  readonly: true
`,
  );
  return `router split_${stage}:
  mode: fan_out_all

${judges.join("\n")}
judge review_${stage}:
  model: "anthropic/claude-sonnet-4-5"
  output: review_result
  system: reviewer
  await: wait_all
`;
}

function edges(stage: number, stages: number): string {
  const next = stage === stages ? "done" : `plan_${stage + 1}`;
  const reviewing = stage % 5 === 0 ? forked(stage) : [`write_${stage} -> review_${stage}`];
  return [
    `plan_${stage} -> write_${stage} with { objections: "" }`,
    ...reviewing,
    `review_${stage} -> test_${stage} when approved`,
    `review_${stage} -> write_${stage} when not approved as refine_${stage}(4) with {`,
    `  objections: "{{outputs.review_${stage}.findings}}"`,
    "}",
    `review_${stage} -> fail when not approved`,
    `test_${stage} -> ${next} when passed`,
    `test_${stage} -> write_${stage} when not passed as mend_${stage}(3) with {`,
    `  objections: "{{outputs.test_${stage}.stdout}}"`,
    "}",
    `test_${stage} -> fail when not passed`,
    "",
  ]
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");
}

function forked(stage: number): readonly string[] {
  const views = ["style", "facts", "speed"];
  return [
    `write_${stage} -> split_${stage}`,
    ...views.map((view) => `split_${stage} -> ${view}_${stage}`),
    ...views.map(
      (view) =>
        `${view}_${stage} -> review_${stage} with { ${view}: "{{outputs.${view}_${stage}.findings}}" }`,
    ),
  ];
}
