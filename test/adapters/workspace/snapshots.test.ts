import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { UnknownWorkspace } from "#core/ports/workspace.ts";
import { createWatched } from "#support/watched-workspace.ts";
import type { Watched, WatchedOptions } from "#support/watched-workspace.ts";

const never = new AbortController().signal;
let watched: Watched;

afterEach(() => watched.remove());

function watch(options?: WatchedOptions): Watched {
  watched = createWatched(options);
  return watched;
}

function at(path: string): string {
  return join(watched.workspace.folder, path);
}

function temporary(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("iter-snapshots-"));
}

describe("in a repository", () => {
  it("tells what was added, modified, deleted and renamed, with lines", async () => {
    const { workspace, changes } = watch({
      files: { "a.txt": "one\ntwo\n", "b.txt": "b\n", "long.txt": "1\n2\n3\n4\n5\n6\n7\n8\n" },
    });

    const told = await changes(() => {
      workspace.write("a.txt", "one\n2\nthree\n");
      workspace.write("new/c.txt", "c\n");
      unlinkSync(at("b.txt"));
      renameSync(at("long.txt"), at("moved.txt"));
      appendFileSync(at("moved.txt"), "9\n");
    });

    expect(told).toEqual([
      "modified a.txt +2 -1",
      "deleted b.txt +0 -1",
      "renamed long.txt → moved.txt +1 -0",
      "added new/c.txt +1 -0",
    ]);
  });

  it("counts from what the files were, not from the last commit", async () => {
    const { workspace, changes } = watch();
    workspace.write("a.txt", "dirty\n");
    workspace.write("untracked.txt", "x\n");

    expect(await changes(() => undefined)).toEqual([]);
    expect(await changes(() => workspace.write("untracked.txt", "x\ny\n"))).toEqual([
      "modified untracked.txt +1 -0",
    ]);
    expect(await changes(() => workspace.git("checkout", "--quiet", "a.txt"))).toEqual([
      "modified a.txt +2 -1",
    ]);
  });

  it("leaves index, HEAD and files as they are", async () => {
    const { workspace, changes } = watch();
    workspace.write("a.txt", "staged\n");
    workspace.git("add", "a.txt");
    workspace.write("a.txt", "not staged\n");
    const index = readFileSync(at(".git/index"));
    const entries = readdirSync(at(".git")).toSorted();

    await changes(() => workspace.write("new.txt", "x\n"));

    expect(readFileSync(at(".git/index"))).toEqual(index);
    await watched.snapshots.close(false);
    expect(readdirSync(at(".git")).toSorted()).toEqual(entries);
    expect(workspace.git("status", "--short")).toBe("MM a.txt\n?? new.txt\n");
  });

  it("sees a change that keeps the size, however soon it comes", async () => {
    const { workspace, changes } = watch();

    for (const [at, text] of ["eno", "noe", "oen"].entries()) {
      const told = await changes(() => workspace.write("a.txt", `${text}\ntwo\n`));
      expect(told, `change ${at}`).toEqual(["modified a.txt +1 -1"]);
    }
  });

  it("ignores what git ignores, and its own folder, but not ignored files that are tracked", async () => {
    const { workspace, changes } = watch({
      files: { ".gitignore": "build/\n!.iterion\n", "a.txt": "a\n" },
    });
    workspace.write("build/kept.txt", "1\n");
    workspace.git("add", "--force", "build/kept.txt");
    workspace.write(".git/info/exclude", "*.tmp\n");
    workspace.write(".iterion/runs/run_x/events.jsonl", "{}\n");

    const told = await changes(() => {
      workspace.write("build/kept.txt", "2\n");
      workspace.write("build/out.txt", "x\n");
      workspace.write("x.tmp", "x\n");
      workspace.write(".iterion/runs/run_x/events.jsonl", "{}\n{}\n");
    });

    expect(told).toEqual(["modified build/kept.txt +1 -1"]);
  });

  it("heeds the rules that the user has for all repositories", async () => {
    const { workspace, changes, home } = watch();
    writeFileSync(join(home, "rules"), "*.swp\n");
    writeFileSync(join(home, ".gitconfig"), "[core]\n  excludesFile = ~/rules\n");

    expect(await changes(() => workspace.write("a.swp", "x\n"))).toEqual([]);
  });

  it.each([
    "with space.txt",
    'quote".txt',
    "line\nbreak.txt",
    "naïve-文.txt",
    ":(top)x",
    "-n",
    "a\tb",
    "a\\b",
  ])("takes the name %j", async (name) => {
    const { workspace, changes } = watch();

    expect(await changes(() => workspace.write(name, "x\n"))).toEqual([`added ${name} +1 -0`]);
    expect(await changes(() => renameSync(at(name), at("plain.txt")))).toEqual([
      `renamed ${name} → plain.txt +0 -0`,
    ]);
  });

  it("sees modes, links and bytes", async () => {
    const { workspace, changes } = watch({
      files: { "run.sh": "true\n", "b.bin": "\0\0", c: "c\n" },
    });

    const told = await changes(() => {
      chmodSync(at("run.sh"), 0o755);
      workspace.write("b.bin", new Uint8Array([0, 1, 2, 0]));
      unlinkSync(at("c"));
      symlinkSync("run.sh", at("c"));
      symlinkSync("/nowhere/at/all", at("dangling"));
    });

    expect(told).toEqual([
      "modified b.bin",
      "modified c +1 -1",
      "added dangling +1 -0",
      "modified run.sh +0 -0",
    ]);
  });

  it("compares bytes, whatever attributes and settings would convert", async () => {
    const { workspace, changes } = watch({
      files: {
        ".gitattributes": "* text=auto ident\n*.txt filter=evil diff=evil\n",
        "a.txt": "a\r\n",
      },
    });
    const trap = `sh -c 'touch "${at("trapped")}"; cat'`;
    workspace.git("config", "core.autocrlf", "true");
    for (const name of [
      "filter.evil.clean",
      "filter.evil.process",
      "diff.evil.command",
      "core.fsmonitor",
      "diff.external",
      "diff.evil.textconv",
    ])
      workspace.git("config", name, trap);
    mkdirSync(at(".git/hooks"), { recursive: true });
    for (const hook of ["post-index-change", "pre-commit", "reference-transaction"])
      writeFileSync(at(`.git/hooks/${hook}`), `#!/bin/sh\ntouch "${at("trapped")}"\n`, {
        mode: 0o755,
      });

    const before = await watched.snapshots.take(never);
    workspace.write("a.txt", "a\n");
    workspace.write("n.txt", "n\n");
    const after = await watched.snapshots.take(never);

    expect(await watched.between(before, after)).toEqual([
      "modified a.txt +1 -1",
      "added n.txt +1 -0",
    ]);
    expect(await watched.snapshots.diff(before, after, { signal: never, limit: 1000 })).toContain(
      "-a\r\n+a\n",
    );
    expect(await changes(() => undefined)).toEqual([]);
    expect(existsSync(at("trapped"))).toBe(false);
  });

  it("gives a unified diff, cut where it is too long", async () => {
    const { workspace, snapshots } = watch();
    const before = await snapshots.take(never);
    workspace.write("a.txt", "one\n2\n");
    const after = await snapshots.take(never);

    expect(await snapshots.diff(before, after, { signal: never, limit: 10_000 })).toMatch(
      /^diff --git a\/a\.txt b\/a\.txt\n[^]*@@ -1,2 \+1,2 @@\n one\n-two\n\+2\n$/u,
    );
    expect(await snapshots.diff(before, after, { signal: never, limit: 20 })).toContain("[cut: ");
  });

  it("looks at the whole repository from a folder in it", async () => {
    const { workspace, changes } = watch({
      files: { "a.txt": "a\n", "sub/b.txt": "b\n" },
      folder: "sub",
    });

    const told = await changes(() => {
      workspace.write("a.txt", "2\n");
      workspace.write("sub/b.txt", "2\n");
    });

    expect(told).toEqual(["modified a.txt +1 -1", "modified sub/b.txt +1 -1"]);
  });

  it("looks at a folder that the repository around it ignores by itself", async () => {
    const { workspace, changes } = watch({
      files: { ".gitignore": "sandbox/\n", "a.txt": "a\n", "sandbox/b.txt": "b\n" },
      folder: "sandbox",
    });

    const told = await changes(() => {
      workspace.write("a.txt", "2\n");
      workspace.write("sandbox/b.txt", "2\n");
    });

    expect(told).toEqual(["modified b.txt +1 -1"]);
  });

  it("looks into repositories inside it, with a commit or without", async () => {
    const { workspace, changes } = watch();
    const git = (folder: string, ...args: string[]): void => {
      spawnSync("git", ["-C", at(folder), "-c", "user.name=A", "-c", "user.email=a@b", ...args]);
    };
    for (const folder of ["lib", "new"]) {
      mkdirSync(at(folder));
      git(folder, "init", "--quiet");
      workspace.write(`${folder}/x.txt`, "x\n");
    }
    git("lib", "add", "-A");
    git("lib", "commit", "--quiet", "-m", "x");

    const told = await changes(() => {
      workspace.write("lib/x.txt", "y\n");
      workspace.write("new/x.txt", "y\n");
      workspace.write("new/deep/z.txt", "z\n");
    });

    expect(told).toEqual([
      "modified lib/x.txt +1 -1",
      "added new/deep/z.txt +1 -0",
      "modified new/x.txt +1 -1",
    ]);
    expect(await changes(() => rmSync(at("new"), { recursive: true }))).toEqual([
      "deleted new/deep/z.txt +0 -1",
      "deleted new/x.txt +0 -1",
    ]);
  });

  it("works without a commit, and in a linked worktree", async () => {
    const { workspace, changes } = watch({ commit: false, files: {} });
    workspace.git("init", "--quiet");

    expect(await changes(() => workspace.write("a.txt", "a\n"))).toEqual(["added a.txt +1 -0"]);

    watched.remove();
    const main = watch();
    main.workspace.git("worktree", "add", "--quiet", "wt");
    const there = createWatched({ commit: false, files: {}, folder: "." });
    try {
      expect(await main.changes(() => main.workspace.write("wt/a.txt", "2\n"))).toEqual([
        "modified wt/a.txt +1 -2",
      ]);
    } finally {
      there.remove();
    }
  });

  it("knows a kept state in another process, though git was killed there", async () => {
    const { workspace, snapshots, reopen, between } = watch();
    await snapshots.keep("work#0", await snapshots.take(never));
    const [name = ""] = readdirSync(at(".git/iter-snapshots"));
    writeFileSync(at(`.git/iter-snapshots/${name}/trees/top/index.lock`), "");
    workspace.write("a.txt", "2\n");

    const later = reopen();
    const before = (await later.kept("work#0")) ?? "";

    expect(await between(before, await later.take(never))).toEqual(["modified a.txt +1 -2"]);
    await later.forget("work#0");
    expect(await later.kept("work#0")).toBeUndefined();
    await later.close(false);
    expect(existsSync(at(".git/iter-snapshots"))).toBe(false);
  });

  it("takes looks at the same time one after the other", async () => {
    const { snapshots } = watch();

    const taken = await Promise.all([1, 2, 3, 4].map(() => snapshots.take(never)));

    expect(new Set(taken).size).toBe(1);
  });

  it("leaves out what can't be read", async ({ skip }) => {
    if (process.getuid?.() === 0) skip("root reads everything");
    const { workspace, changes } = watch();
    workspace.write("shut.txt", "x\n");
    chmodSync(at("shut.txt"), 0);

    expect(await changes(() => workspace.write("a.txt", "2\n"))).toEqual(["modified a.txt +1 -2"]);
  });
});

