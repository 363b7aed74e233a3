/** The form of what must come out of a run, as zod checks it; scenarios and tests of workflows share it. */
import { z } from "zod";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Visits } from "#core/report/check/visited.ts";

const value: z.ZodType<Value> = z.json();
const fields: z.ZodType<Fields> = z.record(z.string(), value);

const visits: z.ZodType<Visits> = z.array(
  z.union(
    [z.string(), z.strictObject({ parallel: z.array(z.lazy((): z.ZodType<Visits> => visits)) })],
    { error: "a node, or `{ parallel: [[a, b], [c]] }`" },
  ),
);

interface ResultForms {
  readonly visited: z.ZodOptional<z.ZodType<Visits>>;
  readonly edges: z.ZodOptional<z.ZodType<Readonly<Record<string, number>>>>;
  readonly outputs: z.ZodOptional<z.ZodType<Fields>>;
  readonly inputs: z.ZodOptional<z.ZodType<Fields>>;
  readonly artifacts: z.ZodOptional<z.ZodType<Fields>>;
  readonly run_output: z.ZodOptional<z.ZodType<Value>>;
  readonly usage: z.ZodOptional<z.ZodType<Fields>>;
}

/** Keys that both have. */
export const expectedResults: ResultForms = {
  visited: visits.optional(),
  edges: z.record(z.string(), z.int()).optional(),
  outputs: fields.optional(),
  inputs: fields.optional(),
  artifacts: fields.optional(),
  run_output: value.optional(),
  usage: fields.optional(),
};
