import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { awaitProgram, documentOf, iter, startProgram } from "#support/command-line.ts";
import type { Said } from "#support/command-line.ts";
import { createWorkspace } from "#support/workspace.ts";
import type { TestWorkspace } from "#support/workspace.ts";

// A file `stop` makes the second node fail, `wait` makes it wait for its end.
const workflow = `
tool make:
  command: "echo made >> a.txt; echo new > new.txt; pwd > ../../../where.txt"

tool check:
  command: "touch checking; while test -e ../../../wait; do sleep 0.05; done; test ! -e ../../../stop"

workflow work:
  entry: make
  make -> check
  check -> done
`;

let repository: TestWorkspace;

beforeEach(() => {
  repository = createWorkspace(
    {
      "a.txt": "a\n",
      "sub/b.txt": "b\n",
      "w.iter": workflow,
      ".gitignore": ".iterion/\nwhere.txt\nstop\nwait\nchecking\n",
    },
    { commit: true },
  );
});

afterEach(() => repository.remove());

function at(path: string): string {
  return join(repository.folder, path);
}

function text(path: string): string {
  return readFileSync(at(path), "utf8");
}

/** Runs a command in the repository; nobody has told git who is there. */
function work(...words: readonly string[]): Promise<Said> {
  return iter(words, { cwd: repository.folder });
}

function run(id: string, ...words: readonly string[]): Promise<Said> {
  return work("run", "w.iter", "--run-id", id, ...words);
}

function branches(): string {
  return repository.git("for-each-ref", "--format=%(refname)");
}

