/**
 * Lets delegates see the agent settings of the base branch, never those that a change brings along.
 *
 * They are put in before a delegate starts and taken out when the last one has ended, so that what
 * the change says about them is neither obeyed nor lost. Spec: github §11.2.
 */
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { TrustedTree } from "#adapters/github/trusted-tree.ts";
import type { DelegatePort } from "#core/ports/delegate.ts";
import { isAgentSetting } from "#src/github/protected-paths.ts";
import type { Whose } from "./settled-looks.ts";

/** Where settings are swapped. */
export interface SettingsPlace {
  /** The working tree. */
  readonly tree: string;
  /** The commit whose settings count. */
  readonly base: TrustedTree;
  /** An empty folder outside of the working tree. */
  readonly held: string;
}

const copying = { recursive: true, verbatimSymlinks: true, dereference: false } as const;

/** The port, whose delegates find the settings of the base; it tells whose are in the tree. */
export function withBaseSettings(
  delegates: DelegatePort,
  place: SettingsPlace,
  tell: (whose: Whose) => void = () => undefined,
): DelegatePort {
  let running = 0;
  let ready: Promise<readonly string[]> = Promise.resolve([]);
  return {
    check: (backend, rules) => delegates.check(backend, rules),
    async execute(task, options) {
      if (running === 0) ready = exchange(place, tell);
      running += 1;
      try {
        await ready;
        return await delegates.execute(task, options);
      } finally {
        running -= 1;
        if (running === 0) {
          tell("nobody");
          putBack(place, await ready.catch(() => []));
          tell("change");
        }
      }
    },
  };
}

async function exchange(
  place: SettingsPlace,
  tell: (whose: Whose) => void,
): Promise<readonly string[]> {
  tell("nobody");
  const put = await putIn(place);
  tell("base");
  return put;
}

/** Takes out what the change says and puts in what the base says; the result is what was put in. */
async function putIn({ tree, base, held }: SettingsPlace): Promise<readonly string[]> {
  const entries = await base.list();
  if (entries === null)
    throw new Error("The base has too many files to tell its agent settings from others.");
  const wanted = entries.map(({ path }) => path).filter(isAgentSetting);
  for (const path of wanted) await base.fetch(path);
  rmSync(held, { recursive: true, force: true });
  mkdirSync(held, { recursive: true, mode: 0o700 });
  for (const path of findSettings(tree)) {
    cpSync(join(tree, path), join(held, path), copying);
    rmSync(join(tree, path), { recursive: true, force: true });
  }
  return wanted.filter((path) => copyInto(tree, join(base.folder, path), path));
}

/** False where the working tree has no such folder, or has something else in its place. */
function copyInto(tree: string, from: string, path: string): boolean {
  const top = settingOf(path);
  const parent = dirname(join(tree, top));
  if (!isPlainFolder(tree, parent)) return false;
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  cpSync(from, join(tree, path), copying);
  return true;
}

/** A folder that is reached without a link: links of the change lead anywhere. */
function isPlainFolder(tree: string, folder: string): boolean {
  const parts = relative(tree, folder)
    .split("/")
    .filter((part) => part !== "");
  let at = tree;
  for (const part of parts) {
    at = join(at, part);
    if (lstatSync(at, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  }
  return true;
}

function putBack({ tree, held }: SettingsPlace, put: readonly string[]): void {
  for (const top of new Set(put.map(settingOf)))
    rmSync(join(tree, top), { recursive: true, force: true });
  if (existsSync(held)) cpSync(held, tree, copying);
  rmSync(held, { recursive: true, force: true });
}

/** The topmost settings files and folders below a folder. */
function findSettings(root: string): readonly string[] {
  const found: string[] = [];
  const look = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (isAgentSetting(entry.name)) found.push(path);
      else if (entry.isDirectory() && entry.name !== ".git") look(path);
    }
  };
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() === true) look("");
  return found;
}

/** `app/.claude/settings.json` → `app/.claude`. */
function settingOf(path: string): string {
  const parts = path.split("/");
  const index = parts.findIndex(isAgentSetting);
  return parts.slice(0, index + 1).join("/");
}
