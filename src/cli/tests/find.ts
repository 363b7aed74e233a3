/** Finds files of tests: those that are named, that lie in a folder, or that lie beside a workflow. */
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import type { Dirent, Stats } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isFlowPath } from "#core/languages/flow-path.ts";
import { Refusal } from "#core/run/failure.ts";
import { codeInBrackets } from "#src/cli/data-file.ts";
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
  const found = look(resolve(cwd, path));
  if (found === undefined) {
    const isLink = lstatSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined;
    const what = isLink
      ? `\`${path}\` is a link to nowhere.`
      : `There is no file or folder \`${path}\`.`;
    throw new Refusal("INPUT_INVALID", what, {
      hint: "name a workflow, a file of tests, or a folder",
    });
  }
  if (found.isDirectory()) return filesIn(cwd, path);
  if (ending.test(path)) return [path];
  return path.endsWith(".iter") || isFlowPath(path) ? filesBeside(cwd, path) : [];
}

function filesIn(cwd: string, folder: string): readonly string[] {
  return listFolder(cwd, folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.test(entry.name) ? [] : filesIn(cwd, path);
    return isTestFile(cwd, path) ? [path] : [];
  });
}

/** By their names, or because they name the workflow. */
function filesBeside(cwd: string, workflow: string): readonly string[] {
  const folder = dirname(workflow);
  const paths = listFolder(cwd, folder).map(({ name }) => join(folder, name));
  return paths.flatMap((path) => {
    if (!isTestFile(cwd, path)) return [];
    const named = workflowNamedIn(resolve(cwd, path));
    const about = named === undefined ? workflowBeside(cwd, path) : join(folder, named);
    return join(about) === join(workflow) ? [path] : [];
  });
}

/** Read off the line, so that a file that is broken is found too, and its mistakes are said. */
function workflowNamedIn(place: string): string | undefined {
  try {
    const text = readFileSync(place, "utf8");
    return /^workflow:\s*["']?([^"'#\n]+?)["']?\s*(?:#.*)?$/m.exec(text)?.[1];
  } catch {
    return undefined;
  }
}

/** An editor's lock is called like the file that it has open, and is a link to nowhere. */
function isTestFile(cwd: string, path: string): boolean {
  return ending.test(path) && look(resolve(cwd, path))?.isFile() === true;
}

/** What is at a place; links are followed. */
function look(place: string): Stats | undefined {
  try {
    return statSync(place);
  } catch {
    return undefined;
  }
}

function listFolder(cwd: string, folder: string): readonly Dirent[] {
  try {
    const entries = readdirSync(resolve(cwd, folder), { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new Refusal(
      "INPUT_INVALID",
      `The folder \`${folder}\` can't be read${codeInBrackets(error)}.`,
      {
        hint: "check its permissions, or name the workflows or folders to test",
        cause: error,
      },
    );
  }
}

function noTests(path: string): Refusal {
  const ending = endings.find((one) => path.endsWith(one));
  const beside = ending === undefined ? `in \`${path}\`` : `beside \`${path}\``;
  const name = ending === undefined ? "workflow" : basename(path, ending);
  return new Refusal("INPUT_INVALID", `There are no tests ${beside}.`, {
    hint: `write them into \`${name}.test.yaml\`; \`iter init\` writes one to begin with`,
  });
}
