/** What a test of a workflow is: what a run is given, and what it must come to. */
import type { Script } from "#adapters/simulator/index.ts";
import type { Fields } from "#core/graph/value.ts";
import type { ExpectedResults } from "#core/report/check/compare.ts";
import type { StatusOrNone } from "#core/report/check/log-view.ts";

/** A file of tests as it was read. */
export interface TestFile {
  readonly path: string;
  /** Of the workflow, from the test file's folder; null for the one of the same name. */
  readonly workflow: string | null;
  readonly tests: readonly WorkflowTest[];
}

/** One test. */
export interface WorkflowTest {
  readonly name: string;
  readonly line: number;
  readonly vars: Fields;
  readonly preset: string | null;
  readonly recipe: string | null;
  /** The environment; nothing else of it is seen. */
  readonly env: Readonly<Record<string, string>>;
  /** Limits as `--budget` takes them. */
  readonly budget: Readonly<Record<string, string | number>>;
  /** What `github.*` holds. */
  readonly github: Fields;
  /** What is answered; null makes answers up. */
  readonly script: Script | null;
  /** What people answer, by node, `branch/node` or gate, one after the other. */
  readonly answers: ReadonlyMap<string, readonly Fields[]>;
  readonly expected: Expected;
}

/** What must come out. */
export interface Expected extends ExpectedResults {
  /** `none` if the run must be refused. */
  readonly status: StatusOrNone;
  /** Of the failure, or of the refusal. */
  readonly error_code?: string | undefined;
}
