/** What tests came to: for people, for programs, and for viewers of JUnit XML. */
import type { Mismatch } from "#core/report/check/compare.ts";
import { addCoverages } from "#core/report/coverage.ts";
import type { Coverage } from "#core/report/coverage.ts";
import { formatDuration } from "#core/report/format.ts";
import { renderJunit } from "#core/report/junit.ts";
import { toPrintableLine } from "#core/text/printable.ts";
import type { StatusOrNone } from "#core/report/check/log-view.ts";
import type { Output } from "#src/cli/output.ts";

/** A file of tests that were played. */
export interface FileResult {
  readonly file: string;
  readonly workflow: string;
  readonly tests: readonly TestResult[];
}

/** How much of a workflow its tests went through, whatever files they are in. */
export interface WorkflowCoverage {
  readonly workflow: string;
  readonly coverage: Coverage;
}

/** One test. */
export interface TestResult {
  readonly name: string;
  readonly line: number;
  readonly status: StatusOrNone;
  readonly visited: readonly string[];
  /** Of the run, in virtual time. */
  readonly durationMs: number;
  /** Of the test, in real time. */
  readonly elapsedMs: number;
  readonly mismatches: readonly Mismatch[];
}

/** How many there were, and how much they went through. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly coverage: Omit<Coverage, "missing">;
}

/** Adds up. */
export function addUp(
  files: readonly FileResult[],
  workflows: readonly WorkflowCoverage[],
): Totals {
  const tests = files.flatMap((file) => file.tests);
  const failed = tests.filter(({ mismatches }) => mismatches.length > 0).length;
  const coverage = addCoverages(workflows.map((workflow) => workflow.coverage));
  return { passed: tests.length - failed, failed, coverage };
}

/** The document of `--json`. */
export function toDocument(
  files: readonly FileResult[],
  workflows: readonly WorkflowCoverage[],
): object {
  return {
    ...addUp(files, workflows),
    files: files.map(({ file, workflow, tests }) => ({
      file,
      workflow,
      tests: tests.map(({ name, line, status, visited, durationMs, mismatches }) => ({
        name,
        line,
        passed: mismatches.length === 0,
        status,
        visited,
        duration_ms: durationMs,
        mismatches,
      })),
    })),
    workflows,
  };
}

/** The file of `--junit`. */
export function toJunit(files: readonly FileResult[]): string {
  return renderJunit(
    files.map(({ file, workflow, tests }) => ({
      name: file,
      cases: tests.map(({ name, line, elapsedMs, mismatches }) => ({
        name,
        className: workflow,
        file,
        line,
        elapsedMs,
        failures: mismatches.map(
          ({ what, expected, actual }) => `${what}: expected ${expected}, actual ${actual}`,
        ),
      })),
    })),
  );
}

/** Prints a file's tests as a table, with everything that was unexpected below its row. */
export function sayFile(output: Output, { file, tests }: FileResult): void {
  const width = Math.max(...tests.map(({ name }) => toPrintableLine(name).length));
  output.print(output.paint("bold", file, "stdout"));
  for (const test of tests) {
    const { name, status, visited, durationMs, mismatches } = test;
    const mark = mismatches.length === 0 ? paintGood(output, "✓") : paintBad(output, "✗");
    const nodes = `${visited.length} ${visited.length === 1 ? "node" : "nodes"}`;
    const cells = [toPrintableLine(name).padEnd(width), status.padEnd(20), nodes.padStart(8)];
    output.print(`  ${mark} ${cells.join("  ")}  ${formatDuration(durationMs).padStart(7)}`);
    for (const mismatch of mismatches) sayMismatch(output, mismatch);
  }
  output.print("");
}

/** Prints how much of a workflow was gone through, and every edge that was not. */
export function sayCoverage(output: Output, { workflow, coverage }: WorkflowCoverage): void {
  const { taken, edges, percent, missing } = coverage;
  output.print(`${workflow}: ${taken} of ${edges} edges taken (${percent} %)`);
  for (const { line, column, text } of missing) {
    output.print(output.paint("dim", `  never ${workflow}:${line}:${column} ${text}`, "stdout"));
  }
}

/** Prints the last line. */
export function sayTotals(output: Output, { passed, failed, coverage }: Totals): void {
  const counts = [
    paintGood(output, `${passed} passed`),
    ...(failed === 0 ? [] : [paintBad(output, `${failed} failed`)]),
    `${coverage.percent} % of ${coverage.edges} edges`,
  ];
  output.print(counts.join(", "));
}

function sayMismatch(output: Output, { what, expected, actual }: Mismatch): void {
  output.print(`      ${what}`);
  output.print(`        expected ${paintGood(output, toPrintableLine(expected))}`);
  output.print(`        actual   ${paintBad(output, toPrintableLine(actual))}`);
}

function paintGood(output: Output, text: string): string {
  return output.paint("green", text, "stdout");
}

function paintBad(output: Output, text: string): string {
  return output.paint("red", text, "stdout");
}
