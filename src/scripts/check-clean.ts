/** Fails if the working tree differs from the last commit: generated files and `dist/` must be committed fresh. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const status = git("status", "--porcelain");

if (status !== "") {
  const files = status.split("\n").map((line) => `  ${line}`);
  process.stderr.write(
    [
      "These files are not as committed:",
      ...files,
      "",
      git("diff", "HEAD", "--stat", "--stat-width=100"),
      "",
      "Generated files and dist/ are stale, or something is not committed yet.",
      "Run `npm run generate && npm run build` and commit what changed.",
      "",
    ].join("\n"),
  );
  process.exitCode = 1;
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8" }).trimEnd();
}
