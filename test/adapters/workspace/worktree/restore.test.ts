import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { reopenWorktree } from "#adapters/workspace/worktree/worktree.ts";
import { openTestWorktree } from "#support/worktree.ts";
import type { TestWorktree } from "#support/worktree.ts";

const files = { "a.txt": "a\n", "c.txt": "c\n" };

/** A worktree whose run stood still with these files, unfinished. */
async function paused(unfinished: Readonly<Record<string, string | null>>): Promise<TestWorktree> {
  const tree = await openTestWorktree(files);
  for (const [path, content] of Object.entries(unfinished)) tree.write(path, content);
  await tree.keep();
  return tree;
}

async function lostAndMadeAgain(tree: TestWorktree): Promise<void> {
  tree.lose();
  await tree.reopen();
}

describe("a worktree that was removed", () => {
  it("has all again that was not committed when the run stood still", async () => {
    const tree = await paused({ "a.txt": "draft\n", "new ü*.txt": "new\n", "c.txt": null });

    await lostAndMadeAgain(tree);

    expect(tree.read("a.txt")).toBe("draft\n");
    expect(tree.read("new ü*.txt")).toBe("new\n");
    expect(tree.read("c.txt")).toBeUndefined();
    expect(tree.git("symbolic-ref", "HEAD")).toBe("refs/heads/iter/r1\n");
    expect(tree.git("diff", "--cached", "--name-only")).toBe("");
  });

  it("has it also if its branch is gone", async () => {
    const tree = await openTestWorktree(files);
    tree.write("a.txt", "own\n");
    tree.commit();
    tree.write("c.txt", "draft\n");
    await tree.keep();
    tree.lose();
    tree.repository.git("worktree", "prune");
    tree.repository.git("branch", "-D", "iter/r1");

    await tree.reopen();

    expect([tree.read("a.txt"), tree.read("c.txt")]).toEqual(["own\n", "draft\n"]);
    expect(tree.git("log", "-1", "--format=%s")).toBe("What a node did\n");
  });

  it("has it also if a node worked on another branch", async () => {
    const tree = await openTestWorktree(files);
    tree.git("checkout", "--quiet", "-b", "own");
    tree.write("a.txt", "own\n");
    tree.commit();
    tree.write("c.txt", "draft\n");
    await tree.keep();

    await lostAndMadeAgain(tree);

    expect([tree.read("a.txt"), tree.read("c.txt")]).toEqual(["own\n", "draft\n"]);
  });
});

it("is made again where the repository is by now", async () => {
  const tree = await paused({ "a.txt": "draft\n" });
  tree.lose();
  const folder = `${tree.repository.folder}-moved`;
  renameSync(tree.repository.folder, folder);
  onTestFinished(() => renameSync(folder, tree.repository.folder));
  const path = join(folder, ".iterion/worktrees/r1");

  await reopenWorktree({ ...tree.place, folder, path }, tree.record);

  expect(readFileSync(join(path, "a.txt"), "utf8")).toBe("draft\n");
});

it("is made again once more if a process was lost while it did that", async () => {
  const tree = await paused({ "a.txt": "draft\n" });
  await lostAndMadeAgain(tree);
  tree.git("checkout", "--quiet", "--", ".");
  tree.repository.write(".iterion/worktrees/.r1.restoring", "");

  await tree.reopen();
  const first = tree.read("a.txt");
  tree.write("a.txt", "more\n");
  await tree.reopen();

  expect([first, tree.read("a.txt")]).toEqual(["draft\n", "more\n"]);
});

it("leaves no mark where it could not be made again", async () => {
  const tree = await paused({ "a.txt": "draft\n" });
  tree.lose();
  tree.repository.git("worktree", "prune");
  tree.repository.git("checkout", "--quiet", "iter/r1");

  await expect(tree.reopen()).rejects.toThrow("git worktree said no");
  expect(existsSync(`${tree.place.path}/../.r1.restoring`)).toBe(false);
});

describe("what was committed since the run stood still", () => {
  it("is not undone", async () => {
    const tree = await paused({ "a.txt": "draft\n" });
    tree.write("a.txt", "result\n");
    tree.write("b.txt", "new\n");
    tree.commit();

    await lostAndMadeAgain(tree);

    expect(tree.git("status", "--short")).toBe("");
    const { commit } = await tree.settle();
    expect(tree.repository.git("show", `${commit}:a.txt`)).toBe("result\n");
    expect(tree.repository.git("show", `${commit}:b.txt`)).toBe("new\n");
  });

  it("stands beside what no commit has", async () => {
    const tree = await paused({ "a.txt": "draft\n", "new ü*.txt": "new\n", "c.txt": null });
    tree.write("a.txt", "result\n");
    tree.git("commit", "--quiet", "--message", "Only that", "a.txt");

    await lostAndMadeAgain(tree);

    expect(tree.read("a.txt")).toBe("result\n");
    expect(tree.read("new ü*.txt")).toBe("new\n");
    expect(tree.read("c.txt")).toBeUndefined();
  });

  it("stays deleted if it was deleted after that", async () => {
    const tree = await paused({ "notes.txt": "draft\n" });
    tree.commit();
    tree.write("notes.txt", null);
    tree.commit();

    await lostAndMadeAgain(tree);

    expect(tree.read("notes.txt")).toBeUndefined();
  });

  it("stays taken back", async () => {
    const tree = await openTestWorktree(files);
    tree.write("a.txt", "wrong\n");
    tree.commit();
    tree.write("c.txt", "draft\n");
    await tree.keep();
    tree.git("stash", "--quiet");
    tree.git("reset", "--quiet", "--hard", "HEAD^");
    tree.git("stash", "pop", "--quiet");

    await lostAndMadeAgain(tree);

    expect([tree.read("a.txt"), tree.read("c.txt")]).toEqual(["a\n", "draft\n"]);
  });

  it("is what was merged, too", async () => {
    const tree = await paused({ "a.txt": "draft\n", "notes.txt": "notes\n" });
    tree.git("stash", "--quiet", "--include-untracked");
    tree.repository.write("a.txt", "main\n");
    tree.repository.git("commit", "--quiet", "--all", "--message", "On main");
    tree.git("merge", "--quiet", "--no-ff", "--no-edit", "main");

    await lostAndMadeAgain(tree);

    expect([tree.read("a.txt"), tree.read("notes.txt")]).toEqual(["main\n", "notes\n"]);
  });

  it.each([
    ["a folder, where there was a file", "there", "there/x.txt"],
    ["a file, where there was a folder", "there/x.txt", "there"],
  ])("may be %s", async (_, before, after) => {
    const tree = await paused({ [before]: "draft\n", "notes.txt": "notes\n" });
    tree.git("clean", "--quiet", "-dff");
    tree.write(after, "result\n");
    tree.commit();

    await lostAndMadeAgain(tree);

    expect(tree.read(after)).toBe("result\n");
    expect(tree.read("notes.txt")).toBe("notes\n");
  });
});
