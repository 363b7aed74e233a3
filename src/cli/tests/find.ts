/** Finds files of tests: those that are named, that lie in a folder, or that lie beside a workflow. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isFlowPath } from "#core/languages/flow-path.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Session } from "#src/cli/session.ts";

const ending = /\.test\.ya?ml$/;

/** Of workflows that tests lie beside. */
const endings = [".iter", ".flow.json", ".flow.yaml", ".flow.yml"];

/** Folders in which nobody keeps tests. */
const skipped = /^(?:\.|node_modules$)/;

/** Paths as they are shown, each once; a refusal if there are none. */
export function findTestFiles({ host }: Session, given: readonly string[]): readonly string[] {
  const cwd = host.cwd();
  const found = (given.length === 0 ? ["."] : given).flatMap((path) => {
    const files = filesOf(cwd, path);
    if (files.length === 0) throw noTests(path);
    return files;
  });
  return [...new Set(found.map((path) => join(path)))];
}

/** The workflow that a file of tests is about, unless it names another. */
export function workflowBeside(cwd: string, testFile: string): string {
  const full = basename(testFile).replace(ending, "");
  const parts = full.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const stem = join(dirname(testFile), parts.slice(0, length).join("."));
    const path = endings.map((one) => `${stem}${one}`).find((one) => existsSync(resolve(cwd, one)));
    if (path !== undefined) return path;
  }
  return join(dirname(testFile), `${full}.iter`);
}

function filesOf(cwd: string, path: string): readonly string[] {
  const found = statSync(resolve(cwd, path), { throwIfNoEntry: false });
  if (found === undefined) {
    throw new Refusal("INPUT_INVALID", `There is no file or folder \`${path}\`.`, {
      hint: "name a workflow, a file of tests, or a folder",
    });
  }
  if (found.isDirectory()) return filesIn(cwd, path);
  if (ending.test(path)) return [path];
  return path.endsWith(".iter") || isFlowPath(path) ? filesBeside(cwd, path) : [];
}

function filesIn(cwd: string, folder: string): readonly string[] {
  const entries = readdirSync(resolve(cwd, folder), { withFileTypes: true });
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skipped.test(entry.name) ? [] : filesIn(cwd, path);
      return ending.test(entry.name) ? [path] : [];
    });
}

/** By their names, or because they name the workflow. */
function filesBeside(cwd: string, workflow: string): readonly string[] {
  const folder = dirname(workflow);
  const names = readdirSync(resolve(cwd, folder)).filter((name) => ending.test(name));
  return names.sort().flatMap((name) => {
    const path = join(folder, name);
    const named = workflowNamedIn(readFileSync(resolve(cwd, path), "utf8"));
    const about = named === undefined ? workflowBeside(cwd, path) : join(folder, named);
    return join(about) === join(workflow) ? [path] : [];
  });
}

/** Read off the line, so that a file that is broken is found too, and its mistakes are said. */
function workflowNamedIn(text: string): string | undefined {
  return /^workflow:\s*["']?([^"'#\n]+?)["']?\s*(?:#.*)?$/m.exec(text)?.[1];
}

function noTests(path: string): Refusal {
  const ending = endings.find((one) => path.endsWith(one));
  const beside = ending === undefined ? `in \`${path}\`` : `beside \`${path}\``;
  const name = ending === undefined ? "workflow" : basename(path, ending);
  return new Refusal("INPUT_INVALID", `There are no tests ${beside}.`, {
    hint: `write them into \`${name}.test.yaml\`; \`iter init\` writes one to begin with`,
  });
}
