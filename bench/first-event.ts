/** The built Action from its start to the first durable event of a run, and programs to compare it with. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Context } from "./goal.ts";
import { cleanEnv } from "./measure.ts";
import type { Figures, Subject } from "./measure.ts";

/** Starts the Action as the runner does, with a simulated example. */
export function actionToFirstEvent(context: Context): Subject {
  return {
    name: "the Action, to its first event",
    measure: () => {
      const workspace = mkdtempSync(join(context.scratch, "workspace-"));
      const env = actionEnvironment(context, workspace);
      return probe(context, join(context.root, "dist/action/index.mjs"), env, workspace);
    },
  };
}

/** A program that does nothing but import what it imports. */
export function toTheEnd(context: Context, name: string, file: string): Subject {
  const program = join(context.root, "bench/peers", file);
  return { name, measure: () => probe(context, program, cleanEnv(), context.scratch) };
}

function probe(context: Context, program: string, env: NodeJS.ProcessEnv, cwd: string): Figures {
  const args = ["--require", join(context.root, "bench/peers/probe.cjs"), program];
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(context.node, args, { env, cwd, encoding: "utf8" });
  const wall_ms = performance.now() - start;
  if (status !== 0) {
    throw new Error(
      `${program} ended with ${String(status)} before a first event:\n${stdout}${stderr}`,
    );
  }
  const line = stderr.trim().split("\n").at(-1) ?? "";
  return { wall_ms, ...(JSON.parse(line) as Figures) };
}

function actionEnvironment(context: Context, workspace: string): NodeJS.ProcessEnv {
  const file = (name: string, text: string): string => {
    const path = join(workspace, name);
    writeFileSync(path, text);
    return path;
  };
  mkdirSync(join(workspace, "home"));
  file("review.iter", readFileSync(join(context.root, "examples/minimal_linear.iter"), "utf8"));
  return {
    PATH: process.env["PATH"],
    HOME: join(workspace, "home"),
    ...inputs(context.root, {
      workflow: "review.iter",
      vars: "code: let x = 1",
      simulate: "true",
    }),
    BENCH_RUNS: join(workspace, "iter/runs"),
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: "octo/demo",
    GITHUB_EVENT_NAME: "push",
    GITHUB_EVENT_PATH: file("event.json", "{}"),
    GITHUB_OUTPUT: file("output", ""),
    GITHUB_STATE: file("state", ""),
    GITHUB_STEP_SUMMARY: file("summary", ""),
    GITHUB_SHA: "0".repeat(40),
    GITHUB_RUN_ID: "1",
    GITHUB_RUN_ATTEMPT: "1",
    RUNNER_TEMP: workspace,
  };
}

/** `INPUT_…` for every input, with the defaults that the runner fills in. */
function inputs(root: string, given: Readonly<Record<string, string>>): Record<string, string> {
  const { inputs: declared } = parse(readFileSync(join(root, "action.yml"), "utf8")) as {
    readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  };
  return Object.fromEntries(
    Object.entries(declared).map(([name, input]) => [
      `INPUT_${name.toUpperCase().replaceAll(" ", "_")}`,
      given[name] ?? input.default ?? "",
    ]),
  );
}
