/** What the tools of a workspace are called, without what makes them. */

/** In the order in which models are shown them. */
export const workspaceToolNames = [
  "read_file",
  "list_files",
  "tree",
  "search_codebase",
  "git_diff",
  "git_status",
  "git_log",
  "write_file",
  "patch",
  "run_command",
] as const;
