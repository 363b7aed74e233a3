/** Asks actionlint about Iter's workflow files, where somebody has installed it. */
import { runProgram } from "#adapters/processes/program.ts";
import type { Value } from "#core/graph/value.ts";
import type { Session } from "#src/cli/session.ts";
import { listAt, numberAt, textAt } from "#src/github/payload.ts";
import type { Finding } from "#src/github/setup/check/finding.ts";
import { signalName } from "#src/github/setup/files.ts";
import { iterJobs } from "#src/github/setup/check/jobs.ts";
import { readJobFiles } from "./repository.ts";

/** What it found, or why it wasn't asked. */
export interface Linted {
  readonly findings: readonly Finding[];
  readonly missing: string | null;
}

const patienceMs = 60_000;
/** What keeps GitHub from running a file at all; the rest is advice. */
const grave: ReadonlySet<string> = new Set(["syntax-check", "expression", "events", "job-needs"]);

/** Runs it on the files that start Iter, and on the relay of reviews. */
export async function lintJobs({ env }: Session, root: string): Promise<Linted> {
  const files = readJobFiles(root)
    .filter((file) => iterJobs(file).length > 0 || textAt(file.yaml.value, "name") === signalName)
    .map(({ path }) => path);
  if (files.length === 0) return { findings: [], missing: null };
  const given = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const args = ["-no-color", "-format", "{{json .}}", ...files];
  const program = { file: "actionlint", args, cwd: root, env: Object.fromEntries(given) };
  const { fault, exitCode, stdout, stderr } = await runProgram(program, {
    signal: AbortSignal.timeout(patienceMs),
  });
  if (fault !== undefined)
    return unasked("actionlint isn't on PATH, so nobody looked at the syntax of workflow files");
  const found = exitCode > 1 ? null : readFindings(stdout);
  return found === null
    ? unasked(`actionlint could not be asked: ${stderr.trim().split("\n")[0] ?? ""}`)
    : { findings: found, missing: null };
}

function unasked(missing: string): Linted {
  return { findings: [], missing };
}

function readFindings(text: string): readonly Finding[] | null {
  try {
    const all = listAt({ all: JSON.parse(text === "" ? "[]" : text) as Value }, "all");
    return all.map(toFinding);
  } catch {
    return null;
  }
}

function toFinding(one: Value): Finding {
  const kind = textAt(one, "kind");
  return {
    code: "actionlint",
    severity: grave.has(kind) ? "error" : "warning",
    file: textAt(one, "filepath"),
    line: numberAt(one, "line") ?? 1,
    message: textAt(one, "message"),
    help: `this is its rule \`${kind}\`: https://github.com/rhysd/actionlint/blob/main/docs/checks.md`,
  };
}
