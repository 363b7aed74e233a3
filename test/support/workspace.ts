/** A folder with files in it, perhaps a git repository, for tests of what works on files. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder of a test. */
export interface TestWorkspace {
  readonly folder: string;
  write(path: string, content: string | Uint8Array): void;
  git(...args: readonly string[]): string;
  remove(): void;
}

/** Makes a folder that holds `files`; with `commit` they are a repository's first commit. */
export function createWorkspace(
  files: Readonly<Record<string, string>>,
  { commit = false }: { readonly commit?: boolean } = {},
): TestWorkspace {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "iter-workspace-")));
  const workspace: TestWorkspace = {
    folder,
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    },
    git(...args) {
      const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
      const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], {
        cwd: folder,
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
      return stdout;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  for (const [path, content] of Object.entries(files)) workspace.write(path, content);
  if (commit) {
    workspace.git("init", "--quiet", "--initial-branch=main");
    workspace.git("add", "--all");
    workspace.git("commit", "--quiet", "--message", "Begin");
  }
  return workspace;
}
