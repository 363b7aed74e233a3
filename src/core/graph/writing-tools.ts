/** The tools of GitHub that write; only their full names stand for them. Spec: github §11.5, §12. */
const pushing: ReadonlySet<string> = new Set([
  ...["github.commit", "github.open_pull_request", "github.dispatch"],
]);
const proposing: ReadonlySet<string> = new Set([
  ...["github.comment", "github.review", "github.reply", "github.resolve"],
  ...["github.label", "github.issue_create"],
]);

/** True for a tool that writes what others run: commits, pull requests, dispatches. */
export function isPushingTool(name: string): boolean {
  return pushing.has(name);
}

/** True for every tool of GitHub by which something is written there. */
export function isWritingTool(name: string): boolean {
  return pushing.has(name) || proposing.has(name);
}