describe("--worktree auto", () => {
  it("works in a worktree, leaves the changes on a branch, and nothing else", async () => {
    repository.write("a.txt", "dirty\n");
    repository.write("untracked.txt", "x\n");

    const said = await run("r1", "--worktree", "auto");

    expect(said.code).toBe(0);
    expect(said.err).toContain("note: 2 files have changes that are not committed");
    expect(said.out).toContain(
      "Worktree: its changes are on branch iter/r1\n  git merge iter/r1\n",
    );
    expect(text("where.txt")).toBe(`${at(".iterion/worktrees/r1")}\n`);
    expect(repository.git("status", "--short")).toBe(" M a.txt\n?? untracked.txt\n");
    expect(repository.git("show", "iter/r1:a.txt")).toBe("a\nmade\n");
    expect(repository.git("log", "-1", "--format=%an: %s", "iter/r1")).toBe(
      "Iter: work: changes of the run r1\n",
    );
    expect(repository.git("worktree", "list").trim().split("\n")).toHaveLength(1);
    expect(existsSync(at(".iterion/worktrees/r1"))).toBe(false);
    expect(branches()).toBe("refs/heads/iter/r1\nrefs/heads/main\n");
  });

  it("says it as JSON", async () => {
    const base = repository.git("rev-parse", "HEAD").trim();

    const said = await run("r1", "--worktree", "auto", "--json");

    expect(documentOf(said)).toMatchObject({
      status: "finished",
      worktree: {
        branch: "iter/r1",
        base,
        path: null,
        commit: repository.git("rev-parse", "iter/r1").trim(),
        merged: false,
        into: "main",
        reason: null,
      },
    });
  });

  it("leaves nothing behind when nothing was changed", async () => {
    repository.write("idle.iter", workflow.replace(/command: "echo[^\n]*/u, 'command: "true"'));

    const said = await work("run", "idle.iter", "--worktree", "auto");

    expect(said.out).toContain("Worktree: nothing was changed");
    expect(branches()).toBe("refs/heads/main\n");
  });

  it("keeps the commits that a node makes", async () => {
    const commit = "git -c user.name=B -c user.email=b@c commit -qam own; echo more >> a.txt";
    repository.write("c.iter", workflow.replace("pwd > ../../../where.txt", commit));

    await work("run", "c.iter", "--worktree", "auto", "--run-id", "r1");

    expect(repository.git("log", "--format=%s", "main..iter/r1")).toBe(
      "work: changes of the run r1\nown\n",
    );
    expect(repository.git("show", "iter/r1:a.txt")).toBe("a\nmade\nmore\n");
  });

  it("runs no hook", async () => {
    for (const hook of ["pre-commit", "post-checkout", "post-merge", "reference-transaction"]) {
      repository.write(`.git/hooks/${hook}`, `#!/bin/sh\ntouch "${at("trapped")}"\n`);
    }

    await run("r1", "--worktree", "merge");

    expect(existsSync(at("trapped"))).toBe(false);
    expect(text("a.txt")).toBe("a\nmade\n");
  });

  it("works for two runs at once", async () => {
    const said = await Promise.all([
      run("r1", "--worktree", "auto"),
      run("r2", "--worktree", "auto"),
    ]);

    expect(said.map(({ code }) => code)).toEqual([0, 0]);
    expect(branches()).toBe("refs/heads/iter/r1\nrefs/heads/iter/r2\nrefs/heads/main\n");
    expect(repository.git("show", "iter/r2:a.txt")).toBe("a\nmade\n");
  });

  it("works in the same folder of the worktree", async () => {
    const said = await run("r1", "--worktree", "auto", "--workdir", "sub");

    expect(said.code).toBe(0);
    expect(repository.git("show", "iter/r1:sub/new.txt")).toBe("new\n");
  });
});

describe("--worktree merge", () => {
  it("merges into the branch that is checked out", async () => {
    const said = await run("r1", "--worktree", "merge");

    expect(said.out).toContain("Worktree: its changes are merged into main");
    expect([text("a.txt"), text("new.txt")]).toEqual(["a\nmade\n", "new\n"]);
    expect(branches()).toBe("refs/heads/main\n");
    expect(repository.git("status", "--short")).toBe("");
  });

  it.each([
    [
      "changes are not committed",
      () => repository.write("a.txt", "dirty\n"),
      "there are changes that are not committed",
      "dirty\n",
    ],
    [
      "no branch is checked out",
      () => repository.git("checkout", "--quiet", "--detach"),
      "no branch is checked out",
      "a\n",
    ],
  ])("leaves a branch if %s", async (_, prepare, reason, left) => {
    prepare();

    const said = await run("r1", "--worktree", "merge");

    expect(said.code).toBe(0);
    expect(said.out).toContain(`Worktree: its changes are on branch iter/r1 (${reason})`);
    expect(text("a.txt")).toBe(left);
    expect(repository.git("show", "iter/r1:a.txt")).toBe("a\nmade\n");
  });

  it("leaves a branch if it conflicts, and the tree as it was", async () => {
    await run("r1", "--worktree", "auto");
    repository.write("other.iter", workflow.replace("echo made", "echo other"));
    repository.git("add", "-A");
    repository.git("commit", "--quiet", "-m", "More");
    repository.write("stop", "");
    await work("run", "other.iter", "--run-id", "r2", "--worktree", "merge");
    rmSync(at("stop"));
    repository.git("merge", "--quiet", "iter/r1");

    const said = await work("resume", "--run-id", "r2");

    expect(said.out).toContain("on branch iter/r2 (it conflicts in a.txt)");
    expect(repository.git("status", "--short")).toBe("");
    expect(text("a.txt")).toBe("a\nmade\n");
    expect(repository.git("show", "iter/r2:a.txt")).toBe("a\nother\n");
  });

  it("leaves a branch if another one is checked out by then", async () => {
    repository.write("stop", "");
    await run("r1", "--worktree", "merge");
    rmSync(at("stop"));
    repository.git("checkout", "--quiet", "-b", "elsewhere");

    const said = await work("resume", "--run-id", "r1");

    expect(said.out).toContain("`elsewhere` is checked out, and the run began on `main`");
    expect(repository.git("show", "iter/r1:a.txt")).toBe("a\nmade\n");
  });

  it("leaves a branch if it would write over a file that git doesn't know", async () => {
    repository.write("new.txt", "mine\n");

    const said = await run("r1", "--worktree", "merge");

    expect(said.out).toContain("on branch iter/r1 (error: ");
    expect(text("new.txt")).toBe("mine\n");
  });
});

describe("a run that stands still", () => {
  beforeEach(async () => {
    repository.write("stop", "");
    const said = await run("r1", "--worktree", "auto");
    expect(said.code).toBe(1);
    expect(said.out).toContain(`Worktree: ${at(".iterion/worktrees/r1")}, on branch iter/r1, kept`);
    rmSync(at("stop"));
  });

  it("goes on in its worktree", async () => {
    const said = await work("resume", "--run-id", "r1");

    expect(said.code).toBe(0);
    expect(said.err).toContain("is still there");
    expect(repository.git("show", "iter/r1:a.txt")).toBe("a\nmade\n");
    expect(branches()).toBe("refs/heads/iter/r1\nrefs/heads/main\n");
  });

  it.each([
    ["the worktree", () => undefined],
    ["the worktree and its branch", () => repository.git("branch", "-D", "iter/r1")],
  ])("goes on with all it had if somebody removed %s", async (_, more) => {
    repository.git("worktree", "remove", "--force", at(".iterion/worktrees/r1"));
    more();

    const said = await work("resume", "--run-id", "r1");

    expect(said.code).toBe(0);
    expect(said.err).toContain("was gone and has been made again");
    expect(repository.git("show", "iter/r1:a.txt")).toBe("a\nmade\n");
    expect(repository.git("show", "iter/r1:new.txt")).toBe("new\n");
  });

  it("goes on though the folder was deleted by hand", async () => {
    rmSync(at(".iterion/worktrees"), { recursive: true });

    expect((await work("resume", "--run-id", "r1")).code).toBe(0);
    expect(repository.git("show", "iter/r1:new.txt")).toBe("new\n");
  });

  it("takes no other folder", async () => {
    const said = await work("resume", "--run-id", "r1", "--workdir", "sub");

    expect(said.code).toBe(2);
    expect(said.err).toContain("The run works in a worktree of its own.");
  });

  it("is found by inspect", async () => {
    const said = await work("inspect", "--run-id", "r1");

    expect(said.out).toContain(`Worktree: ${at(".iterion/worktrees/r1")}\n`);
  });

  it("is not touched by a cancel", async () => {
    expect((await work("cancel", "--run-id", "r1")).code).toBe(0);
    expect(existsSync(at(".iterion/worktrees/r1/new.txt"))).toBe(true);
  });
});

it("loses nothing when it is killed, and goes on where it was", async () => {
  repository.write("wait", "");
  const child = startProgram(["run", "w.iter", "--run-id", "r1", "--worktree", "auto"], {
    cwd: repository.folder,
  });
  const ended = awaitProgram(child);
  await expect
    .poll(() => existsSync(at(".iterion/worktrees/r1/checking")), { timeout: 20_000 })
    .toBe(true);
  child.kill("SIGKILL");
  await ended;
  rmSync(at("wait"));

  const said = await work("resume", "--run-id", "r1");

  expect(said.code).toBe(0);
  expect(repository.git("show", "iter/r1:a.txt")).toBe("a\nmade\n");
});

describe("refuses", () => {
  const nowhere = (said: Said): void => {
    expect(said.code).toBe(2);
    expect(existsSync(at(".iterion/runs/r1"))).toBe(false);
    expect(existsSync(at(".iterion/worktrees/r1"))).toBe(false);
  };

  it("a folder without a repository", async () => {
    rmSync(at(".git"), { recursive: true });

    const said = await run("r1", "--worktree", "auto");

    nowhere(said);
    expect(said.err).toContain("is in no git repository");
    expect(said.err).toContain("git init");
  });

  it("a repository without a commit", async () => {
    rmSync(at(".git"), { recursive: true });
    repository.git("init", "--quiet");

    const said = await run("r1", "--worktree", "auto");

    nowhere(said);
    expect(said.err).toContain("the repository has no commit yet");
  });

  it("a machine without git", async () => {
    const said = await iter(["run", "w.iter", "--worktree", "auto", "--run-id", "r1"], {
      cwd: repository.folder,
      env: { PATH: "/nowhere" },
    });

    nowhere(said);
    expect(said.err).toContain("git is not installed");
  });

  it("a branch that exists, and a run that can't begin, without a trace", async () => {
    repository.git("branch", "iter/r1");

    nowhere(await run("r1", "--worktree", "auto"));
    repository.git("branch", "-D", "iter/r1");
    repository.write(
      "m.iter",
      'agent a:\n  model: "anthropic/none"\nworkflow m:\n  entry: a\n  a -> done\n',
    );
    nowhere(await work("run", "m.iter", "--run-id", "r1", "--worktree", "auto"));
    expect(branches()).toBe("refs/heads/main\n");
  });

  it("an id that is taken or none, without a worktree", async () => {
    await run("r1");

    const again = await run("r1", "--worktree", "auto");
    const other = await run("../r1", "--worktree", "auto");

    expect([again.code, other.code]).toEqual([2, 2]);
    expect(again.err).toContain("There is already a run `r1`");
    expect(branches()).toBe("refs/heads/main\n");
  });
});

describe("--workdir", () => {
  const here = `
tool make:
  command: "echo x > made.txt; test ! -e stop"

workflow work:
  entry: make
  make -> done
`;

  beforeEach(() => repository.write("here.iter", here));

  it("is where commands run; workflow and store stay where they are", async () => {
    const said = await work("run", "here.iter", "--workdir", "sub");

    expect(said.code).toBe(0);
    expect(existsSync(at("sub/made.txt"))).toBe(true);
    expect(statSync(at(".iterion/runs")).isDirectory()).toBe(true);
  });

  it("is remembered by the run, until another one is given", async () => {
    repository.write("sub/stop", "");
    repository.write("other/x", "");
    await work("run", "here.iter", "--workdir", "sub", "--run-id", "r1");
    rmSync(at("sub/made.txt"));

    expect((await work("resume", "--run-id", "r1")).code).toBe(1);
    expect(existsSync(at("sub/made.txt"))).toBe(true);
    expect((await work("resume", "--run-id", "r1", "--workdir", "other")).code).toBe(0);
    expect(existsSync(at("other/made.txt"))).toBe(true);
  });

  it.each([
    ["nowhere", "there is no such folder"],
    ["a.txt", "that is a file"],
  ])("refuses %s", async (folder, reason) => {
    const said = await work("run", "here.iter", "--workdir", folder);

    expect(said.code).toBe(2);
    expect(said.err).toContain(`\`--workdir ${folder}\`: ${reason}.`);
    expect(existsSync(at(".iterion"))).toBe(false);
  });
});

describe("what each node changed", () => {
  it("is told at the end, by inspect, in the report and as JSON", async () => {
    const said = await run("r1", "--worktree", "auto");
    const json = documentOf(await run("r2", "--json"));
    const inspected = await work("inspect", "--run-id", "r1");
    const report = readFileSync(at(".iterion/runs/r1/report.md"), "utf8");

    expect(said.err).toContain("✎ make changed 2 files (+2 −0): a.txt, new.txt");
    expect(said.out).toContain("Changed: 2 files (+2 −0): a.txt, new.txt\n");
    expect(inspected.out).toContain("    changed: 2 files (+2 −0): a.txt, new.txt\n");
    expect(report).toContain("| `make` | `a.txt` | modified | +1 −0 |");
    expect(json).toMatchObject({
      changed_files: [
        {
          activation_id: "make#0",
          node_id: "make",
          branch_id: "",
          files: [
            { path: "a.txt", change: "modified", from: null, added: 1, removed: 0 },
            { path: "new.txt", change: "added", from: null, added: 1, removed: 0 },
          ],
          files_changed: 2,
        },
      ],
    });
  });
});
