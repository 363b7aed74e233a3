/** The tools that GitHub gives to nodes, and the tier that each asks for. Spec: github §11.5, §12. */
import type { Tier } from "./tiers.ts";

/** Tools that only read. */
const reading: Readonly<Record<string, Tier>> = {
  "github.pull_request": "metadata",
  "github.issue": "metadata",
  "github.files": "metadata",
  "github.checks": "metadata",
  "github.diff": "read",
  "github.file": "read",
  "github.comments": "read",
  "github.review_threads": "read",
  "github.commits": "read",
  "github.failed_logs": "read",
  "github.search": "read",
};

/** Tools by which a node proposes a write. */
const proposing: Readonly<Record<string, Tier>> = {
  "github.comment": "read",
  "github.review": "read",
  "github.label": "read",
  "github.resolve": "read",
  "github.reply": "read",
  "github.issue_create": "read",
  "github.commit": "push",
  "github.open_pull_request": "push",
  "github.dispatch": "push",
};

const ofGithub: Readonly<Record<string, Tier>> = { ...reading, ...proposing };

/** Tools of the workspace that read files and history, and start no program of anybody's. */
const ofWorkspace: ReadonlySet<string> = new Set([
  ...["read_file", "list_files", "tree", "search_codebase"],
  ...["git_diff", "git_status", "git_log"],
]);

/** True for a tool of GitHub. */
export function isGithubTool(name: string): boolean {
  return Object.hasOwn(ofGithub, name);
}

/** What a run has to be let do before a node may use a tool; of tools that nobody knows, the worst is expected. */
export function tierOfTool(name: string): Tier {
  const known = Object.hasOwn(ofGithub, name) ? ofGithub[name] : undefined;
  return known ?? (ofWorkspace.has(name) || name === "ask_user" ? "read" : "sandbox");
}
