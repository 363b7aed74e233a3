/** What `github.…` may be followed by. Spec: language §9.2. */

const single: ReadonlySet<string> = new Set([
  "event_name",
  "repository",
  "owner",
  "sha",
  "ref",
  "actor",
  "actor_level",
  "run_url",
]);

const groups: Readonly<Record<string, readonly string[]>> = {
  thread: ["number"],
  pr: [
    "number",
    "title",
    "body",
    "author",
    "head_sha",
    "base_sha",
    "head_ref",
    "base_ref",
    "draft",
    "fork",
    "changed_files",
  ],
  issue: ["number", "title", "body", "author", "labels"],
  command: ["name", "text"],
  ci: ["workflow", "conclusion", "fingerprint", "attempt"],
  feedback: ["author", "body", "threads", "attempt"],
};

/** Null if the path behind `github` is one that there is. */
export function githubMember(rest: readonly string[]): "alone" | "member" | null {
  const [first, second] = rest;
  if (first === undefined) return "alone";
  if (first === "event" || single.has(first)) return null;
  const members = groups[first];
  if (members === undefined) return "member";
  return second === undefined || members.includes(second) ? null : "member";
}
