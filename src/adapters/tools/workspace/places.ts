/** Which files tools may touch: what lies in the workspace, wherever its symbolic links lead. */
import { lstatSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { ToolFault } from "../define-tool.ts";

/** Where tools work. */
export interface Places {
  /** The workspace, without symbolic links. */
  readonly root: string;
  /**
   * The file or folder that a path of a model means; it need not exist.
   *
   * @throws ToolFault if it lies outside, in git's own folder, or in the store of runs.
   */
  locate(path: string): Place;
}

/** A file or folder in the workspace. */
export interface Place {
  /** Without symbolic links. */
  readonly absolute: string;
  /** As tools name it: relative to the workspace, with `/`; `.` for the workspace itself. */
  readonly name: string;
}

/** `closed` are folders that tools keep out of, such as the store of runs. */
export function createPlaces(folder: string, closed: readonly string[]): Places {
  // What is to be checked out there may not be there yet.
  const root = follow(resolve(folder));
  const shut = closed.map((each) => follow(resolve(root, each)));
  return {
    root,
    locate(path) {
      const given = follow(resolve(root, path.replaceAll("\0", "")));
      const name = relative(root, given).split(sep).join("/");
      if (name === ".." || name.startsWith("../") || isAbsolute(name)) {
        throw new ToolFault(`\`${path}\` lies outside the workspace; name a path inside it`);
      }
      if (name.split("/").some((part) => part.toLowerCase() === ".git")) {
        throw new ToolFault(`\`${path}\` is git's own; use git_status, git_diff or git_log`);
      }
      if (shut.some((each) => given === each || given.startsWith(`${each}${sep}`))) {
        throw new ToolFault(`\`${path}\` belongs to the store of runs, which tools don't touch`);
      }
      return { absolute: given, name: name === "" ? "." : name };
    },
  };
}

/** The path with all symbolic links followed, as far as it exists. */
function follow(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    if (parent === path) return path;
    if (isLink(path)) throw new ToolFault(`\`${path}\` is a symbolic link that leads nowhere`);
    return join(follow(parent), basename(path));
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