describe("outside of a repository", () => {
  it("tells the same, with lines", async () => {
    const { workspace, changes } = watch({ commit: false });
    workspace.write(".gitignore", "*.log\n");
    const before = temporary();

    const told = await changes(() => {
      workspace.write("a.txt", "2\n");
      workspace.write("x.log", "x\n");
    });

    expect(told).toEqual(["modified a.txt +1 -2"]);
    await watched.snapshots.close(true);
    expect(temporary()).toEqual(before);
  });

  it("tells files without git, too", async () => {
    const { workspace, changes, snapshots } = watch({ commit: false, env: { PATH: "/nowhere" } });
    workspace.write("b.txt", "b\n");

    const told = await changes(() => {
      workspace.write("a.txt", "2\n");
      workspace.write(".iterion/x", "2\n");
      workspace.write("d/c.txt", "c\n");
      symlinkSync("/nowhere", at("link"));
      unlinkSync(at("b.txt"));
    });

    expect(told).toEqual(["modified a.txt", "deleted b.txt", "added d/c.txt", "added link"]);
    const now = await snapshots.take(never);
    expect(await snapshots.diff(now, now, { signal: never, limit: 10 })).toBe("");
  });

  it("says so when there is too much", async () => {
    const { snapshots } = watch({ commit: false });
    // Takes no room: nothing is written.
    truncateSync(at("a.txt"), 600 * 1024 * 1024);

    await expect(snapshots.take(never)).rejects.toThrow(/more than 20000 files or 500 MiB/u);
  });
});

it("says so when it takes too long, and looks no more", async () => {
  const { snapshots } = watch({ limitMs: 1 });

  await expect(snapshots.take(never)).rejects.toThrow(UnknownWorkspace);
  await expect(snapshots.take(never)).rejects.toThrow(/took longer than 0\.001 s/u);
});

it("ends with who asks", async () => {
  const { snapshots } = watch();
  const control = new AbortController();
  control.abort(new Error("stopped"));

  await expect(snapshots.take(control.signal)).rejects.toThrow("stopped");
  expect(await snapshots.take(never)).toContain('{"":');
});
