import { appendFileSync, symlinkSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createWatched } from "#support/watched-workspace.ts";
import type { Watched, WatchedOptions } from "#support/watched-workspace.ts";

const never = new AbortController().signal;
let watched: Watched;

afterEach(() => watched.remove());

function watch(options: WatchedOptions): Watched {
  watched = createWatched(options);
  return watched;
}

function at(path: string): string {
  return join(watched.workspace.folder, path);
}

describe.each([
  { where: "in a repository", options: {} },
  { where: "outside of one", options: { commit: false } },
  { where: "without git", options: { commit: false, env: { PATH: "/nowhere" } } },
])("the file to which a run's own output goes, $where", ({ options }) => {
  it("doesn't count as changed", async () => {
    const { changes, workspace } = watch({ ...options, output: "out.txt" });

    expect(await changes(() => appendFileSync(at("out.txt"), "said\n"))).toEqual([]);
    const told = await changes(() => {
      appendFileSync(at("out.txt"), "more\n");
      workspace.write("out.txt.bak", "x\n");
    });
    expect(told.map((change) => change.split(" ").slice(0, 2).join(" "))).toEqual([
      "added out.txt.bak",
    ]);
  });
});

it("counts as the same file by another name", async () => {
  const { changes } = watch({ output: "out.txt" });
  symlinkSync("out.txt", at("link.txt"));

  expect(await changes(() => appendFileSync(at("link.txt"), "said\n"))).toEqual([]);
});

it.each(["out.txt", ":(top) out.txt", "lib/out.txt"])("stands in no diff: %s", async (output) => {
  const { snapshots, workspace } = watch({
    files: { "a.txt": "a\n", "lib/b.txt": "b\n" },
    commit: false,
    output,
  });
  for (const folder of ["", "lib"]) spawnSync("git", ["init", "--quiet"], { cwd: at(folder) });
  const before = await snapshots.take(never);
  workspace.write("a.txt", "other\n");
  appendFileSync(at(output), "said\n");
  const after = await snapshots.take(never);

  const diff = await snapshots.diff(before, after, { signal: never, limit: 10_000 });

  expect(diff).toContain("+other");
  expect(diff).not.toContain("said");
});
