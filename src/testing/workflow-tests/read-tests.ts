/** Reads a file of tests and says where in it something is wrong. */
import { z } from "zod";
import { keysOfItem } from "#adapters/simulator/read-script.ts";
import { scriptKeys, scriptShape, toScript } from "#adapters/simulator/script-schema.ts";
import { readYaml } from "#adapters/files/yaml-text.ts";
import type { Misshapen, YamlForm, YamlText } from "#adapters/files/yaml-text.ts";
import type { Fields } from "#core/graph/value.ts";
import type { FieldError } from "#core/run/failure.ts";
import { expectedResults } from "#testing/packs/expected-results.ts";
import type { TestFile, WorkflowTest } from "./workflow-test.ts";

/** Tests, and the text that they stand in. */
export interface WrittenTests {
  readonly file: TestFile;
  readonly yaml: YamlText;
}

/** A file that can be used, or every mistake with its `path:line:column`. */
export type ReadTests =
  | WrittenTests
  | {
      readonly errors: readonly FieldError[];
      /** What can be read all the same, and may have other mistakes. */
      readonly rest?: WrittenTests;
    };

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
  // Edges, and how often each is taken.
  sampleAt: (path) =>
    path.length === 4 && path[3] === "edges" ? '{ "draft -> review": 2 }' : undefined,
};

/** The form as a JSON Schema, for editors. */
export function testsJsonSchema(): object {
  return z.toJSONSchema(testFileSchema, { io: "input" });
}

/** Reads the text of a file. */
export function readTests(text: string, path: string): ReadTests {
  const read = readYaml(text, path, form);
  if ("errors" in read) {
    const { errors, misshapen } = read;
    const rest = misshapen === undefined ? undefined : readRest(path, misshapen);
    return rest === undefined ? { errors } : joinErrors(errors, rest);
  }
  return joinErrors([], { file: toFile(path, read), yaml: read.yaml });
}

/** With the mistakes that the form alone doesn't show. */
function joinErrors(before: readonly FieldError[], written: WrittenTests): ReadTests {
  const errors = [...before, ...findDoubles(written.file.tests, written.yaml)];
  return errors.length > 0 ? { errors, rest: written } : written;
}

interface Formed {
  readonly value: z.output<typeof testFileSchema>;
  readonly yaml: YamlText;
}

/** The tests without what has not the form. */
function readRest(path: string, { yaml, paths }: Misshapen): WrittenTests | undefined {
  const value = structuredClone(yaml.value);
  for (const one of paths) leaveOut(value, one);
  const checked = testFileSchema.safeParse(value);
  return checked.success ? { file: toFile(path, { value: checked.data, yaml }), yaml } : undefined;
}

/** Takes a key of a test away, or of what is under it, so that the rest of the test can be read. */
function leaveOut(file: unknown, [list, index, key, inner]: readonly PropertyKey[]): void {
  const tests = under(file, list);
  const test = under(tests, index);
  if (key === undefined || !isMapping(test)) {
    if (index === undefined) removeFrom(file, list);
    else if (isMapping(tests)) tests[index] = { name: nameless(index) };
  } else if (key === "name") test[key] = nameless(index);
  else if (inner === undefined || !isMapping(test[key])) removeFrom(test, key);
  else removeFrom(test[key], inner);
}

/** Nobody gives a test such a name. */
function nameless(index: PropertyKey | undefined): string {
  return `\0${String(index)}`;
}

function under(value: unknown, key: PropertyKey | undefined): unknown {
  return isMapping(value) && key !== undefined ? value[key] : undefined;
}

function removeFrom(value: unknown, key: PropertyKey | undefined): void {
  if (isMapping(value) && key !== undefined) Reflect.deleteProperty(value, key);
}

function isMapping(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null;
}

function toFile(path: string, { value, yaml }: Formed): TestFile {
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
  return { path, workflow: value.workflow ?? null, tests };
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
