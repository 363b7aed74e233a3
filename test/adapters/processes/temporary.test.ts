import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { sweepLeftovers, withTemporary } from "#adapters/processes/temporary.ts";

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "iter-temporary-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const here = createHash("sha256").update(hostname()).digest("hex").slice(0, 6);

it("gives a folder that is gone afterwards, also after a failure", async () => {
  const within = createFolder();

  const used = await withTemporary({ name: "claude", within }, (folder) => {
    writeFileSync(join(folder, "key"), "k");
    return Promise.resolve(folder);
  });
  const failing = withTemporary({ name: "claude", within }, () => Promise.reject(new Error("no")));

  await expect(failing).rejects.toThrow("no");
  expect(existsSync(used)).toBe(false);
  expect(readdirSync(within)).toEqual([]);
});

it("removes what a process has left that is gone, and nothing else", async () => {
  const within = createFolder();
  const { pid: dead } = spawnSync(process.execPath, ["--version"]);
  const kept = [
    `iter-claude-${here}-${process.pid}-AAAAAA`,
    `iter-claude-0a0a0a-${dead}-AAAAAA`,
    "iter-claude-AAAAAA",
    "somebody-else",
  ];
  const left = `iter-codex-${here}-${dead}-AAAAAA`;
  for (const name of [...kept, left])
    mkdirSync(join(within, name, "sessions"), { recursive: true });
  writeFileSync(join(within, `iter-script-${here}-${dead}-AAAAAA`), "a file of that name");

  await sweepLeftovers(within);

  expect(readdirSync(within).sort()).toEqual(
    [...kept, `iter-script-${here}-${dead}-AAAAAA`].sort(),
  );
});

it("says nothing of a folder that isn't there", async () => {
  await expect(sweepLeftovers(join(createFolder(), "none"))).resolves.toBeUndefined();
});
