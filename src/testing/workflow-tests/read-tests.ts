/** Reads a file of tests and says where in it something is wrong. */
import { z } from "zod";
import { keysOfItem } from "#adapters/simulator/read-script.ts";
import { scriptKeys, scriptShape, toScript } from "#adapters/simulator/script-schema.ts";
import { readYaml } from "#adapters/files/yaml-text.ts";
import type { YamlForm, YamlText } from "#adapters/files/yaml-text.ts";
import type { Fields } from "#core/graph/value.ts";
import type { FieldError } from "#core/run/failure.ts";
import { expectedResults } from "#testing/packs/expected-results.ts";
import type { TestFile, WorkflowTest } from "./workflow-test.ts";

/** A file that can be used, or every mistake with its `path:line:column`. */
export type ReadTests =
  { readonly file: TestFile; readonly yaml: YamlText } | { readonly errors: readonly FieldError[] };

const fields: z.ZodType<Fields> = z.record(z.string(), z.json());
const answers = z.record(
  z.string(),
  z.union([fields.transform((one) => [one]), z.array(fields)], {
    error: "the fields of an answer, or a list of answers",
  }),
);

const statuses = [
  "finished",
  "paused_waiting_human",
  "failed",
  "failed_resumable",
  "cancelled",
  "none",
] as const;

const expectShape = {
  status: z.enum(statuses).default("finished"),
  error_code: z.string().optional(),
  ...expectedResults,
};

const testShape = {
  name: z.string().min(1),
  vars: fields.default({}),
  preset: z.string().optional(),
  recipe: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
  budget: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  github: fields.default({}),
  ...scriptShape,
  answers: answers.default({}),
  expect: z.strictObject(expectShape).prefault({}),
};

const fileShape = {
  workflow: z.string().min(1).optional(),
  tests: z.array(z.strictObject(testShape)).min(1, "a file of tests has at least one"),
};

const testFileSchema = z.strictObject(fileShape);

const form: YamlForm<z.output<typeof testFileSchema>> = {
  schema: testFileSchema,
  whatAt(path) {
    if (path.length === 0) return "a file of tests";
    if (path.length === 2) return "a test";
    return path.length === 3 && path[2] === "expect"
      ? "what a test expects"
      : `\`${path.slice(2).map(String).join(".")}\``;
  },
  keysAt(path) {
    if (path.length === 0) return Object.keys(fileShape);
    if (path.length === 2) return Object.keys(testShape);
    if (path[2] === "expect") return path.length === 3 ? Object.keys(expectShape) : [];
    return path.length === 5 ? keysOfItem(path.slice(2)) : [];
  },
};

/** The form as a JSON Schema, for editors. */
export function testsJsonSchema(): object {
  return z.toJSONSchema(testFileSchema, { io: "input" });
}

/** Reads the text of a file. */
export function readTests(text: string, path: string): ReadTests {
  const read = readYaml(text, path, form);
  if ("errors" in read) return read;
  const { yaml, value } = read;
  const tests = value.tests.map((test, index): WorkflowTest => {
    const { name, vars, preset = null, recipe = null, env, budget, github, expect } = test;
    const given = scriptKeys.some((key) => yaml.has(["tests", index, key]));
    return {
      name,
      line: yaml.lineOf(["tests", index]),
      vars,
      preset,
      recipe,
      env,
      budget,
      github,
      script: given ? toScript(test) : null,
      answers: new Map(Object.entries(test.answers)),
      expected: expect,
    };
  });
  const errors = findDoubles(tests, yaml);
  if (errors.length > 0) return { errors };
  return { file: { path, workflow: value.workflow ?? null, tests }, yaml };
}

/** Results are told apart by their names. */
function findDoubles(tests: readonly WorkflowTest[], yaml: YamlText): FieldError[] {
  const seen = new Set<string>();
  return tests.flatMap(({ name }, index): FieldError[] => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const message = `there is another test of the name \`${name}\``;
    return [{ field: yaml.placeOf(["tests", index, "name"]), message }];
  });
}
