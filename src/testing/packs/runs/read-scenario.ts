/** Reads the files of a run scenario; keys that no case has are refused, so that none is passed over. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Expected, Phase, Scenario } from "./scenario.ts";
import { expectedResults } from "../expected-results.ts";

const value = z.json();
const fields = z.record(z.string(), value);
const limits = z.record(z.string(), z.union([z.string(), z.number()]));

const trigger = z.strictObject({
  type: z.string().optional(),
  node: z.string().optional(),
  branch: z.string().optional(),
  nth: z.number().int().min(1).default(1),
});

const run = z.strictObject({
  budget: limits.default({}),
  timeout: z.string().optional(),
  run_id: z.string().optional(),
  replay: z.string().optional(),
});

const resume = z.strictObject({
  answers: fields.optional(),
  answer_flags: z.array(z.string()).default([]),
  as: z.string().optional(),
  file: z.string().optional(),
  force: z.boolean().default(false),
  budget: limits.default({}),
  rearm: z.array(z.string()).default([]),
  timeout: z.string().optional(),
});

const phase: z.ZodType<Phase> = z.strictObject({
  run: run.optional(),
  resume: resume.optional(),
  cancel: z.strictObject({}).optional(),
  crash_after: trigger.optional(),
  tear: z.boolean().default(false),
  signal_after: trigger.extend({ signal: z.enum(["SIGINT", "SIGTERM"]) }).optional(),
  hold_lock: z.boolean().default(false),
  before: z.strictObject({ delete: z.array(z.string()) }).optional(),
  after: z.string().optional(),
});

/** The simulator's own keys are read by the simulator. */
const script = z.looseObject({
  vars: fields.default({}),
  preset: z.string().optional(),
  recipe: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
  phases: z
    .array(phase)
    .min(1)
    .default(() => [phase.parse({ run: {} })]),
  crash_everywhere: z.boolean().default(false),
  run_tools: z.boolean().default(false),
});

const event = z.strictObject({
  type: z.string().optional(),
  node: z.string().optional(),
  branch: z.string().optional(),
  activation: z.string().optional(),
  iteration_path: value.optional(),
  data: value.optional(),
  count: z.number().int().optional(),
});

const end = {
  status: z.string().optional(),
  exit_code: z.number().int().optional(),
  error_code: z.string().optional(),
};

const expected: z.ZodType<Expected> = z.strictObject({
  what: z.string(),
  rule: z.union([z.string(), z.number()]).optional(),
  ...end,
  phases: z.array(z.strictObject({ ...end, crashed: z.boolean().optional() })).optional(),
  ...expectedResults,
  events: z.array(event).optional(),
  orders: z.array(z.array(event)).optional(),
  files_lack: z.array(z.string()).optional(),
  run: z.string().default("run_case"),
});

/** True for a folder that holds a scenario. */
export function isScenario(folder: string): boolean {
  return existsSync(join(folder, "workflow.iter")) && existsSync(join(folder, "expect.yaml"));
}

/** Reads a scenario; a file that says something else is thrown as an error. */
export function readScenario(folder: string): Scenario {
  const read = (name: string): unknown => parse(readFileSync(join(folder, name), "utf8"));
  const given = script.parse(existsSync(join(folder, "script.yaml")) ? read("script.yaml") : {});
  return {
    name: basename(folder),
    folder,
    vars: given.vars,
    preset: given.preset,
    recipe: given.recipe,
    env: given.env,
    phases: given.phases,
    crashEverywhere: given.crash_everywhere,
    runTools: given.run_tools,
    expected: expected.parse(read("expect.yaml")),
  };
}
