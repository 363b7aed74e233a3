/** A repository with the worktree of a run, without any run. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { settleWorktree } from "#adapters/workspace/worktree/settle.ts";
import type { Settled } from "#adapters/workspace/worktree/settle.ts";
import {
  createWorktree,
  keepWorktree,
  reopenWorktree,
} from "#adapters/workspace/worktree/worktree.ts";
import type { WorktreePlace, WorktreeRecord } from "#adapters/workspace/worktree/place.ts";
import { createWorkspace } from "./workspace.ts";
import type { TestWorkspace } from "./workspace.ts";

/** The worktree of a run, and what may happen to it. */
export interface TestWorktree {
  readonly repository: TestWorkspace;
  readonly place: WorktreePlace;
  readonly record: WorktreeRecord;
  /** Writes a file into the worktree; null removes it. */
  write(path: string, content: string | null): void;
  /** A file of the worktree; undefined if there is none. */
  read(path: string): string | undefined;
  /** Runs git in the worktree. */
  git(...args: readonly string[]): string;
  /** Commits all there is, as a node may. */
  commit(): void;
  /** Keeps what is not committed, as at a pause. */
  keep(): Promise<void>;
  /** Somebody takes the worktree away, and it is made again. */
  lose(): void;
  reopen(): Promise<void>;
  settle(merge?: boolean): Promise<Settled>;
}

/** Makes a repository and a run's worktree in it; both are gone after the test. */
export async function openTestWorktree(
  files: Readonly<Record<string, string>>,
  repository: TestWorkspace = createRepository(files),
): Promise<TestWorktree> {
  const path = join(repository.folder, ".iterion/worktrees/r1");
  const env = { PATH: process.env["PATH"] ?? "" };
  const place = { env, folder: repository.folder, path, runId: "r1" };
  const { record } = await createWorktree(place);
  const git = (...args: readonly string[]): string => repository.git("-C", path, ...args);
  return {
    repository,
    place,
    record,
    write(name, content) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      if (content === null) rmSync(file);
      else writeFileSync(file, content);
    },
    read(name) {
      const file = join(path, name);
      return existsSync(file) ? readFileSync(file, "utf8") : undefined;
    },
    git,
    commit() {
      git("add", "--all");
      git("commit", "--quiet", "--message", "What a node did");
    },
    async keep() {
      await keepWorktree(place, record);
    },
    lose: () => rmSync(path, { recursive: true }),
    async reopen() {
      await reopenWorktree(place, record);
    },
    settle: (merge = false) => settleWorktree(place, record, { message: "All of it", merge }),
  };
}

function createRepository(files: Readonly<Record<string, string>>): TestWorkspace {
  const repository = createWorkspace({ ...files, ".gitignore": ".iterion/\n" }, { commit: true });
  onTestFinished(() => repository.remove());
  return repository;
}
