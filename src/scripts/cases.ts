/**
 * Plays conformance packs: `npm run cases -- FOLDER_OR_FILE…`.
 *
 * `--all` shows every mismatch of a case instead of the first; `--command` plays runs through a
 * command line, such as `"node dist/cli/index.mjs"`, instead of in this process.
 */
import { parseArgs } from "node:util";
import { NoCases } from "#testing/packs/case.ts";
import { findCases } from "#testing/packs/find-cases.ts";
import { describeResult, playCases } from "#testing/packs/play-cases.ts";
import { createCommandDoor } from "#testing/packs/runs/by-command.ts";
import type { Door } from "#testing/packs/runs/place.ts";

const usage = 'Usage: npm run cases -- [--all] [--command "PROGRAM"] FOLDER_OR_FILE…';
process.exitCode = await main();

async function main(): Promise<number> {
  const given = readArguments();
  if (given === null || given.positionals.length === 0) return refuse(usage);
  const { all, command } = given.values;
  try {
    const cases = given.positionals.flatMap((path) => findCases(path, doorTo(command)));
    const counts = await playCases(cases, (result) => {
      if (result.mismatches.length > 0 || result.disputed !== null) {
        print(describeResult(result, all));
      }
    });
    print(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    return counts.failed === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof NoCases) return refuse(error.message);
    throw error;
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { all: { type: "boolean", default: false }, command: { type: "string" } },
    });
  } catch {
    return null;
  }
}

function doorTo(command: string | undefined): Door | undefined {
  const [program, ...rest] = command?.split(" ") ?? [];
  return program === undefined ? undefined : createCommandDoor([program, ...rest]);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}
