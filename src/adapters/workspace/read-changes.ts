/** Reads what `git diff-tree -z --raw --numstat` says. */
import type { FileChange } from "#core/ports/workspace.ts";

type Kind = FileChange["change"];

const kinds: Readonly<Record<string, Kind | undefined>> = {
  A: "added",
  D: "deleted",
  R: "renamed",
};

/** The changes, named below `folder` (empty for the top). */
export function readChanges(output: string, folder: string): readonly FileChange[] {
  const words = output.split("\0");
  const changes: Omit<FileChange, "added" | "removed">[] = [];
  let at = 0;
  const next = (): string => words[at++] ?? "";
  while (words[at]?.startsWith(":") === true) {
    const change = kinds[next().split(" ").at(-1)?.charAt(0) ?? ""] ?? "modified";
    const first = folder + next();
    changes.push(
      change === "renamed"
        ? { path: folder + next(), change, from: first }
        : { path: first, change },
    );
  }
  return changes.map((change) => {
    const [added = "", removed = "", name] = next().split("\t");
    // A renamed file's two names stand behind its counts.
    if (name === "") at += 2;
    return { ...change, added: readCount(added), removed: readCount(removed) };
  });
}

/** `-` stands for a file that isn't text. */
function readCount(text: string): number | null {
  return /^\d+$/u.test(text) ? Number(text) : null;
}
