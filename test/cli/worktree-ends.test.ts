import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { iter } from "#support/command-line.ts";
import type { Said } from "#support/command-line.ts";
import { createWorkspace } from "#support/workspace.ts";
import type { TestWorkspace } from "#support/workspace.ts";

// A file `wrong` makes the run fail for good, `stop` makes it stand still.
const workflow = `
schema verdict:
  fine: bool

tool make:
  command: "cat ../../../said > a.txt; test ! -e ../../../stop || exit 1; if test -e ../../../wrong; then echo '{\\"fine\\":false}'; else echo '{\\"fine\\":true}'; fi"
  output: verdict

workflow work:
  entry: make
  make -> done when fine
  make -> fail when not fine
`;

let repository: TestWorkspace;

beforeEach(() => {
  repository = createWorkspace(
    { "a.txt": "a\n", "w.iter": workflow, ".gitignore": ".iterion/\nsaid\nstop\nwrong\n" },
    { commit: true },
  );
});

afterEach(() => repository.remove());

function at(path: string): string {
  return join(repository.folder, path);
}

function work(...words: readonly string[]): Promise<Said> {
  return iter(words, { cwd: repository.folder });
}

function run(says: string, mode = "merge"): Promise<Said> {
  repository.write("said", `${says}\n`);
  return work("run", "w.iter", "--run-id", "r1", "--worktree", mode);
}

function refs(): string {
  return repository.git("for-each-ref", "--format=%(refname)");
}

it("leaves nothing to another run of the same name, once what it says has been done", async () => {
  repository.write("wrong", "");
  const said = await run("wrong");
  const [, remove = ""] = /when you have what you need: (.*)/u.exec(said.out) ?? [];

  execFileSync("sh", ["-c", remove], { cwd: repository.folder });
  rmSync(at(".iterion"), { recursive: true });
  rmSync(at("wrong"));

  expect(refs()).toBe("refs/heads/main\n");
  expect((await run("right")).out).toContain("Worktree: its changes are merged into main");
  expect(readFileSync(at("a.txt"), "utf8")).toBe("right\n");
});

it("merges its result, though it stood still on the way", async () => {
  repository.write("stop", "");
  await run("draft");
  rmSync(at("stop"));
  repository.write("said", "result\n");

  const said = await work("resume", "r1");

  expect(said.out).toContain("Worktree: its changes are merged into main");
  expect(readFileSync(at("a.txt"), "utf8")).toBe("result\n");
  expect(refs()).toBe("refs/heads/main\n");
  expect(existsSync(at(".iterion/worktrees/r1"))).toBe(false);
});
