/** The workflows that are measured, of any length. */
import { createHash } from "node:crypto";
import type { Graph } from "../src/core/graph/graph.ts";
import { createPlan } from "../src/core/run/plan.ts";
import type { RunPlan } from "../src/core/run/plan.ts";
import { compileSource } from "../src/core/standard.ts";

/** A workflow's text for a number of steps. */
export type Shape = (steps: number) => string;

/** Workflows by name. */
export const shapes: Readonly<Record<string, Shape>> = {
  loop: (steps) => `compute step:
  expr:
    n: "default(input.n, 0) + 1"

workflow loop:
  entry: step
  step -> step when "n < ${steps}" as again(${steps})
  step -> done
`,
  chain: (
    steps,
  ) => `${numbered(steps, (n) => `compute step_${n}:\n  expr:\n    n: "default(input.n, 0) + 1"\n`)}
workflow chain:
  entry: step_0
${chained(steps)}`,
  "agent-loop": (steps) => `schema counted:
  n: int

prompt count:
  The last number was {{input.n}}. Say the next one.

agent step:
  model: "simulate/counter"
  user: count
  output: counted

workflow counting:
  entry: step
  step -> step when "n < ${steps}" as again(${steps})
  step -> done
`,
  "text-loop": (steps) => `vars:
  text: string = "${"x".repeat(1_000)}"

compute step:
  expr:
    n: "default(input.n, 0) + 1"
    text: "vars.text"

workflow loop:
  entry: step
  step -> step when "n < ${steps}" as again(${steps})
  step -> done
`,
  gate: () => `schema verdict:
  approved: bool

human gate:
  mode: pause_until_answers
  output: verdict

workflow waiting:
  entry: gate
  gate -> done
`,
  /** Visits that people have to end: a long run that waits. */
  "long-wait": (steps) => `schema verdict:
  approved: bool

compute step:
  expr:
    n: "default(input.n, 0) + 1"

human gate:
  mode: pause_until_answers
  output: verdict

workflow waiting:
  entry: step
  step -> step when "n < ${steps}" as again(${steps})
  step -> gate
  gate -> done
`,
  /** Agents whose delegates tell of every move; then somebody is asked. */
  "delegate-wait": (steps) => `schema verdict:
  approved: bool

prompt task:
  Do your part.

${numbered(steps, (n) => `agent step_${n}:\n  delegate: "claude_code"\n  user: task\n`)}
human gate:
  mode: pause_until_answers
  output: verdict

workflow waiting:
  entry: step_0
${chained(steps, "gate")}  gate -> done
`,
  "tool-loop": (steps) => `tool step:
  command: "count"

workflow loop:
  entry: step
  step -> step when "n < ${steps}" as again(${steps})
  step -> done
`,
  "tool-chain": (steps) => `${numbered(steps, (n) => `tool step_${n}:\n  command: "count"\n`)}
workflow chain:
  entry: step_0
${chained(steps)}`,
  "tool-fan": (steps) => `router split:
  mode: fan_out_all

${numbered(steps, (n) => `tool step_${n}:\n  command: "count"\n  readonly: true\n`)}
join meet:
  strategy: wait_all

workflow fan:
  entry: split
${numbered(steps, (n) => `  split -> step_${n}\n  step_${n} -> meet\n`)}  meet -> done
`,
};

function numbered(count: number, write: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => write(n)).join("");
}

function chained(steps: number, last = "done"): string {
  return numbered(steps, (n) => `  step_${n} -> ${n + 1 < steps ? `step_${n + 1}` : last}\n`);
}

/** A plan to run a workflow with. */
export function planOf(text: string): RunPlan {
  const planned = createPlan({
    graph: graphOf(text),
    source: { path: "bench.iter", text, sha256: sha256(text) },
    simulated: true,
  });
  if ("refusal" in planned) throw planned.refusal;
  return planned.plan;
}

/** The graph of a workflow. */
export function graphOf(text: string): Graph {
  const { graph, diagnostics } = compileSource("bench.iter", text, {
    simulate: true,
    planning: true,
    sha256,
  });
  if (graph === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return graph;
}

/** SHA-256 as lower-case hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
