import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { createWatched } from "#support/watched-workspace.ts";
import type { Watched } from "#support/watched-workspace.ts";

const never = new AbortController().signal;
let watched: Watched;

afterEach(() => watched.remove());

it.each([
  ["outside of a repository, ", false],
  ["in a repository, ", true],
])("%slooks around a store in a repository inside the tree", async (_, commit) => {
  const files = { "top.txt": "t\n", "lib/a.txt": "a\n" };
  watched = createWatched({ files, commit, store: "lib/.iterion" });
  const { workspace, changes } = watched;
  const lib = join(workspace.folder, "lib");
  const { HOME, PATH } = process.env;
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
  for (const args of [["init"], ["add", "a.txt"], [...identity, "commit", "-m", "x"]])
    spawnSync("git", args, { cwd: lib, env: { HOME, PATH } });
  if (commit) workspace.git("rm", "-r", "--cached", "--quiet", "lib");
  workspace.write("lib/.iterion/log", "1\n");

  const work = (): void => {
    workspace.write("lib/.iterion/log", `${Math.random()}\n`);
    workspace.write("lib/a.txt", `${Math.random()}\n`);
  };
  expect(await changes(work)).toEqual(["modified lib/a.txt +1 -1"]);
  expect(await changes(work)).toEqual(["modified lib/a.txt +1 -1"]);

  // Another process finds what this one has left.
  const other = watched.reopen();
  const before = await other.take(never);
  work();
  expect(await other.compare(before, await other.take(never), never)).toMatchObject([
    { path: "lib/a.txt" },
  ]);
});
