/**
 * Writes the lists of functions that every start calls: `npm run starts`, then `npm run build`.
 *
 * It starts the bundled programs, with the names of the sources, has V8 count the calls, and keeps
 * what the Action calls up to the first event of a run, and what `iter validate` does. To be done
 * when a start has come to do something else: a function that isn't listed costs some microseconds.
 */
import { spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle, writeBundle } from "./bundle.ts";
import { listFunctions, listOf } from "./early.ts";

/** What V8 writes of the calls in each file. */
interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
    }[];
  }[];
}

/** Preloaded: writes the counts at the first synced write, and none at the end. */
const untilFirstEvent = `
const fs = require("node:fs");
const { fdatasyncSync } = fs;
fs.fdatasyncSync = (file) => {
  require("node:v8").takeCoverage();
  require("node:v8").stopCoverage();
  fs.fdatasyncSync = fdatasyncSync;
  require("node:module").syncBuiltinESMExports();
  fdatasyncSync(file);
};
`;

const root = join(import.meta.dirname, "../..");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "iter-starts-")));
try {
  writeBundle(await bundle(root, "own"), folder);
  const example = readFileSync(join(root, "examples/minimal_linear.iter"));
  for (const name of ["output", "state", "summary"]) writeFileSync(join(folder, name), "");
  writeFileSync(join(folder, "review.iter"), example);
  writeFileSync(join(folder, "first-event.cjs"), untilFirstEvent);
  record("action/index", [], {
    INPUT_WORKFLOW: "review.iter",
    INPUT_VARS: "code: let x = 1",
    INPUT_SIMULATE: "true",
    "INPUT_ANTHROPIC-API-KEY": "not-a-key",
    GITHUB_WORKSPACE: folder,
    GITHUB_OUTPUT: join(folder, "output"),
    GITHUB_STATE: join(folder, "state"),
    GITHUB_STEP_SUMMARY: join(folder, "summary"),
    RUNNER_TEMP: folder,
  });
  record("cli/index", ["validate", join(root, "bench/fixtures/port.iter")], {});
} finally {
  rmSync(folder, { recursive: true });
}

/** Starts a program, and writes the names of what it calls. */
function record(program: string, args: readonly string[], variables: NodeJS.ProcessEnv): void {
  const counts = join(folder, "counts", program);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", join(folder, "first-event.cjs"), join(folder, `${program}.mjs`), ...args],
    {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], NODE_V8_COVERAGE: counts, ...variables },
    },
  );
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stdout}${stderr}`);
  const called = readdirSync(counts)
    .flatMap((name) => readCalled(join(counts, name)))
    .sort();
  const names = [...new Set(called)];
  if (names.length === 0) throw new Error(`${program}: nothing of it was counted`);
  writeFileSync(listOf(root, program), fill(names));
  process.stdout.write(`${program}: ${names.length} functions\n`);
}

/** Functions of the files themselves that were called. */
function readCalled(path: string): string[] {
  const { result } = JSON.parse(readFileSync(path, "utf8")) as Coverage;
  return result
    .filter(({ url }) => url.startsWith(pathToFileURL(folder).href))
    .flatMap(({ url, functions }) => {
      const called = new Set(
        functions.flatMap(({ ranges: [whole] }) =>
          whole === undefined || whole.count === 0 ? [] : whole.startOffset,
        ),
      );
      return listFunctions(readFileSync(new URL(url), "utf8"))
        .filter(({ start }) => called.has(start))
        .map(({ name }) => name);
    });
}

/** Names in lines of at most 100 characters. */
function fill(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < 100)
      lines.splice(-1, 1, `${last} ${name}`);
    else lines.push(name);
  }
  return `${lines.join("\n")}\n`;
}
