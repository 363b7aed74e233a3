/** Plays conformance packs: `npm run cases -- FOLDER_OR_FILE…`. */
import { NoCases } from "#testing/packs/case.ts";
import { findCases } from "#testing/packs/find-cases.ts";
import { describeResult, playCases } from "#testing/packs/play-cases.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(paths: readonly string[]): Promise<number> {
  if (paths.length === 0) return refuse("Usage: npm run cases -- FOLDER_OR_FILE…");
  try {
    const cases = paths.flatMap(findCases);
    const counts = await playCases(cases, (result) => {
      if (result.mismatches.length > 0 || result.disputed !== null) print(describeResult(result));
    });
    print(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    return counts.failed === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof NoCases) return refuse(error.message);
    throw error;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}
