import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openTestWorktree } from "#support/worktree.ts";
import type { TestWorktree } from "#support/worktree.ts";

function textOf({ repository }: TestWorktree, path: string): string | undefined {
  const file = join(repository.folder, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function refsOf({ repository }: TestWorktree): string {
  return repository.git("for-each-ref", "--format=%(refname)");
}

/** A worktree whose run stood still, and then came to its end. */
async function finished(): Promise<TestWorktree> {
  const tree = await openTestWorktree({ "a.txt": "a\n" });
  tree.write("a.txt", "draft\n");
  await tree.keep();
  tree.write("a.txt", "result\n");
  tree.write("b.txt", "new\n");
  return tree;
}

describe("what is merged", () => {
  it("is the result, not what was unfinished when the run stood still", async () => {
    const tree = await finished();

    const settled = await tree.settle(true);

    expect(settled).toMatchObject({ merged: true, reason: null });
    expect([textOf(tree, "a.txt"), textOf(tree, "b.txt")]).toEqual(["result\n", "new\n"]);
    expect(refsOf(tree)).toBe("refs/heads/main\n");
  });

  it.each(["refs/iter/r1", "refs/tags/iter/r1", "refs/remotes/iter/r1"])(
    "is the branch, though there is %s as well",
    async (name) => {
      const tree = await finished();
      const other = tree.repository.git("commit-tree", "-p", "HEAD", "-m", "Other", "HEAD^{tree}");
      tree.repository.git("update-ref", name, other.trim());

      const settled = await tree.settle(true);

      expect(settled.merged).toBe(true);
      expect(textOf(tree, "a.txt")).toBe("result\n");
      expect(refsOf(tree).split("\n")).not.toContain("refs/heads/iter/r1");
      expect(tree.repository.git("rev-parse", name)).toBe(other);
    },
  );

  it("is said as git says it", async () => {
    const tree = await finished();
    tree.repository.git("commit", "--quiet", "--allow-empty", "--message", "Meanwhile");

    await tree.settle(true);

    expect(tree.repository.git("log", "-1", "--format=%s")).toBe("Merge branch 'iter/r1'\n");
    expect(textOf(tree, "a.txt")).toBe("result\n");
  });

  it("goes into the branch from which the run began, though a tag is called like it", async () => {
    const tree = await finished();
    tree.repository.git("tag", "main");

    expect(await tree.settle(true)).toMatchObject({ merged: true });
  });

  it.each(["--no-commit", "--squash"])("is committed, though %s is set", async (option) => {
    const tree = await finished();
    tree.repository.git("config", "branch.main.mergeOptions", option);
    tree.repository.git("commit", "--quiet", "--allow-empty", "--message", "Meanwhile");

    expect(await tree.settle(true)).toMatchObject({ merged: true });
    expect(tree.repository.git("show", "main:a.txt")).toBe("result\n");
    expect(tree.repository.git("status", "--short")).toBe("");
  });
});

describe("the branch of a run", () => {
  it("is what its name means while the run stands still", async () => {
    const tree = await openTestWorktree({ "a.txt": "a\n" });
    tree.write("a.txt", "draft\n");
    await tree.keep();

    expect(tree.repository.git("rev-parse", "iter/r1")).toBe(
      tree.repository.git("rev-parse", "refs/heads/iter/r1"),
    );
  });

  it("has the result of a node that works on another branch", async () => {
    const tree = await finished();
    tree.git("checkout", "--quiet", "-b", "own");

    const { commit } = await tree.settle();

    expect(tree.repository.git("rev-parse", "refs/heads/iter/r1")).toBe(`${commit}\n`);
    expect(tree.repository.git("show", "iter/r1:a.txt")).toBe("result\n");
  });

  it("keeps commits that are not where the worktree stands", async () => {
    const tree = await finished();
    tree.commit();
    tree.git("checkout", "--quiet", "--detach", "main");

    await expect(tree.settle()).rejects.toThrow("lacks commits of iter/r1");
    expect(tree.repository.git("show", "iter/r1:a.txt")).toBe("result\n");
  });

  it("that can't have the result leaves it in the worktree, and says so", async () => {
    const tree = await finished();
    tree.git("checkout", "--quiet", "--detach");
    tree.repository.git("checkout", "--quiet", "iter/r1");

    await expect(tree.settle()).rejects.toThrow("git branch said no");
    expect(tree.read("a.txt")).toBe("result\n");
  });
});

it("leaves what an earlier run of the same name had kept", async () => {
  const first = await finished();
  first.repository.git("worktree", "remove", "--force", first.place.path);
  first.repository.git("branch", "-D", "iter/r1");
  const [left = ""] = refsOf(first)
    .split("\n")
    .filter((name) => name.startsWith("refs/iter"));
  const second = await openTestWorktree({}, first.repository);
  second.lose();

  await second.reopen();

  expect(second.read("a.txt")).toBe("a\n");
  expect(first.repository.git("show", `${left}:a.txt`)).toBe("draft\n");
});

describe("a folder that is no worktree any more", () => {
  async function spoilt(): Promise<TestWorktree> {
    const tree = await finished();
    tree.write(".git", null);
    tree.repository.write("a.txt", "mine\n");
    return tree;
  }

  it("is not taken for the repository around it at the end", async () => {
    const tree = await spoilt();

    await expect(tree.settle(true)).rejects.toThrow("is no worktree any more");
    expect(tree.repository.git("log", "--format=%s")).toBe("Begin\n");
    expect(tree.repository.git("status", "--short")).toBe(" M a.txt\n");
  });

  it("is not taken for it at a pause", async () => {
    const tree = await spoilt();
    const before = tree.repository.git("for-each-ref");

    await expect(tree.keep()).rejects.toThrow("is no worktree any more");
    expect(tree.repository.git("for-each-ref")).toBe(before);
  });
});

it("forgets no other worktree that is not there just now", async () => {
  const tree = await openTestWorktree({ "a.txt": "a\n" });
  const elsewhere = join(tree.repository.folder, ".iterion/elsewhere");
  tree.repository.git("worktree", "add", "--quiet", "--detach", elsewhere);
  renameSync(elsewhere, `${elsewhere}-away`);
  tree.lose();

  await tree.reopen();

  renameSync(`${elsewhere}-away`, elsewhere);
  expect(tree.repository.git("-C", elsewhere, "status", "--short")).toBe("");
});
