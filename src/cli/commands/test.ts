/** `iter test`: runs the tests that lie beside workflows; no key, no network, no run left behind. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { coverEdges } from "#core/report/coverage.ts";
import { usageOf, visitedOf } from "#core/report/check/log-view.ts";
import type { RunEvent } from "#core/run/events.ts";
import { Refusal } from "#core/run/failure.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import type { Session } from "#src/cli/session.ts";
import { warn } from "#src/cli/output.ts";
import type { Output } from "#src/cli/output.ts";
import { findTestFiles } from "#src/cli/tests/find.ts";
import { loadTests } from "#src/cli/tests/load.ts";
import type { LoadedFile, LoadedTest } from "#src/cli/tests/load.ts";
import {
  addUp,
  sayCoverage,
  sayFile,
  sayTotals,
  toDocument,
  toJunit,
} from "#src/cli/tests/results.ts";
import type { FileResult, TestResult } from "#src/cli/tests/results.ts";

interface Flags {
  readonly filter?: string;
  readonly junit?: string;
  readonly minCoverage?: string;
}

const example = `
A test says what a run is given, what models and people answer, and what must come out:

  # review.test.yaml, beside review.iter
  tests:
    - name: sends a bad change back once
      vars: { title: Fix auth }
      nodes:                                  # as in a script of --simulate
        review:
          - output: { approved: false, notes: add tests }
          - output: { approved: true, notes: "" }
        fix:
          - output: { summary: added }
      answers:                                # what people say
        approve: { approved: true }
      expect:                                 # status is \`finished\` unless you say another
        visited: [review, fix, review, approve, done]
        edges: { review -> fix: 1, fix -> review: 1, review -> approve: 1, approve -> done: 1 }
        outputs: { review: { approved: true } }
        usage: { iterations: 1 }

Branches run beside one another: \`visited: [fan, { parallel: [[a, b], [c]] }, join, done]\`. A node in
a branch goes by its name, or as \`fan#0.a/a\`.

Exit codes: 0 all passed, 1 some failed or too few edges were taken, 2 nothing could be run.`;

/** The command. */
export const test: CommandModule = {
  declare(command, act) {
    command
      .argument("[file...]", "workflows, files of tests, or folders; default is this folder")
      .option("--filter <text>", "only tests whose name contains this")
      .option("--min-coverage <percent>", "fail if fewer of the edges were taken")
      .option("--junit <file>", "write the results as JUnit XML as well")
      .addHelpText("after", example);
    act((session, files) => runTests(session, files, command.opts<Flags>()));
  },
};

async function runTests(
  session: Session,
  given: readonly string[],
  flags: Flags,
): Promise<ExitCode> {
  const { output, known } = session;
  Object.assign(known, { exit_code: null });
  const least = readPercent(flags.minCoverage);
  const files = selectTests(await loadTests(session, findTestFiles(session, given)), flags.filter);
  const results: FileResult[] = [];
  const played = new Map<string, Played>();
  for (const file of files) {
    const result = await playFile(file, { played, output });
    results.push(result);
    sayFile(output, result);
  }
  const workflows = [...played].map(([workflow, { graph, logs }]) => ({
    workflow,
    coverage: coverEdges(graph, logs),
  }));
  const totals = addUp(results, workflows);
  const tooFew = least !== undefined && totals.coverage.percent < least;
  for (const workflow of workflows) sayCoverage(output, workflow);
  sayTotals(output, totals);
  if (tooFew) output.print(`Too few: at least ${least} % of the edges are to be taken.`);
  if (flags.junit !== undefined) writeJunit(session, flags.junit, toJunit(results));
  const code = totals.failed > 0 || tooFew ? exitCodes.failed : exitCodes.done;
  const document = toDocument(results, workflows);
  output.document({ ...document, min_coverage: least ?? null, exit_code: code });
  return code;
}

/** All runs of a workflow. */
interface Played {
  readonly graph: LoadedFile["graph"];
  readonly logs: (readonly RunEvent[])[];
}

async function playFile(
  { path, workflow, graph, tests }: LoadedFile,
  { played, output }: { readonly played: Map<string, Played>; readonly output: Output },
): Promise<FileResult> {
  const known = played.get(workflow) ?? { graph, logs: [] };
  played.set(workflow, known);
  const results: TestResult[] = [];
  for (const one of tests) {
    const { log, result, warnings } = await play(one);
    for (const warning of warnings) warn(output, `${path}:${result.line}: ${warning}`);
    known.logs.push(log);
    results.push(result);
  }
  return { file: path, workflow, tests: results };
}

async function play({ test: one, setting }: LoadedTest) {
  const { playTest } = await import("#testing/workflow-tests/play-test.ts");
  const began = performance.now();
  const { log, status, mismatches, warnings } = await playTest(one, setting);
  const { duration_ms: durationMs } = usageOf(log);
  const result: TestResult = {
    name: one.name,
    line: one.line,
    status,
    visited: visitedOf(log),
    durationMs: typeof durationMs === "number" ? durationMs : 0,
    elapsedMs: performance.now() - began,
    mismatches,
  };
  return { log, result, warnings };
}

function selectTests(files: readonly LoadedFile[], filter: string | undefined) {
  if (filter === undefined) return files;
  const selected = files
    .map((file) => ({
      ...file,
      tests: file.tests.filter(({ test: { name } }) => name.includes(filter)),
    }))
    .filter(({ tests }) => tests.length > 0);
  if (selected.length > 0) return selected;
  throw new Refusal("INPUT_INVALID", `No test has \`${filter}\` in its name.`, {
    hint: "leave `--filter` out to run all of them",
  });
}

function readPercent(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const percent = Number(text.replace(/ ?%$/, ""));
  if (text.trim() !== "" && percent >= 0 && percent <= 100) return percent;
  throw new Refusal("INPUT_INVALID", `\`--min-coverage ${text}\` is no percentage.`, {
    hint: "write a number from 0 to 100",
  });
}

function writeJunit({ host, redactor }: Session, file: string, xml: string): void {
  try {
    writeFileSync(resolve(host.cwd(), file), redactor.text(xml));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new Refusal("INPUT_INVALID", `\`${file}\` can't be written: ${code}.`, {
      hint: "name a file in a folder that there is",
      cause: error,
    });
  }
}
