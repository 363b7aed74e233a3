import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { awaitProgram, iter, startProgram } from "#support/command-line.ts";
import type { Said } from "#support/command-line.ts";
import { createWorkspace } from "#support/workspace.ts";
import type { TestWorkspace } from "#support/workspace.ts";

// A file `wrong` makes the run fail for good, `stop` makes it stand still, `wait` makes it take long.
const workflow = `
schema verdict:
  fine: bool

tool make:
  command: "touch ../../../begun; while test -e ../../../wait; do sleep 0.05; done; cat ../../../said > a.txt; test ! -e ../../../stop || exit 1; if test -e ../../../wrong; then echo '{\\"fine\\":false}'; else echo '{\\"fine\\":true}'; fi"
  output: verdict

workflow work:
  entry: make
  make -> done when fine
  make -> fail when not fine
`;

let repository: TestWorkspace;

beforeEach(() => {
  repository = createWorkspace(
    {
      "a.txt": "a\n",
      "w.iter": workflow,
      ".gitignore": ".iterion/\nbin/\nbegun\nheld\nhold\nlost\nsaid\nstop\nwait\nwrong\n",
    },
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

/** A git that waits before a commit as long as there is `hold`; then with `lost` there is none. */
const slowGit = `#!/bin/sh
PATH="\${PATH#*:}"
case "$*" in
  *"commit --quiet --no-verify"*)
    touch "HERE/held"
    while test -e "HERE/hold"; do sleep 0.05; done
    test ! -e "HERE/lost" || exit 1
esac
exec git "$@"
`;

describe("while a run that has finished is being committed", () => {
  let env: Readonly<Record<string, string>>;
  const words = ["run", "w.iter", "--run-id", "r1", "--worktree", "merge"];

  beforeEach(() => {
    repository.write("bin/git", slowGit.replaceAll("HERE", repository.folder));
    chmodSync(at("bin/git"), 0o755);
    repository.write("said", "result\n");
    repository.write("hold", "");
    env = { PATH: `${at("bin")}:${process.env["PATH"] ?? ""}` };
  });

  function awaitFile(path: string): Promise<void> {
    return expect.poll(() => existsSync(at(path)), { timeout: 20_000 }).toBe(true);
  }

  it("a resume leaves its worktree alone", async () => {
    const first = iter(words, { cwd: repository.folder, env });
    await awaitFile("held");

    const second = await work("resume", "r1");
    rmSync(at("hold"));

    expect(second.code).toBe(2);
    expect(second.err).toContain("error RESUME_INVALID");
    expect(second.err).not.toContain("orktree");
    expect((await first).out).toContain("Worktree: its changes are merged into main");
    expect(readFileSync(at("a.txt"), "utf8")).toBe("result\n");
    expect(refs()).toBe("refs/heads/main\n");
  });

  it("a resume does it if the process is lost", async () => {
    const child = startProgram(words, { cwd: repository.folder, env });
    const ended = awaitProgram(child);
    await awaitFile("held");
    child.kill("SIGKILL");
    repository.write("lost", "");
    rmSync(at("hold"));
    await ended;

    const said = await work("resume", "r1");

    expect(said.code).toBe(2);
    expect(said.err).toContain("Worktree: its changes are merged into main");
    expect(said.err).toContain("error RESUME_INVALID");
    expect(readFileSync(at("a.txt"), "utf8")).toBe("result\n");
    expect(refs()).toBe("refs/heads/main\n");
  });
});

it("is not made again while another process has the run", async () => {
  repository.write("wait", "");
  const first = run("result");
  await expect.poll(() => existsSync(at("begun")), { timeout: 20_000 }).toBe(true);
  repository.git("worktree", "remove", "--force", at(".iterion/worktrees/r1"));

  const second = await work("resume", "r1");

  expect(second.err).toContain("error RUN_LOCKED");
  expect(existsSync(at(".iterion/worktrees/r1"))).toBe(false);
  rmSync(at("wait"));
  await first;
});
