/** Reads the files of a flow's run case; keys that no case has are refused. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Fields, Value } from "#core/graph/value.ts";
import type { GivenCheckpoint } from "#core/run-flow.ts";

const value: z.ZodType<Value> = z.json();
const fields: z.ZodType<Fields> = z.record(z.string(), value);

const answer: z.ZodType<FlowAnswer> = z.strictObject({
  text: z.string().optional(),
  return: value.optional(),
  fail: z.string().optional(),
  not_found: z.boolean().optional(),
  after_ms: z.int().optional(),
  cancel: z.boolean().optional(),
});
const functions: z.ZodType<ScriptedFunction> = z.strictObject({
  function: z.enum(["echo", "count", "scope", "fail"]),
});

/** How the world of a case answers. */
export interface FlowScript {
  readonly input: Value;
  readonly options: Fields;
  readonly graphs: Readonly<Record<string, string>>;
  readonly llm: Readonly<Record<string, readonly FlowAnswer[]>>;
  readonly tools?: Readonly<Record<string, readonly FlowAnswer[] | ScriptedFunction>> | undefined;
  readonly answers: readonly {
    readonly node: string;
    readonly decision: Value;
    readonly response?: Value | undefined;
  }[];
  readonly cancel_before_start: boolean;
  readonly stop_after?:
    | {
        readonly node?: string | undefined;
        readonly visit: number;
        readonly call?: number | undefined;
      }
    | undefined;
  readonly resume_from?: GivenCheckpoint | undefined;
}

/** One answer of a model or a function. */
export interface FlowAnswer {
  readonly text?: string | undefined;
  readonly return?: Value | undefined;
  readonly fail?: string | undefined;
  readonly not_found?: boolean | undefined;
  readonly after_ms?: number | undefined;
  readonly cancel?: boolean | undefined;
}

/** A function that needs no list of answers. */
export interface ScriptedFunction {
  readonly function: "echo" | "count" | "scope" | "fail";
}

/** What must come out; keys that are absent are not checked. */
export interface FlowExpected {
  readonly status?: string | undefined;
  readonly terminal_node_id?: Value | undefined;
  readonly error?: Fields | null | undefined;
  readonly error_contains?: string | undefined;
  readonly visited?: readonly string[] | undefined;
  readonly node_outputs?: Fields | undefined;
  readonly retry_events?: readonly Fields[] | undefined;
  readonly trace_events?: number | null | undefined;
  readonly trace_status?: string | null | undefined;
  readonly executions?: readonly Fields[] | undefined;
  readonly calls?: readonly Fields[] | undefined;
  readonly peak_in_flight?: number | undefined;
  readonly questions?: readonly string[] | undefined;
  readonly replay_report?: Fields | null | undefined;
}

const script: z.ZodType<FlowScript> = z.strictObject({
  input: value.default({}),
  options: fields.default({}),
  graphs: z.record(z.string(), z.string()).default({}),
  llm: z.record(z.string(), z.array(answer)).default({}),
  tools: z.record(z.string(), z.union([z.array(answer), functions])).optional(),
  answers: z
    .array(z.strictObject({ node: z.string(), decision: value, response: value.optional() }))
    .default([]),
  cancel_before_start: z.boolean().default(false),
  stop_after: z
    .strictObject({
      node: z.string().optional(),
      visit: z.int().default(1),
      call: z.int().optional(),
    })
    .optional(),
  resume_from: z
    .strictObject({
      run_id: z.string(),
      workflow_name: z.string(),
      step: z.int(),
      next_node_id: z.string(),
      scope_snapshot: value,
    })
    .optional(),
});

const expected: z.ZodType<FlowExpected> = z.strictObject({
  status: z.string().optional(),
  terminal_node_id: value.optional(),
  error: fields.nullable().optional(),
  error_contains: z.string().optional(),
  visited: z.array(z.string()).optional(),
  node_outputs: fields.optional(),
  retry_events: z.array(fields).optional(),
  trace_events: z.int().nullable().optional(),
  trace_status: z.string().nullable().optional(),
  executions: z.array(fields).optional(),
  calls: z.array(fields).optional(),
  peak_in_flight: z.int().optional(),
  questions: z.array(z.string()).optional(),
  replay_report: fields.nullable().optional(),
});

/** A case as its files say it. */
export interface FlowRunCase {
  readonly name: string;
  readonly folder: string;
  readonly text: string;
  readonly script: FlowScript;
  readonly expected: FlowExpected;
}

/** True for the folder of such a case. */
export function isFlowRun(folder: string): boolean {
  return ["workflow.flow.json", "script.yaml", "expect.yaml"].every((name) =>
    existsSync(join(folder, name)),
  );
}

/** Reads a case. */
export function readFlowRun(folder: string): FlowRunCase {
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  return {
    name: basename(folder),
    folder,
    text: read("workflow.flow.json"),
    script: script.parse(parse(read("script.yaml")) ?? {}),
    expected: expected.parse(parse(read("expect.yaml"))),
  };
}
