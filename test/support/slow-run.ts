/** A run that goes on for as long as the test wants, in a process of its own. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createFolder, startProgram } from "./command-line.ts";

/** Goes on while there is a file `wait`, and says that it has begun by a file `begun`. */
const slow = `tool first:
  command: "echo first >> done.txt"

tool slow:
  command: "touch begun; while [ -e wait ]; do sleep 0.05; done; echo slow >> done.txt"

workflow w:
  entry: first
  first -> slow
  slow -> done
`;

/** A folder with a workflow that goes on while there is a file `wait` in it. */
export function slowFolder(): string {
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), slow);
  writeFileSync(join(cwd, "wait"), "");
  return cwd;
}

/** Resolves when a file is there. */
export async function awaitFile(folder: string, name: string): Promise<void> {
  const watcher = watch(folder);
  try {
    while (!existsSync(join(folder, name))) await once(watcher, "change");
  } finally {
    watcher.close();
  }
}

/** Starts the run `r1` of the workflow; its second tool is at work. */
export async function startSlow(cwd: string): Promise<ChildProcess> {
  const child = startProgram(["run", "w.iter", "--run-id", "r1", "--json"], { cwd });
  onTestFinished(() => void child.kill("SIGKILL"));
  await awaitFile(cwd, "begun");
  return child;
}
