/** Which references lead to text that anybody may have written. Spec: github §11.8. */

const members: ReadonlySet<string> = new Set([
  ...["pr.title", "pr.body", "pr.head_ref", "pr.base_ref", "feedback"],
  ...["issue.title", "issue.body", "issue.labels", "command.text"],
]);
const plainParts: ReadonlySet<string> = new Set(["number", "id", "draft", "action", "state"]);

/** True for `github.pr.title`, `github.event.comment.body` and their like. */
export function isOfPeople([space, ...rest]: readonly string[]): boolean {
  if (space !== "github") return false;
  if (rest[0] === "event") return !plainParts.has(rest.at(-1) ?? "");
  return members.has(rest.slice(0, 2).join(".")) || members.has(rest[0] ?? "");
}
