import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { captureWork, headOf, readPatch, restoreWork } from "#adapters/github/work.ts";
import type { Checkout, Work } from "#adapters/github/work.ts";
import { createRedactor } from "#core/run/redact.ts";
import { createBareRepo } from "#support/bare-repo.ts";
import type { BareRepo } from "#support/bare-repo.ts";

const secret = "ghp_0123456789abcdefghijklmnopqrstuvwxyzAB";
const redactor = createRedactor({ values: [] });

function repo(): BareRepo {
  const files = { "a.txt": "one\n", "b.bin": "x\n", ".gitignore": "out/\n" };
  return createBareRepo(files, { "a.txt": "two\n" });
}

function cloned(): Pick<BareRepo, "base" | "head"> & { readonly clone: (ref: string) => string } {
  const made = repo();
  return { base: made.base, head: made.head, clone: (ref) => made.checkout(ref) };
}

function checkoutOf(folder: string): Checkout {
  return { folder, environment: process.env };
}

function write(folder: string, path: string, content: string | Uint8Array): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function commit(folder: string, message: string): void {
  const who = ["-c", "user.name=octocat", "-c", "user.email=o@example.org"];
  const git = (...args: readonly string[]): void =>
    void execFileSync("git", ["-C", folder, ...who, ...args], { stdio: "ignore" });
  git("add", "--all");
  git("commit", "--quiet", "-m", message);
}

async function capture(folder: string, base: string): Promise<Work> {
  const work = await captureWork(checkoutOf(folder), base, redactor);
  if (work === null) throw new Error("no checkout");
  return work;
}

it("takes commits, changes and new files to a fresh checkout", async () => {
  const { base, clone } = cloned();
  const first = clone("main");
  write(first, "a.txt", "committed\n");
  commit(first, "Local");
  write(first, "a.txt", "changed\n");
  write(first, "new/file.bin", new Uint8Array([0, 1, 2, 255]));
  write(first, "out/ignored.txt", "no\n");

  const work = await capture(first, base);
  const second = clone("main");
  await restoreWork(checkoutOf(second), work);

  expect(await headOf(checkoutOf(second))).toBe(await headOf(checkoutOf(first)));
  expect(readFileSync(join(second, "a.txt"), "utf8")).toBe("changed\n");
  expect([...readFileSync(join(second, "new/file.bin"))]).toEqual([0, 1, 2, 255]);
  expect(() => readFileSync(join(second, "out/ignored.txt"))).toThrow();
  expect(work.files.map(({ path }) => path)).toEqual(["work/commits.bundle", "work/changes.patch"]);
});

it("is nothing where nothing was done, and does nothing twice", async () => {
  const { head, clone } = cloned();
  const first = clone(head);
  expect((await capture(first, head)).files).toEqual([]);

  write(first, "a.txt", "three\n");
  const work = await capture(first, head);
  await restoreWork(checkoutOf(first), work);

  expect(readFileSync(join(first, "a.txt"), "utf8")).toBe("three\n");
});

it("goes to the commit of the run wherever the checkout is", async () => {
  const { head, clone } = cloned();
  const first = clone(head);
  write(first, "a.txt", "three\n");
  const work = await capture(first, head);

  const second = clone("main");
  await restoreWork(checkoutOf(second), work);

  expect(readFileSync(join(second, "a.txt"), "utf8")).toBe("three\n");
});

it("says so where the work doesn't fit the checkout", async () => {
  const { base, head, clone } = cloned();
  const first = clone(head);
  write(first, "a.txt", "three\n");
  const work = await capture(first, head);

  const other = restoreWork(checkoutOf(clone("main")), { ...work, base, head: base });

  await expect(other).rejects.toMatchObject({ code: "work_does_not_apply" });
});

it.each([
  ["git's own settings", ".git/config"],
  ["a file outside", "../outside.txt"],
])("takes no patch of %s", async (_, path) => {
  const { base, clone } = cloned();
  const patch = `diff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+x\n`;
  const files = [{ path: "work/changes.patch", bytes: Buffer.from(patch) }];

  const done = restoreWork(checkoutOf(clone("main")), { base, head: base, files });

  await expect(done).rejects.toMatchObject({ code: "work_does_not_apply" });
});

it("follows no link out of the tree", async () => {
  const { base, clone } = cloned();
  const folder = clone("main");
  const outside = mkdtempSync(join(tmpdir(), "iter-outside-"));
  symlinkSync(outside, join(folder, "link"));
  const patch = `diff --git a/link/x b/link/x\nnew file mode 100644\n--- /dev/null\n+++ b/link/x\n@@ -0,0 +1 @@\n+x\n`;
  const files = [{ path: "work/changes.patch", bytes: Buffer.from(patch) }];

  const done = restoreWork(checkoutOf(folder), { base, head: base, files });

  await expect(done).rejects.toMatchObject({ code: "work_does_not_apply" });
});

it("keeps no secret: neither in a change nor in a commit", async () => {
  const { base, clone } = cloned();
  const first = clone("main");
  write(first, "committed.txt", `token=${secret}\n`);
  commit(first, "Local");
  write(first, "changed.txt", `token=${secret}\n`);

  const work = await capture(first, base);
  const second = clone("main");
  await restoreWork(checkoutOf(second), work);

  expect(Buffer.concat(work.files.map(({ bytes }) => bytes)).includes(secret)).toBe(false);
  expect(work.files.map(({ path }) => path)).toEqual(["work/changes.patch"]);
  expect(readFileSync(join(second, "committed.txt"), "utf8")).toBe("token=***\n");
  expect(readFileSync(join(second, "changed.txt"), "utf8")).toBe("token=***\n");
});

it("tells people of all that was done in one patch, without secrets", async () => {
  const { base, clone } = cloned();
  const first = clone("main");
  write(first, "a.txt", "committed\n");
  commit(first, "Local");
  write(first, "new.txt", `the token ${secret}\n`);

  const patch = new TextDecoder().decode(await readPatch(checkoutOf(first), base, redactor));

  expect(patch).toContain("+committed");
  expect(patch).toContain("+the token ***");
});

it("is null where nothing is checked out", async () => {
  const folder = mkdtempSync(join(tmpdir(), "iter-empty-"));

  expect(await captureWork(checkoutOf(folder), "0".repeat(40), redactor)).toBeNull();
});
