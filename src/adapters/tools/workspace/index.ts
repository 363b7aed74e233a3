/** The tools that models have in a workspace. */
import type { ShellPort } from "#core/ports/shell.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import type { Tool } from "../index.ts";
import { createChangeTools } from "./change-files.ts";
import { createListTools } from "./files.ts";
import { createGitTools } from "./git-tools.ts";
import { createPlaces } from "./places.ts";
import { createReadTool } from "./read-file.ts";
import { createGit } from "./repository.ts";
import { createCommandTool } from "./run-command.ts";
import { createSearchTool } from "./search.ts";

/** What the tools work on. */
export interface Workspace {
  /** The folder that they are confined to. */
  readonly folder: string;
  /** Folders in it that they keep out of, such as the store of runs. */
  readonly closed: readonly string[];
  readonly env: Environment;
  readonly shell: ShellPort;
}

/**
 * Makes the tools that `workspaceToolNames` lists.
 *
 * @example
 * createTools(createWorkspaceTools({ folder: process.cwd(), closed: [".iterion"], env, shell }));
 */
export function createWorkspaceTools(workspace: Workspace): readonly Tool[] {
  const places = createPlaces(workspace.folder, workspace.closed);
  const git = createGit(workspace.env);
  return [
    createReadTool(places),
    ...createListTools(places, git),
    createSearchTool(places, git),
    ...createGitTools(places, git),
    ...createChangeTools(places, git),
    createCommandTool(workspace.shell),
  ];
}
