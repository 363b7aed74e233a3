/**
 * Proves that every attack of `test/attacks` meets a test: `npm run guards`, or `npm run guards -- WORD…`
 * for those whose rows hold the words.
 *
 * Each guard is taken out of the code as it is loaded, and the row's test has to fail then; with the
 * guard it has to pass. It takes long, and so is no part of `npm run check`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";

/** One row of the table. */
interface Attack {
  readonly attack: string;
  readonly file: string;
  readonly guard: string;
  readonly without: string;
  readonly test: string;
  /** In the titles of the tests that count. */
  readonly named: string;
}

/** A test that was run; those that were left out are pending. */
interface Played {
  readonly fullName: string;
  readonly status: string;
}

const root = resolve(import.meta.dirname, "../..");
const words = process.argv.slice(2);
const rows = readRows().filter((row) => words.every((word) => JSON.stringify(row).includes(word)));
const proved = [...new Set(rows.map(({ test }) => test))].flatMap(proveFile);
print(`${proved.filter(Boolean).length} of ${rows.length} guards are missed when they are gone`);
process.exitCode = rows.length > 0 && proved.every(Boolean) ? 0 : 1;

function readRows(): readonly Attack[] {
  const folder = join(root, "test/attacks");
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return files.flatMap((name) => parse(readFileSync(join(folder, name), "utf8")) as Attack[]);
}

/** True for each row whose test fails without the guard, and passes with it. */
function proveFile(test: string): readonly boolean[] {
  const attacks = rows.filter((row) => row.test === test);
  const played = play(test, [...new Set(attacks.map(({ named }) => named))], null);
  return attacks.map((row) => {
    const own = played.filter(({ fullName }) => fullName.includes(row.named));
    const passes = own.some(isPassed) && !own.some(isFailed);
    const there = readFileSync(join(root, row.file), "utf8").split(row.guard).length === 2;
    const fails = passes && there && play(test, [row.named], row).some(isFailed);
    const why = passes ? "NOT MISSED" : "ITS TEST DOESN'T PASS";
    print(`${fails ? "ok" : there ? why : "ITS GUARD ISN'T THERE"}: ${row.attack}`);
    if (!fails) print(`  ${row.file}\n  ${row.test} > ${row.named}`);
    return fails;
  });
}

function isPassed({ status }: Played): boolean {
  return status === "passed";
}

function isFailed({ status }: Played): boolean {
  return status === "failed";
}

/** A file that can't be loaded has no tests that passed or failed. */
function play(test: string, names: readonly string[], removal: Attack | null): readonly Played[] {
  const folder = mkdtempSync(join(tmpdir(), "iter-guards-"));
  const report = join(folder, "report.json");
  try {
    spawnSync(
      process.execPath,
      [
        join(root, "node_modules/vitest/vitest.mjs"),
        ...["run", test, "--config", "vitest.guards.config.ts"],
        ...["--testNamePattern", names.map(asPattern).join("|")],
        ...["--reporter", "json", "--outputFile", report],
      ],
      {
        cwd: root,
        env: {
          ...process.env,
          ITER_WITHOUT_GUARD: removal === null ? "" : JSON.stringify(removal),
        },
      },
    );
    return existsSync(report) ? readReport(readFileSync(report, "utf8")) : [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function asPattern(name: string): string {
  return name.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}

function readReport(text: string): readonly Played[] {
  const { testResults } = JSON.parse(text) as {
    readonly testResults: readonly { readonly assertionResults: readonly Played[] }[];
  };
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
