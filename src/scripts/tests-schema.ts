/** The JSON Schema of files of tests, with which editors complete and check them. */
import { testsJsonSchema } from "#testing/workflow-tests/read-tests.ts";

/** The text of `schemas/tests.schema.json`. */
export function drawTestsSchema(): string {
  return `${JSON.stringify(testsJsonSchema(), null, 2)}\n`;
}
