import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { GithubClient } from "#adapters/github/client.ts";
import { openTrustedTree } from "#adapters/github/trusted-tree.ts";
import type { TrustedTree } from "#adapters/github/trusted-tree.ts";

const commit = "c".repeat(40);

/** A tree in which every path holds its own name. */
function open(modes: Readonly<Record<string, string>>): {
  readonly tree: TrustedTree;
  readonly folder: string;
} {
  const folder = mkdtempSync(join(tmpdir(), "iter-trusted-"));
  const entries = Object.entries(modes).map(([path, mode]) => ({ path, mode, sha: path }));
  const git = {
    tree: () => Promise.resolve(entries),
    blob: (sha: string) => Promise.resolve(new TextEncoder().encode(sha)),
  };
  const client = { git } as unknown as GithubClient;
  return { tree: openTrustedTree(client, { commit, folder }), folder };
}

it("lets nobody write its files", async () => {
  const { tree } = open({ "iter/a.iter": "100644" });

  await expect(tree.fetch("iter/a.iter")).resolves.toBe(true);

  const place = join(tree.folder, "iter/a.iter");
  expect(readFileSync(place, "utf8")).toBe("iter/a.iter");
  expect(statSync(place).mode & 0o222).toBe(0);
});

it("puts nothing outside of its folder", async () => {
  const { tree, folder } = open({ "../../evil": "100644", "../evil": "100644" });

  await expect(tree.fetch("../evil")).resolves.toBe(false);
  await expect(tree.fetch("../../evil")).resolves.toBe(false);
  expect([join(folder, "evil"), join(folder, "../evil")].filter(existsSync)).toEqual([]);
});

it("takes plain files alone", async () => {
  const { tree } = open({ link: "120000", module: "160000", "run.sh": "100755" });

  await expect(tree.fetch("link")).resolves.toBe(false);
  await expect(tree.text("module")).resolves.toBeNull();
  await expect(tree.text("run.sh")).resolves.toBe("run.sh");
  await expect(tree.list()).resolves.toHaveLength(1);
});
